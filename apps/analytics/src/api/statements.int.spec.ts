import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { MEASURE_REPORT_SETTINGS } from '../exports/measure-report-settings.js';
import { MeasureReportsController } from '../exports/measure-reports.controller.js';
import { observed, retraction, sessionHeld, unobserved } from '../outcome-observations.samples.js';
import { Moments } from '../questions/moments.js';
import { PublishedStatementsRepository } from '../statements/published-statements.repository.js';
import { STATEMENT_SETTINGS, statementSettings, statementVariables } from '../statements/statement-settings.js';
import { StatementsService } from '../statements/statements.service.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { MovementsController } from './movements.controller.js';
import { StatementsController } from './statements.controller.js';
import { publishedStatementsAnswer, statementsAnswer } from './statements.schema.js';

const token = 'a-token-of-this-test-and-of-no-other-one';
const strata: OutcomeStrata = {
  ...{ intent: 'therapeutic', agents: 'both', sides: 'left', isIndex: true, reasons: [] },
  priorTreatments: [],
};
const keyOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Forty with less pain, twenty without; fifteen missing. */
const observations: readonly OutcomeObservation[] = [
  ...Array.from({ length: 60 }, (_, index) =>
    observed({ betterBy: index < 40 ? 3 : 0, improved: index < 20 }, { window: 'W6', strata }),
  ),
  ...Array.from({ length: 15 }, () => unobserved('missing', { window: 'W6', strata })),
  ...Array.from({ length: 5 }, () => observed({}, { window: 'W6', strata, period: '2026-04' })),
  sessionHeld(),
].map((observation, index) => ({ ...observation, key: keyOf(index) }));

describe('statements over HTTP', () => {
  let bed: AnalyticsBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await AnalyticsBed.open();
    await bed.store(observations);
    app = await bed.serve(
      { kind: 'token', token },
      {
        controllers: [StatementsController, MovementsController, MeasureReportsController],
        providers: [
          ...[Moments, PublishedStatementsRepository, StatementsService],
          { provide: MEASURE_REPORT_SETTINGS, useValue: { base: 'https://clinic.example/fhir', reporter: undefined } },
          { provide: STATEMENT_SETTINGS, useValue: statementSettings(z.object(statementVariables).parse({})) },
        ],
      },
    );
  });

  afterAll(() => bed.close());

  const authorization = `Bearer ${token}`;
  const get = (query = '') => app.inject({ method: 'GET', url: `/v1/statements${query}`, headers: { authorization } });
  const published = async () => {
    const answer = await app.inject({ method: 'GET', url: '/v1/statements/published' });
    return publishedStatementsAnswer.parse(answer.json()).statements;
  };
  const publish = (body: object) =>
    app.inject({ method: 'POST', url: '/v1/statements/published', headers: { authorization }, payload: body });
  const lessPain = { sentence: 'less-pain', subject: 'si-joint', approver: 'A. Person' };

  it('gives each sentence of each subject, and why it can not be said', async () => {
    const { statements } = statementsAnswer.parse((await get('?from=2026-03&to=2026-03')).json());
    expect(statements).toHaveLength(20);
    expect(statements.filter(({ text }) => text !== null)).toMatchObject([
      {
        ...{ sentence: 'less-pain', subject: 'si-joint', rate: { count: 40, of: 60 }, expected: 75 },
        // Clinical rule 21.
        missing: [{ why: 'unknown', count: 15 }],
      },
      { sentence: 'less-pain', subject: 'overall' },
    ]);
    expect(statements.every(({ text, refusals }) => (text === null) === refusals.length > 0)).toBe(true);
  });

  it.each([
    ['from=2026-05&to=2026-01', /^from: it lies after to\./],
    ['from=2025&from=2026', /^from: Allowed, once: a month/],
    ['of=patients&of=treatments', /^of: Allowed, once: patients, treatments/],
  ])('refuses %s, and says what is allowed', async (query, detail) => {
    expect((await get(`?${query}`)).json()).toMatchObject({ status: 400, detail: expect.stringMatching(detail) });
  });

  it.each(['', '?of=treatments'])('asks for a token: %s', async (query) => {
    const answer = await app.inject({ method: 'GET', url: `/v1/statements${query}` });
    expect(answer.statusCode).toBe(401);
  });

  it('clinical rule 24: publishes a statement under a name, for everybody, and keeps it as it was', async () => {
    const answer = await publish({ ...lessPain, to: '2026-03' });
    expect(answer.statusCode).toBe(201);
    const [before] = await published();
    expect(before).toMatchObject({
      approver: 'A. Person',
      isMoved: false,
      statement: { rate: { count: 40, of: 60 }, missing: null },
    });
    await bed.store([retraction({ key: keyOf(0), revision: 2 })]);
    const [after] = await published();
    expect(after).toEqual({ ...before, isMoved: true });
  });

  it('tells a published statement as a MeasureReport, and that it has been corrected since', async () => {
    const [statement] = await published();
    const answer = await app.inject({ url: `/v1/statements/published/${statement?.id}/measure-report` });
    expect(answer.headers['content-type']).toBe('application/fhir+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      id: statement?.id,
      measure: 'https://clinic.example/fhir/Measure/less-pain-si-joint-treatments',
      period: { end: '2026-03-31' },
      group: [{ population: [{ count: 75 }, { count: 60 }, { count: 40 }] }, { population: expect.anything() }],
      text: { div: expect.stringContaining('A correction has changed these figures since') },
    });
  });

  it.each([
    ['of another id', keyOf(1), 404, /^No statement of this id/],
    ['of what is no id', 'less-pain', 400, /^id: Allowed: the id/],
  ])('has no MeasureReport %s', async (_, id, status, detail) => {
    const answer = await app.inject({ url: `/v1/statements/published/${id}/measure-report` });
    expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it.each([
    ['a sentence that is refused', { ...lessPain, sentence: 'better-function' }, 409, /^nobody-expected: /],
    [
      'one that tells of a few together with another',
      { ...lessPain, to: '2026' },
      409,
      /^too-small: with what is published already/,
    ],
    [
      'a period that ends before it begins',
      { ...lessPain, from: '2026-05', to: '2026-01' },
      400,
      /^from: it lies after/,
    ],
    ['nobody who answers for it', { ...lessPain, approver: ' ' }, 400, /^approver: Name the person/],
    [
      'a sentence that there is not',
      { ...lessPain, sentence: 'cured' },
      400,
      /^sentence: Allowed, once: report-improvement/,
    ],
  ])('does not publish %s', async (_, body, status, detail) => {
    const answer = await publish(body);
    expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(detail) });
    expect(await published()).toHaveLength(1);
  });

  it('does not publish for who has no token', async () => {
    const answer = await app.inject({ method: 'POST', url: '/v1/statements/published', payload: lessPain });
    expect(answer.statusCode).toBe(401);
  });
});
