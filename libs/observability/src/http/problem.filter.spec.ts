import { describe, expect, it } from '@jest/globals';
import { BadRequestException, ServiceUnavailableException } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { createLogger } from '../logger.js';
import { ProblemFilter } from './problem.filter.js';

function answerTo(thrown: unknown) {
  const logged: string[] = [];
  const sent: { status?: number; headers: Record<string, string>; body?: unknown } = { headers: {} };
  const reply = {
    code: (status: number) => ((sent.status = status), reply),
    header: (name: string, value: string) => ((sent.headers[name] = value), reply),
    send: (body: string) => (sent.body = JSON.parse(body)),
  };
  const destination = { write: (line: string): void => void logged.push(line) };
  const filter = new ProblemFilter(createLogger({ service: 'test', level: 'debug', destination }));
  filter.catch(thrown, new ExecutionContextHost([{}, reply]));
  return { ...sent, levels: logged.map((line) => /"level":"(\w+)"/.exec(line)?.[1]) };
}

describe('an error that HTTP is answered with', () => {
  it('of the caller is told, and not logged', () => {
    expect(answerTo(new BadRequestException('limit: give 1 to 500.'))).toMatchObject({
      ...{ status: 400, levels: [], headers: { 'content-type': 'application/problem+json' } },
      body: { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'limit: give 1 to 500.' },
    });
  });

  it('that says not now says when, and is no error of the service', () => {
    expect(answerTo(new ServiceUnavailableException('Facts are counted anew.'))).toMatchObject({
      ...{ status: 503, levels: ['warn'], headers: { 'retry-after': '5' } },
      body: { detail: 'Facts are counted anew.' },
    });
  });

  it('of the service is logged, and its words are not told', () => {
    const answer = answerTo(new Error('secret'));
    expect(answer).toMatchObject({ status: 500, levels: ['error'] });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });
});
