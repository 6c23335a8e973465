import type { Logger } from '@ilium/observability';
import type { Logger as TypeormLoggerInterface } from 'typeorm';

/** Keeps TypeORM from printing on its own: what it says goes through our logger, without queries and parameters. */
export class TypeormLogger implements TypeormLoggerInterface {
  constructor(private readonly logger: Logger) {}

  /** Failed queries reach their callers as exceptions; here they only help when debugging. */
  logQueryError(error: string | Error): void {
    this.logger.debug('query failed', { error });
  }

  /** TypeORM reports a failed migration here; `runMigrations` throws it as well. */
  logMigration(message: string): void {
    this.logger.debug('migration', { error: new TypeormNote(message) });
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    this.logger[level === 'warn' ? 'warn' : 'debug']('typeorm', { error: new TypeormNote(String(message)) });
  }

  logQuery(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
}

class TypeormNote extends Error {
  override readonly name = 'TypeormNote';
}
