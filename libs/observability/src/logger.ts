import { pino, type DestinationStream } from 'pino';
import { allowedFields, type LogFields } from './log-fields.js';
import type { LogLevel } from './service-variables.js';

/**
 * A text that is written out in the source. Texts built at run time are refused by the compiler (a record over `string`
 * or over a template may be empty, a record over a literal may not): what varies belongs into a field, where the allow-list sees it.
 */
export type ConstantText<Text extends string> = Record<never, never> extends Record<Text, unknown> ? never : Text;

type Write = <const Text extends string>(message: ConstantText<Text>, fields?: LogFields) => void;

/** Writes JSON lines whose fields come from the allow-list in `log-fields.ts`. */
export interface Logger {
  readonly fatal: Write;
  readonly error: Write;
  readonly warn: Write;
  readonly info: Write;
  readonly debug: Write;
}

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Standard output unless told otherwise. */
  readonly destination?: DestinationStream;
}

/** Makes the logger of a service. */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const lines = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Synchronous, so that the last line before an exit is never lost.
    destination ?? pino.destination({ fd: 1, sync: true }),
  );
  const writer = (label: LogLevel): Write => {
    return (message, fields = {}) => {
      if (lines.isLevelEnabled(label)) lines[label](allowedFields(fields), message);
    };
  };
  return {
    fatal: writer('fatal'),
    error: writer('error'),
    warn: writer('warn'),
    info: writer('info'),
    debug: writer('debug'),
  };
}

/** A logger that writes nothing, for tests and one-shot commands. */
export const silentLogger: Logger = {
  fatal: () => undefined,
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};
