import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/**
 * Lets Nest log through our logger. Nest's own progress goes to debug; its texts are masked like those of foreign errors,
 * because anybody may hand anything to Nest's `Logger`.
 */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug('framework', framework(message, rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug('framework', framework(message, rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.debug('framework', framework(message, rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn('framework', framework(message, rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error('framework', framework(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal('framework', framework(message, rest));
  }
}

/** Nest hands over the message first and the context last; an error may be anywhere before it. */
function framework(message: unknown, rest: readonly unknown[]): { context: string | undefined; error: unknown } {
  const last = rest.at(-1);
  const error = [message, ...rest].find((part) => part instanceof Error) ?? new FrameworkNote(String(message));
  return { context: typeof last === 'string' && className.test(last) ? last : undefined, error };
}

/** A class name of two words or more, such as `ExceptionsHandler`: any other text in its place could be a value. */
const className = /^(?:[A-Z][a-z]+){2,}$/;

class FrameworkNote extends Error {
  override readonly name = 'FrameworkNote';
}
