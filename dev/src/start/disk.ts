import { mkdir, statfs } from 'node:fs/promises';
import { StartError } from '../cause.js';
import { localFolder } from '../project.js';

const NEEDED_BYTES = 1.5e9;

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full, free some space',
  EEXIST: 'there is a file in its place, remove it',
};

/** A disk that fills up later damages data; one that is nearly full is said at once. */
export async function assertDiskSpace(): Promise<void> {
  await mkdir(localFolder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    const { code = '' } = cause;
    const remedy = REMEDIES[code] ?? 'check who owns the folder that it lies in';
    throw new StartError(`The data folder ${localFolder} can't be made (${code || cause.message}): ${remedy}.`, {
      cause,
    });
  });
  const { bavail, bsize } = await statfs(localFolder);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new StartError(
    `The disk that ${localFolder} lies on has ${(free / 1e9).toFixed(1)} GB left; Ilium wants ${NEEDED_BYTES / 1e9} GB. Free some space, or put a link in the place of .ilium.`,
  );
}
