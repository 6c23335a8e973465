import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { StartError } from '../cause.js';
import { freePorts } from '../ports.js';
import { ManagedProcess } from '../processes/managed-process.js';
import { reapFolder } from '../processes/reaper.js';
import { run } from '../processes/run.js';
import { projectRoot } from '../project.js';
import type { Java } from './java.js';

const READY_MS = 60_000;
/** The first one writes the class archive when it stops. */
const STOP_MS = 30_000;
/** Quick to start rather than quick at its best: the broker shares this machine with everything else. */
const QUICK = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

export interface BrokerSpec {
  readonly java: Java;
  /** The folder with the jars. */
  readonly jars: string;
  /** Where the broker keeps its log segments; made when it is not there. */
  readonly dataFolder: string;
  readonly logFile: string;
  /** The broker's port, or any free one. */
  readonly port?: number | undefined;
}

/** A Kafka broker as a child process. */
export class LocalBroker {
  #process: ManagedProcess;
  readonly #spec: BrokerSpec;
  readonly #ports: Ports;

  private constructor(spec: BrokerSpec, ports: Ports, process: ManagedProcess) {
    this.#spec = spec;
    this.#ports = ports;
    this.#process = process;
  }

  /** Formats the data folder at the first time, starts, and returns when the broker takes clients. */
  static async start(spec: BrokerSpec): Promise<LocalBroker> {
    const [first = 0, second = 0] = await freePorts(2);
    const ports = { brokerPort: spec.port ?? first, controllerPort: second };
    return new LocalBroker(spec, ports, await launch(spec, ports));
  }

  get address(): string {
    return `127.0.0.1:${this.#ports.brokerPort}`;
  }

  /** The process of the present start. */
  get process(): ManagedProcess {
    return this.#process;
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    await keepArchive(archiveOf(this.#spec.jars));
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** Starts it again at the same address, after `stop` or `kill`. */
  async restart(): Promise<void> {
    if (this.#process.running) throw new Error('the broker runs');
    this.#process = await launch(this.#spec, this.#ports);
  }
}

interface Ports {
  readonly brokerPort: number;
  readonly controllerPort: number;
}

async function launch(spec: BrokerSpec, ports: Ports): Promise<ManagedProcess> {
  const properties = await writeProperties(spec.dataFolder, ports);
  const archive = archiveOf(spec.jars);
  reapFolder(unfinished(archive));
  const classPath = (await readdir(spec.jars))
    .sort()
    .map((jar) => join(spec.jars, jar))
    .join(delimiter);
  await format(spec, classPath, properties);
  const broker = await ManagedProcess.start({
    name: 'Kafka',
    command: spec.java.command,
    args: [
      '-Xmx512m',
      '-Xms128m',
      ...QUICK,
      ...archiveFlags(archive),
      `-Dlog4j2.configurationFile=${join(projectRoot, 'dev', 'kafka', 'log4j2.properties')}`,
      '-cp',
      classPath,
      'kafka.Kafka',
      properties,
    ],
    cwd: spec.dataFolder,
    logFile: spec.logFile,
    stopSignal: 'SIGTERM',
    graceMs: STOP_MS,
  });
  try {
    await broker.waitForLine((line) => (line.includes('Kafka Server started') ? true : undefined), READY_MS);
  } catch (cause) {
    await broker.kill();
    throw cause;
  }
  return broker;
}

async function writeProperties(dataFolder: string, ports: Ports): Promise<string> {
  await mkdir(dataFolder, { recursive: true });
  const template = await readFile(join(projectRoot, 'dev', 'kafka', 'server.properties'), 'utf8');
  // A properties file reads a backslash as an escape.
  const values: Record<string, string> = {
    brokerPort: String(ports.brokerPort),
    controllerPort: String(ports.controllerPort),
    dataDir: join(dataFolder, 'log').replaceAll('\\', '/'),
  };
  const file = join(dataFolder, 'server.properties');
  await writeFile(
    file,
    template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole),
  );
  return file;
}

async function format(spec: BrokerSpec, classPath: string, properties: string): Promise<void> {
  if (existsSync(join(spec.dataFolder, 'log', 'meta.properties'))) return;
  const clusterId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  const args = [
    '-Xmx256m',
    ...QUICK,
    '-cp',
    classPath,
    'kafka.tools.StorageTool',
    'format',
    // One word: an id may begin with a hyphen, which would be taken for an option.
    `--cluster-id=${clusterId}`,
    '-c',
    properties,
  ];
  const { code, output } = await run(spec.java.command, args);
  if (code !== 0)
    throw new StartError(`Kafka's data folder ${spec.dataFolder} can't be formatted: ${output.slice(-600)}`);
}

/**
 * Java's class archive (AppCDS) halves the broker's start. The first broker of a set of jars and a Java writes it when it
 * stops; later ones read it. Java itself leaves an archive aside that does not fit.
 */
function archiveOf(jars: string): string {
  const java = createHash('sha256')
    .update(process.env['JAVA_HOME'] ?? '')
    .digest('hex')
    .slice(0, 6);
  return join(dirname(jars), `classes-${java}.jsa`);
}

function archiveFlags(archive: string): string[] {
  return existsSync(archive)
    ? [`-XX:SharedArchiveFile=${archive}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off']
    : [`-XX:ArchiveClassesAtExit=${unfinished(archive)}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
}

/** Takes the archive into use only when the broker that wrote it has ended in order. */
async function keepArchive(archive: string): Promise<void> {
  if (existsSync(unfinished(archive)) && !existsSync(archive)) await rename(unfinished(archive), archive);
}

function unfinished(archive: string): string {
  return `${archive}.${process.pid}`;
}
