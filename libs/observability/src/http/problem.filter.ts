import { STATUS_CODES } from 'node:http';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '../logger.js';
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
  413: 'The request is too large: send less at a time.',
  415: 'The content type is not one that this route takes: /v1/openapi.json lists those.',
};

/** Answers every error as a problem document. What is not meant for the caller goes to the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const status = statusOf(error);
    // Said on purpose, and perhaps to everybody for minutes.
    if (status === 503) this.logger.warn('request refused for now', { error });
    else if (status >= 500) this.logger.error('request failed', { error });
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

/** What Fastify itself refuses, such as a body that is no JSON, has a status and no exception of Nest's. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** Fastify's own words may quote the request. */
function detailOf(error: unknown, status: number): string {
  const remedy = remedies[status];
  if (remedy !== undefined) return remedy;
  if (error instanceof HttpException) return error.message;
  if (status < 500) return 'The request can not be read: send JSON, with its content type, and not too long.';
  return 'The service failed. Its log has the cause.';
}
