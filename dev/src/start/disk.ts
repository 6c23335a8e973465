import { mkdir, statfs } from 'node:fs/promises';
import { StartError } from '../cause.js';
import { localFolder } from '../project.js';

const NEEDED_BYTES = 1.5e9;

/** A disk that fills up later damages data; one that is nearly full is said at once. */
export async function assertDiskSpace(): Promise<void> {
  await mkdir(localFolder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(
      cause.code === 'ENOSPC'
        ? `The disk that ${localFolder} lies on is full: free some space and start again.`
        : `The data folder ${localFolder} can't be made (${cause.code ?? cause.message}): check who owns the folder that it lies in.`,
      { cause },
    );
  });
  const { bavail, bsize } = await statfs(localFolder);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  throw new StartError(
    `The disk that ${localFolder} lies on has ${(free / 1e9).toFixed(1)} GB left; Ilium wants ${NEEDED_BYTES / 1e9} GB. Free some space, or put a link in the place of .ilium.`,
  );
}
