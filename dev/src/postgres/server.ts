import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../cause.js';
import { freePorts } from '../ports.js';
import { ManagedProcess } from '../processes/managed-process.js';
import { run } from '../processes/run.js';
import type { Binaries } from './binaries.js';
import { makeFolder, type Home } from './home.js';

const READY_MS = 60_000;
const STOP_MS = 15_000;

/** Durability is the default, as in production: fsync, synchronous commits. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // TCP only: a socket's path may be too long, and another user's folder closed.
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  // An error's statement and detail can hold what belongs to a patient.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  lc_messages: 'C',
};

export interface ServerSpec {
  readonly binaries: Binaries;
  readonly home: Home;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly password: string;
  readonly port?: number | undefined;
}

/** A PostgreSQL as a child process. */
export interface LocalServer {
  /** Of the administrator. */
  readonly url: string;
  readonly process: ManagedProcess;
  stop(): Promise<void>;
}

/** Makes the data folder at the first time, starts, and returns when it takes clients. */
export async function startServer(spec: ServerSpec): Promise<LocalServer> {
  if (!existsSync(join(spec.dataFolder, 'PG_VERSION'))) await initialise(spec);
  const [anyPort = 0] = await freePorts(1);
  const port = spec.port ?? anyPort;
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await ManagedProcess.start({
    name: 'PostgreSQL',
    command: spec.binaries.postgres,
    args: ['-D', spec.dataFolder, '-p', String(port), ...settings],
    cwd: spec.dataFolder,
    ...(spec.home.user ? { user: spec.home.user } : {}),
    logFile: spec.logFile,
    // "Fast": ends the sessions, writes a checkpoint, stops.
    stopSignal: 'SIGINT',
    graceMs: STOP_MS,
  });
  try {
    await server.waitForLine((line) => (line.includes('ready to accept connections') ? true : undefined), READY_MS);
  } catch (cause) {
    await server.stop();
    throw cause;
  }
  return {
    url: `postgresql://postgres:${spec.password}@127.0.0.1:${port}/postgres`,
    process: server,
    stop: async () => {
      await server.stop();
    },
  };
}

async function initialise(spec: ServerSpec): Promise<void> {
  await makeFolder(spec.dataFolder, spec.home);
  const passwordFile = `${spec.dataFolder}.password-${randomBytes(4).toString('hex')}`;
  await writeFile(passwordFile, `${spec.password}\n`, { mode: 0o600 });
  try {
    if (spec.home.user) await chown(passwordFile, spec.home.user.uid, spec.home.user.gid);
    const { code, output } = await run(
      spec.binaries.initdb,
      [
        `--pgdata=${spec.dataFolder}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same sort order on every machine, whatever locales it has.
        '--no-locale',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { cwd: spec.dataFolder, user: spec.home.user },
    );
    if (code !== 0) throw new StartError(`PostgreSQL's data folder can't be made: ${output.slice(-600)}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}
