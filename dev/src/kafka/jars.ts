import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StartError } from '../cause.js';
import { localFolder, projectRoot, type Report } from '../project.js';
import { run } from '../processes/run.js';

const KAFKA_SOURCES = join(projectRoot, 'dev', 'kafka');

const MAVEN = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';

/** Whether the jars have been fetched, so that Maven is not needed any more. */
export async function jarsAreThere(): Promise<boolean> {
  return exists(folderOf(await readList()));
}

/** Whether there is a Maven that runs. */
export async function mavenAnswers(): Promise<boolean> {
  return (await run(MAVEN, ['--version'])).code === 0;
}

/**
 * The folder with the broker's jars: fetched by Maven at the first time, each compared with the list of checksums before
 * the folder gets its name. The name says which list it was, so a folder that is there has been checked.
 */
export async function provideJars(report: Report): Promise<string> {
  const list = await readList();
  const folder = folderOf(list);
  if (await exists(folder)) return folder;
  const incoming = `${folder}.part-${process.pid}`;
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  try {
    await copyByMaven(incoming, report);
    await compare(incoming, readChecksums(list));
    await rename(incoming, folder).catch(async (cause: unknown) => {
      // Two starts at the same time: the other one's folder is as good.
      if (!(await exists(folder))) throw cause;
    });
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
  return folder;
}

async function copyByMaven(folder: string, report: Report): Promise<void> {
  const started = Date.now();
  let bytes = 0;
  const args = ['-B', '-Dstyle.color=never', '-f', join(KAFKA_SOURCES, 'pom.xml')];
  const { code, output } = await run(MAVEN, [...args, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], {
    onLine: (line) => {
      const size = readDownloadedBytes(line);
      if (size === 0) return;
      bytes += size;
      report(`Kafka by Maven: ${(bytes / 1e6).toFixed(1)} MB in ${((Date.now() - started) / 1000).toFixed(0)} s`);
    },
  });
  if (code === 0) return;
  throw new StartError(
    `Maven could not fetch Kafka: ${firstError(output)}\n    Check the network, the free disk space and Maven's settings (~/.m2/settings.xml: mirror, proxy), or name a broker in KAFKA_BROKERS.`,
  );
}

/** What Maven's line "Downloaded from …: … (5.7 MB at 3 MB/s)" says, in bytes; 0 for any other line. */
export function readDownloadedBytes(line: string): number {
  const match = /Downloaded from .*\((\d+(?:\.\d+)?) (B|kB|MB|GB) at /.exec(line);
  if (!match) return 0;
  const unit = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 }[match[2] ?? ''] ?? 0;
  return Number(match[1]) * unit;
}

function firstError(output: string): string {
  const line = output.split('\n').find((each) => each.includes('[ERROR]'));
  return line?.replace(/.*\[ERROR\]\s*/, '').slice(0, 400) ?? 'it gave no reason';
}

function readList(): Promise<string> {
  return readFile(join(KAFKA_SOURCES, 'checksums.sha256'), 'utf8');
}

function folderOf(list: string): string {
  return join(localFolder, 'kafka', `libs-${createHash('sha256').update(list).digest('hex').slice(0, 8)}`);
}

function readChecksums(list: string): Map<string, string> {
  const rows = list.trim().split('\n');
  return new Map(rows.map((row) => [row.slice(66).trim(), row.slice(0, 64)]));
}

async function compare(folder: string, expected: ReadonlyMap<string, string>): Promise<void> {
  const jars = (await readdir(folder)).sort();
  const missing = [...expected.keys()].filter((jar) => !jars.includes(jar));
  if (missing.length > 0)
    throw new StartError(`Maven left out ${missing.join(', ')}: dev/kafka/checksums.sha256 wants it.`);
  for (const jar of jars) {
    if ((await sha256(join(folder, jar))) === expected.get(jar)) continue;
    throw new StartError(
      `${jar} is not the file that dev/kafka/checksums.sha256 names: it was changed on its way. Remove it from Maven's repository (~/.m2/repository) and start again; if it stays, don't trust the mirror.`,
    );
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
