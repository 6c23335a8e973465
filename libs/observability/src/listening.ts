import type { Logger } from './logger.js';

/** Logs where the service listens: a parent that asked for port 0 reads the address from this line. */
export function announceListening(logger: Logger, url: string): void {
  logger.info('listening', { url });
}
