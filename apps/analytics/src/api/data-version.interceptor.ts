import { createHash } from 'node:crypto';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { of, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { STATEMENT_SETTINGS, type StatementSettings } from '../statements/statement-settings.js';
import { rollupVersion } from '../rollups/rollup-version.js';

/** The parts of Fastify's request and reply that are used here. */
interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
interface Reply {
  header(name: string, value: string): unknown;
  code(status: number): unknown;
}

/**
 * Gives answers an ETag from how far the topic has been consumed, and from what the site has decided: what nothing has changed is not computed again (RFC 9110,
 * section 13.1.2). Looked at before the answer is: a tag may be of older data than its answer, and is then asked anew.
 */
@Injectable()
export class DataVersionInterceptor implements NestInterceptor {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(STATEMENT_SETTINGS) private readonly settings: StatementSettings,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const reply = context.switchToHttp().getResponse<Reply>();
    const tag = `"${digestOf([await this.#version(), JSON.stringify(this.settings), request.url])}"`;
    reply.header('etag', tag);
    // Figures of patients, if only counted: no cache between may keep them, and each use asks first.
    reply.header('cache-control', 'private, no-cache');
    if (!names(request.headers['if-none-match'], tag)) return next.handle();
    reply.code(304);
    return of(undefined);
  }

  async #version(): Promise<string> {
    const rows: { place: string }[] = await this.dataSource.query(
      `SELECT topic || ' ' || "partition" || ' ' || next_offset AS place FROM consumer_offsets ORDER BY 1`,
    );
    return rows.map(({ place }) => place).join('\n');
  }
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256')
    .update([rollupVersion, ...parts].join('\n'))
    .digest('base64url')
    .slice(0, 22);
}

/** Weak or strong, one of several, or any. */
function names(asked: string | string[] | undefined, tag: string): boolean {
  const tags = [asked ?? []].flat().flatMap((list) => list.split(','));
  return tags.some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);
}
