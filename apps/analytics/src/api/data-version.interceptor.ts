import { createHash } from 'node:crypto';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { Moments } from '../questions/moments.js';
import type { Queries } from '../questions/queries.js';
import { STATEMENT_SETTINGS, type StatementSettings } from '../statements/statement-settings.js';
import { rollupVersion } from '../rollups/rollup-version.js';
import { keepMoment } from './moment.js';

/** The parts of Fastify's request and reply that are used here. */
interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: { readonly socket: { readonly destroyed: boolean } };
}
interface Reply {
  header(name: string, value: string): unknown;
  code(status: number): unknown;
}

/**
 * Opens the moment that an answer is of, and gives it an ETag from how far the topic was consumed by then, and from what the
 * site has decided: what nothing has changed is not computed again (RFC 9110, section 13.1.2).
 */
@Injectable()
export class DataVersionInterceptor implements NestInterceptor {
  constructor(
    private readonly moments: Moments,
    @Inject(STATEMENT_SETTINGS) private readonly settings: StatementSettings,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const reply = context.switchToHttp().getResponse<Reply>();
    const answer = await this.moments.read(async (moment): Promise<unknown> => {
      // Whoever has left while this waited for a connection, as a page does whose filters change, keeps nobody else waiting.
      if (request.raw.socket.destroyed) return undefined;
      const tag = `"${digestOf([await versionOf(moment.queries), JSON.stringify(this.settings), request.url])}"`;
      reply.header('etag', tag);
      // Figures of patients, if only counted: no cache between may keep them, and each use asks first.
      reply.header('cache-control', 'private, no-cache');
      if (names(request.headers['if-none-match'], tag)) {
        reply.code(304);
        return undefined;
      }
      keepMoment(request, moment);
      return lastValueFrom(next.handle(), { defaultValue: undefined });
    });
    return of(answer);
  }
}

/** What was consumed, and how much was published of it: nothing that was published changes or goes. */
async function versionOf(queries: Queries): Promise<string> {
  const rows: { place: string }[] = await queries.query(
    `SELECT topic || ' ' || "partition" || ' ' || next_offset AS place FROM consumer_offsets
      UNION ALL SELECT 'published ' || count(*) FROM published_statements
      ORDER BY 1`,
  );
  return rows.map(({ place }) => place).join('\n');
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
