import { createLogger, ProblemFilter } from '@ilium/observability';
import { AccessModule } from '@ilium/security';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { SummaryFilter } from '../summary/summary-filter.js';
import { SummaryRepository } from '../summary/summary.repository.js';
import { CountedGuard } from './counted.guard.js';
import { summaryExample } from './examples.js';
import { OutcomesController } from './outcomes.controller.js';

describe('the summary over HTTP', () => {
  let app: NestFastifyApplication;
  const asked: SummaryFilter[] = [];

  beforeAll(async () => {
    const summary = (filter: SummaryFilter) => {
      if (filter.window === 'W1') throw new Error('a value that must not leave the service');
      asked.push(filter);
      return Promise.resolve(summaryExample);
    };
    const module = await Test.createTestingModule({
      imports: [AccessModule.forRoot({ kind: 'open' })],
      controllers: [OutcomesController],
      providers: [{ provide: SummaryRepository, useValue: { summary } }],
    })
      .overrideGuard(CountedGuard)
      .useValue({ canActivate: () => true })
      .compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useGlobalFilters(new ProblemFilter(createLogger({ service: 'test', level: 'fatal' })));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });

  afterAll(() => app.close());

  const get = (url: string) => app.inject({ method: 'GET', url });

  it('passes the filters on', async () => {
    const answer = await get('/v1/outcomes/summary?procedureType=si-joint-injection&measure=odi&window=M3');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(summaryExample);
    expect(asked).toEqual([{ procedureType: 'si-joint-injection', measure: 'odi', window: 'M3' }]);
  });

  it.each([
    ['a value that is not on the list', 'measure=mood', /^measure: Allowed.*nrs, vas/],
    ['a parameter that comes twice', 'measure=nrs&measure=odi', /^measure: Allowed, once: nrs, vas/],
    ['a window that is none', 'window=soon', /^window: Allowed: the name of a window/],
    ['a misspelt parameter', 'mesure=nrs', /^There is no parameter mesure\. Allowed: procedureType, measure, window/],
  ])('names %s and what is allowed, and does not repeat the value', async (_, query, detail) => {
    const answer = await get(`/v1/outcomes/summary?${query}`);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: expect.stringMatching(detail),
    });
    expect(answer.body).not.toMatch(/mood|soon/);
  });

  it('keeps its own failures to itself', async () => {
    const answer = await get('/v1/outcomes/summary?window=W1');
    expect(answer.json()).toMatchObject({ status: 500, detail: expect.stringContaining('log') });
    expect(answer.body).not.toContain('must not leave');
  });

  it('answers an unknown path as a problem as well', async () => {
    const answer = await get('/v1/nothing');
    expect(answer.json()).toMatchObject({ title: 'Not Found', status: 404 });
  });
});
