import { basename, join } from 'node:path';
import { StartError } from './cause.js';
import { dockerAnswers, startContainer } from './docker.js';
import { volumeOf } from './local-kafka.js';
import { administrate } from './postgres/administrate.js';
import { findBinaries } from './postgres/binaries.js';
import { findHome, type Home } from './postgres/home.js';
import { startServer } from './postgres/server.js';
import { freePorts } from './ports.js';
import type { ManagedProcess } from './processes/managed-process.js';
import type { RunFolder } from './project.js';

/** A PostgreSQL that takes clients. */
export interface RunningPostgres {
  /** Of a role that may create databases, schemas and roles. */
  readonly adminUrl: string;
  /** In words: whose it is. */
  readonly origin: string;
  /** Where it is a child of this process. */
  readonly process?: ManagedProcess;
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  readonly folder: RunFolder;
  readonly env: NodeJS.ProcessEnv;
  /** The administrator's, for a database of ours. */
  readonly password: string;
  readonly port?: number | undefined;
}

/** Order of choice: a database that is named, the programs that npm brought, a Docker engine. */
export async function startPostgres(options: LocalPostgresOptions): Promise<RunningPostgres> {
  const named = options.env['DATABASE_URL'];
  if (named) {
    await administrate(named, []);
    return { adminUrl: named, origin: 'named in DATABASE_URL', stop: () => Promise.resolve() };
  }

  const home = await findHome();
  const binaries = await findBinaries(home);
  if (binaries) {
    const server = await startServer({
      binaries,
      home,
      dataFolder: dataFolderOf(options.folder.data, home),
      logFile: join(options.folder.logs, 'postgres.log'),
      password: options.password,
      port: options.port,
    });
    return { adminUrl: server.url, origin: 'embedded', process: server.process, stop: () => server.stop() };
  }
  if (await dockerAnswers()) return startInDocker(options);
  throw new StartError(
    `PostgreSQL has no npm package for ${process.platform} ${process.arch} here, and no Docker daemon answers.\n    Run \`npm ci\` again (optional packages included), or start Docker, or name a database: DATABASE_URL=postgresql://admin:…@host/name`,
  );
}

/** Where the data of a run lies. */
export function dataFolderOf(data: string, home: Home): string {
  return home.elsewhere === undefined ? join(data, 'postgres') : join(home.elsewhere, basename(data), 'postgres');
}

async function startInDocker(options: LocalPostgresOptions): Promise<RunningPostgres> {
  const [anyPort = 0] = await freePorts(1);
  const port = options.port ?? anyPort;
  const stop = await startContainer({
    image: 'postgres',
    containerPort: 5432,
    port,
    environment: { POSTGRES_PASSWORD: options.password },
    command: ['-c', 'max_connections=200', '-c', 'log_min_error_statement=panic', '-c', 'log_error_verbosity=terse'],
    volume: { name: volumeOf(options.folder.data, 'postgres'), path: '/var/lib/postgresql' },
    // By address: a new data folder is filled by a first server, which only has a socket.
    ready: 'pg_isready -h 127.0.0.1 -U postgres',
  });
  return { adminUrl: `postgresql://postgres:${options.password}@127.0.0.1:${port}/postgres`, origin: 'Docker', stop };
}
