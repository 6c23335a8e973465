import { tryFramer } from './framer-trial.js';
import type { FuzzTarget } from './fuzz-target.js';
import type { FuzzedListener } from './fuzzed-listener.js';
import { cut, hostileStream } from './hostile-stream.js';
import { ListenerTrial } from './listener-trial.js';
import { Random } from './random.js';

export interface FuzzOptions {
  readonly target: FuzzTarget;
  /** One with this target behind it. */
  readonly listener: FuzzedListener;
  readonly seed: number;
  /** Asked before each trial. */
  readonly goesOn: (trials: number) => boolean;
  readonly onProgress?: (progress: FuzzProgress) => void;
}

export interface FuzzProgress {
  readonly trials: number;
  readonly bytes: number;
  /** Growth of memory since the first trials, in bytes. */
  readonly grown: number;
}

/** The first trial that went wrong, with what it sent. */
export interface FuzzFailure {
  readonly trial: number;
  readonly fault: string;
  readonly chunks: readonly Buffer[];
}

export type FuzzResult = FuzzProgress & { readonly failure?: FuzzFailure };

const mostGrowth = 50 * 1_024 * 1_024;
/** The first trials fill caches and compile code; memory is held against what it is after them. */
const warmUp = 100;
const measuredEvery = 100;

/** Lets hostile streams loose on framer, parser and listener, until one goes wrong or `goesOn` says no. */
export async function fuzz({ target, listener, seed, goesOn, onProgress }: FuzzOptions): Promise<FuzzResult> {
  const trial = new ListenerTrial(target, listener);
  let progress: FuzzProgress = { trials: 0, bytes: 0, grown: 0 };
  let usual: number | undefined;
  try {
    while (goesOn(progress.trials)) {
      const { trials } = progress;
      const random = new Random(seed, trials);
      const { messages, bytes } = hostileStream(random);
      const chunks = cut(bytes, random);
      let fault = tryFramer(chunks) ?? tryReading(target, messages) ?? (await tryListener(trial, listener, chunks));
      progress = { ...progress, trials: trials + 1, bytes: progress.bytes + bytes.length };
      if (fault === undefined && progress.trials % measuredEvery === 0) {
        const memory = await listener.memory();
        if (progress.trials >= warmUp) usual ??= memory;
        progress = { ...progress, grown: memory - (usual ?? memory) };
        onProgress?.(progress);
        if (progress.grown > mostGrowth) fault = `memory grew by ${progress.grown} bytes`;
      }
      if (fault !== undefined) return { ...progress, failure: { trial: trials, fault, chunks } };
    }
    return progress;
  } finally {
    trial.stop();
  }
}

/** Lets the bytes of an earlier failure loose again; what is wrong, undefined where it is mended. */
export async function replay(
  { target, listener }: Pick<FuzzOptions, 'target' | 'listener'>,
  bytes: Buffer,
): Promise<string | undefined> {
  const trial = new ListenerTrial(target, listener);
  try {
    return tryFramer([bytes]) ?? tryReading(target, [bytes]) ?? (await tryListener(trial, listener, [bytes]));
  } finally {
    trial.stop();
  }
}

async function tryListener(
  trial: ListenerTrial,
  listener: FuzzedListener,
  chunks: readonly Buffer[],
): Promise<string | undefined> {
  try {
    const fault = await trial.run(chunks);
    return (await listener.fault()) ?? fault;
  } catch (error) {
    return String(error);
  }
}

function tryReading({ read }: FuzzTarget, messages: readonly Buffer[]): string | undefined {
  if (read === undefined) return undefined;
  try {
    for (const message of messages) read(message);
    return undefined;
  } catch (error) {
    return `reading a message throws ${String(error)}`;
  }
}
