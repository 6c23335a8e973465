import { STATUS_CODES } from 'node:http';
import type { Logger } from '@ilium/observability';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { StoreAway } from '../source-messages/source-message.js';
import type { Problem } from './problem.js';

/** The parts of Fastify's reply that are used here. */
interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** When a caller may try again, in seconds. */
const retryAfter = '5';

/** What the HTTP server itself refuses comes without a remedy. */
const remedies: Readonly<Record<number, string>> = {
  413: 'The request is too large. Send fewer events at a time.',
  415: 'The content type is not one that this route takes; /v1/openapi.json lists those.',
};

/** Answers every error as a problem document. What is not meant for the caller goes to the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const status = statusOf(error);
    if (status >= 500) this.logger.error('request failed', { error, statusCode: status });
    const body: Problem = {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: detailOf(error, status),
    };
    const reply = host.switchToHttp().getResponse<Reply>();
    if (status === 503) reply.header('retry-after', retryAfter);
    reply.code(status).header('content-type', 'application/problem+json').send(JSON.stringify(body));
  }
}

function statusOf(error: unknown): number {
  if (error instanceof StoreAway) return 503;
  return error instanceof HttpException ? error.getStatus() : 500;
}

function detailOf(error: unknown, status: number): string {
  if (status === 503) return 'The database does not answer in time. Send the same again later: nothing counts twice.';
  if (!(error instanceof HttpException)) return 'The service failed. Its log has the cause.';
  return remedies[status] ?? error.message;
}
