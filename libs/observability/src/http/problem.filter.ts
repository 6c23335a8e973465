import { STATUS_CODES } from 'node:http';
import type { Logger } from '@ilium/observability';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from './problem.js';

/** The parts of Fastify's reply that are used here. */
interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

/** Answers every error as a problem document. What is not meant for the caller goes to the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const status = error instanceof HttpException ? error.getStatus() : 500;
    if (status >= 500) this.logger.error('request failed', { error });
    const body: Problem = {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: error instanceof HttpException ? error.message : 'The service failed. Its log has the cause.',
    };
    host
      .switchToHttp()
      .getResponse<Reply>()
      .code(status)
      .header('content-type', 'application/problem+json')
      .send(JSON.stringify(body));
  }
}
