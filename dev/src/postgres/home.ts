import { createHash } from 'node:crypto';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../cause.js';
import { run } from '../processes/run.js';
import { localFolder } from '../project.js';

/** Who runs PostgreSQL. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Where PostgreSQL can live on this machine. */
export interface Home {
  /** Another user than this process's, because PostgreSQL refuses to run as root. */
  readonly user: User | undefined;
  /** Set when that user can't enter the project's folder: programs and data go here. */
  readonly elsewhere: string | undefined;
}

/** Outlives a restart of the machine, as the project's folder does; one folder per clone. */
export const elsewhereFolder = join(
  '/var/lib/ilium',
  createHash('sha256').update(localFolder).digest('hex').slice(0, 12),
);

/** Usual users without rights, the more telling first. None is created: a machine's users are its owner's business. */
const USERS = ['postgres', 'nobody'];

/** As root: an unprivileged user, and a folder that it can enter. As anybody else: nothing special. */
export async function findHome(): Promise<Home> {
  if (process.getuid?.() !== 0) return { user: undefined, elsewhere: undefined };
  const user = await findUser();
  await mkdir(localFolder, { recursive: true });
  const enters = await run('test', ['-x', localFolder], { cwd: '/', user });
  return { user, elsewhere: enters.code === 0 ? undefined : elsewhereFolder };
}

async function findUser(): Promise<User> {
  for (const name of USERS) {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    if (uid.code === 0 && gid.code === 0) return { uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw new StartError(
    `PostgreSQL refuses to run as root, and this machine has no user ${USERS.join(' or ')}. Create one (useradd --system postgres), start as another user, or name a database in DATABASE_URL.`,
  );
}

/** Makes a folder for PostgreSQL's user; its parents stay this process's. */
export async function makeFolder(path: string, { user }: Home): Promise<void> {
  await mkdir(path, { recursive: true, mode: user ? 0o755 : 0o700 });
  if (user) await chown(path, user.uid, user.gid);
}
