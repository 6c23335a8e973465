import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

const betweenLooksMs = 20;

/** Bytes that the process takes, without its garbage. */
export function residentMemory(): Promise<number> {
  return lowest(({ rss }) => rss);
}

/** Bytes of what can still be reached: objects and buffers. */
export function liveMemory(): Promise<number> {
  return lowest(({ heapUsed, external }) => heapUsed + external);
}

/** Of a few looks: buffers are given back by a thread of its own, some time after they were found to be garbage. */
async function lowest(read: (memory: NodeJS.MemoryUsage) => number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 4; look += 1) {
    if (typeof collect === 'function') collect();
    await pause(betweenLooksMs);
    least = Math.min(least, read(process.memoryUsage()));
  }
  return least;
}
