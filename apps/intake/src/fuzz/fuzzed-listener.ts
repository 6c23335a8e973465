import { Registry, silentLogger } from '@ilium/observability';
import { MllpListener } from '../mllp/listener.js';
import { createMllpMetrics } from '../mllp/mllp-metrics.js';
import type { Taker } from '../mllp/taker.js';
import type { FuzzTarget } from './fuzz-target.js';
import { liveMemory, residentMemory } from './process-memory.js';

/** A listener with a target behind it, here or in a process of its own. */
export interface FuzzedListener {
  readonly port: number;
  /** What was thrown since it was asked last, and should not have been. */
  fault(): Promise<string | undefined>;
  /** Bytes of memory that it takes. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

/** Largest message that it takes. */
export const fuzzedFrameBytes = 16_384;

/**
 * @param ownProcess whether nothing else runs in this process: then resident memory is measured, else what is reachable,
 * since whoever makes the hostile bytes leaves garbage of its own.
 */
export async function startFuzzedListener(target: FuzzTarget, ownProcess: boolean): Promise<FuzzedListener> {
  let fault: string | undefined;
  const taker: Taker = async (frame, peer) => {
    try {
      return await target.taker(frame, peer);
    } catch (error) {
      if (target.isExpected?.(error) !== true) fault = `the taker threw ${String(error)}`;
      throw error;
    }
  };
  const listener = new MllpListener({
    listener: {
      name: 'fuzzed',
      host: '127.0.0.1',
      port: 0,
      acknowledge: 'by-message',
      nak: 'structural',
      replay: false,
      charset: undefined,
      tls: undefined,
      limits: { frameBytes: fuzzedFrameBytes, connections: 50, idleSeconds: 60, frameSeconds: 30, window: 16 },
    },
    taker,
    metrics: createMllpMetrics(new Registry())('fuzzed'),
    logger: silentLogger,
  });
  await listener.start();
  return {
    port: listener.port,
    fault: () => {
      const thrown = fault;
      fault = undefined;
      return Promise.resolve(thrown);
    },
    memory: ownProcess ? residentMemory : liveMemory,
    close: () => listener.close(),
  };
}
