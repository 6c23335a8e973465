import type { Logger } from './logger.js';

export interface StopOptions {
  readonly logger: Logger;
  /** Runs once, at the first request to stop. */
  readonly stop: () => Promise<void>;
  readonly withinMs: number;
  /** Stop when standard input closes: it is a pipe from the parent process, which is gone then. */
  readonly withParent: boolean;
}

/** Exits 0 after an orderly stop, 1 when it fails or takes too long. A second request changes nothing. Returns whether it has been asked. */
export function stopOnRequest({ logger, stop, withinMs, withParent }: StopOptions): () => boolean {
  let stopping = false;
  const request = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    logger.info('stopping', { signal });
    setTimeout(() => {
      logger.error('stopping took too long', { waitMs: withinMs });
      process.exit(1);
    }, withinMs).unref();
    stop().then(
      () => {
        logger.info('stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error('stopping failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', request);
  process.on('SIGINT', request);
  if (withParent) {
    process.stdin.on('close', () => request('parent-gone')).on('error', () => request('parent-gone'));
    process.stdin.resume();
  }
  return () => stopping;
}
