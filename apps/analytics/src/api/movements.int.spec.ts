import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { until } from '../../../../dev/src/test-environment.js';
import { OutcomeFactsRepository } from '../facts/outcome-facts.repository.js';
import { complicated, observed, retraction, sessionHeld, unobserved } from '../outcome-observations.samples.js';
import { Moments } from '../questions/moments.js';
import { PublishedStatementsRepository } from '../statements/published-statements.repository.js';
import { STATEMENT_SETTINGS, statementSettings, statementVariables } from '../statements/statement-settings.js';
import { StatementsService } from '../statements/statements.service.js';
import { wordingVersion } from '../statements/wording.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { MovementsController } from './movements.controller.js';
import { movementsAnswer, movementsOfStatement } from './movements.schema.js';
import { StatementsController } from './statements.controller.js';
import { publishedStatementsAnswer, statementsAnswer } from './statements.schema.js';

const token = 'a-token-of-this-test-and-of-no-other-one';
const authorization = `Bearer ${token}`;
const strata: OutcomeStrata = {
  ...{ intent: 'therapeutic', agents: 'both', sides: 'left', isIndex: true, reasons: [] },
  priorTreatments: [],
};
const about = { window: 'W6', strata } as const;
const keyOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const better = { betterBy: 3, improved: true };

const unasked = { ...about, painLocation: 'leg', isExpected: false } as const;

/** 60 answers, 20 missing, 20 still open; twelve complications in twenty sessions; and answers about the leg, unasked. */
const observations: readonly OutcomeObservation[] = [
  ...Array.from({ length: 60 }, (_, index) =>
    observed({ ...better, betterBy: index < 40 ? 3 : 0, improved: index < 20 }, about),
  ),
  ...Array.from({ length: 20 }, () => unobserved('missing', about)),
  ...Array.from({ length: 20 }, () => unobserved('open', about)),
  ...Array.from({ length: 20 }, () => sessionHeld()),
  ...Array.from({ length: 12 }, () => complicated('flare')),
  ...Array.from({ length: 12 }, () => observed(better, unasked)),
].map((observation, index) => ({ ...observation, key: keyOf(index) }));
const [missingFrom, openFrom, complicationsFrom, unaskedFrom] = [60, 80, 120, 132];

describe('what moves a published statement', () => {
  let bed: AnalyticsBed;
  let app: NestFastifyApplication;
  let id = '';

  beforeAll(async () => {
    bed = await AnalyticsBed.open();
    await bed.store(observations);
    const settings = statementSettings(z.object(statementVariables).parse({ RELEASE: '1.4.0' }));
    app = await bed.serve(
      { kind: 'token', token },
      {
        controllers: [StatementsController, MovementsController],
        providers: [
          ...[Moments, PublishedStatementsRepository, StatementsService],
          { provide: STATEMENT_SETTINGS, useValue: settings },
        ],
      },
    );
    const payload = {
      sentence: 'less-pain',
      subject: 'si-joint',
      from: '2026-01',
      to: '2026-03',
      approver: 'A. Person',
    };
    const url = '/v1/statements/published';
    await app.inject({ method: 'POST', url, headers: { authorization }, payload });
    id = (await published())[0]?.id ?? '';
  });

  afterAll(() => bed.close());

  const get = async (url: string) =>
    (await app.inject({ url: `/v1/statements${url}`, headers: { authorization } })).json<object>();
  const published = async () => publishedStatementsAnswer.parse(await get('/published')).statements;
  const movementsBy = async (fact: string) =>
    movementsAnswer.parse(await get(`/movements?fact=${fact}`)).movements.map(({ moved }) => moved);

  it('is kept with the words, the rules and the release that it was made by', async () => {
    expect(await published()).toMatchObject([
      {
        ...{ isMoved: false, isGrown: false },
        madeBy: {
          wording: wordingVersion,
          rules: ['1'],
          release: '1.4.0',
          countedBy: expect.stringMatching(/^\w{16}$/),
        },
      },
    ]);
  });

  it.each<[string, number, OutcomeObservation]>([
    ['an answer comes in an open window', openFrom, observed(better, about)],
    ['an open window closes without one', openFrom + 1, unobserved('missing', about)],
    ['an open window is cut short', openFrom + 2, unobserved('superseded', about)],
    ['an answer comes late', missingFrom, observed(better, about)],
    ['there is a further session', 900, sessionHeld()],
    ['the same is said again', 0, observed({ ...better, improved: true }, about)],
    ['it is of a scale that the statement is not about', unaskedFrom, observed({ ...better, betterBy: -1 }, unasked)],
    ['it changes what the statement does not tell', 1, observed({ ...better, over50: true }, about)],
  ])('is no correction where %s', async (_, number, observation) => {
    await bed.store([{ ...observation, key: keyOf(number), revision: 2 }]);
    expect(await movementsBy(keyOf(number))).toEqual([]);
    expect(await published()).toMatchObject([{ isMoved: false }]);
  });

  it('grows with further answers, and says by how much', async () => {
    const { grown, corrected, movements } = movementsOfStatement.parse(await get(`/published/${id}/movements`));
    expect([corrected, movements]).toEqual([[], []]);
    expect(grown).toEqual([
      { figure: 'expected', by: -1 },
      { figure: 'observed', by: 2 },
      { figure: 'any-better', by: 2 },
      { figure: 'any-better-answered', by: 2 },
      { figure: 'improved', by: 2 },
      { figure: 'improved-answered', by: 2 },
      { figure: 'session', by: 1 },
    ]);
    expect(await published()).toMatchObject([{ isMoved: false, isGrown: true }]);
  });

  const away = [
    { figure: 'expected', by: -1 },
    { figure: 'observed', by: -1 },
    { figure: 'any-better', by: -1 },
    { figure: 'any-better-answered', by: -1 },
    { figure: 'improved', by: -1 },
    { figure: 'improved-answered', by: -1 },
  ];

  it.each<[string, number, OutcomeObservation, readonly object[]]>([
    [
      'an answer is changed',
      10,
      observed({ ...better, betterBy: 0, improved: false }, about),
      [
        { figure: 'any-better', by: -1 },
        { figure: 'improved', by: -1 },
      ],
    ],
    ['an answer is taken back', 11, retraction({}), away],
    ['a session is of another month', 12, observed(better, { ...about, period: '2026-04' }), away],
    ['an answer is of another window', 13, observed(better, { ...about, window: 'M3' }), away],
    ['a missing one is taken back', missingFrom + 5, retraction({}), [{ figure: 'expected', by: -1 }]],
    ['an answer was none', 14, unobserved('missing', about), away.slice(1)],
    ['a complication is taken back', complicationsFrom, retraction({}), [{ figure: 'complication', by: -1 }]],
  ])('is a correction where %s', async (_, number, observation, moved) => {
    await bed.store([{ ...observation, key: keyOf(number), revision: 2 }]);
    expect(await movementsBy(keyOf(number))).toEqual([moved]);
    expect(await published()).toMatchObject([{ isMoved: true }]);
  });

  it('adds up: what was told, what was corrected and what has grown are what would be said now', async () => {
    const { corrected, grown } = movementsOfStatement.parse(await get(`/published/${id}/movements`));
    const [{ statement: then } = { statement: undefined }] = await published();
    const now = statementsAnswer
      .parse(await get('?from=2026-01&to=2026-03'))
      .statements.find(({ sentence, subject }) => sentence === 'less-pain' && subject === 'si-joint');
    const by = (figure: string) =>
      [...corrected, ...grown].filter((one) => one.figure === figure).reduce((sum, one) => sum + one.by, 0);
    expect({
      expected: (then?.expected ?? 0) + by('expected'),
      observed: (then?.observed ?? 0) + by('observed'),
      count: (then?.rate?.count ?? 0) + by('any-better'),
      complications: (then?.complications?.count ?? 0) + by('complication'),
    }).toEqual({
      expected: now?.expected,
      observed: now?.observed,
      count: now?.rate?.count,
      complications: now?.complications?.count,
    });
  });

  it('is not moved any more once a correction is corrected back, and both are told', async () => {
    const before = movementsOfStatement.parse(await get(`/published/${id}/movements`)).corrected;
    await bed.store([{ ...observed(better, about), key: keyOf(11), revision: 3 }]);
    expect(await movementsBy(keyOf(11))).toEqual([away, away.map(({ figure }) => ({ figure, by: 1 }))]);
    const after = movementsOfStatement.parse(await get(`/published/${id}/movements`)).corrected;
    const of = (moved: typeof before) => moved.find(({ figure }) => figure === 'observed')?.by;
    expect(of(after)).toBe((of(before) ?? 0) + 1);
  });

  it('is told page by page, by the day, for who has the token', async () => {
    const first = movementsOfStatement.parse(await get(`/published/${id}/movements?limit=5`));
    const rest = movementsOfStatement.parse(await get(`/published/${id}/movements?after=${first.after}`));
    expect(first.movements.length).toBeLessThanOrEqual(5);
    expect([first.movements.length + rest.movements.length, rest.after]).toEqual([8, null]);
    expect(first.movements[0]).toMatchObject({
      fact: keyOf(10),
      fromRevision: 1,
      revision: 2,
      on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect((await app.inject(`/v1/statements/published/${id}/movements`)).statusCode).toBe(401);
    expect(await get(`/published/${keyOf(1)}/movements`)).toMatchObject({ status: 404 });
    expect(await get('/movements?fact=me')).toMatchObject({ status: 400, detail: expect.stringMatching(/^fact: /) });
  });

  it('moves where a session is told by its year alone, if all of the year was asked for', async () => {
    const ofYear = { ...about, procedureType: 'facet-injection', period: '2026' } as const;
    await bed.store(
      Array.from({ length: 60 }, (_, number) => ({ ...observed(better, ofYear), key: keyOf(1000 + number) })),
    );
    const asked = { sentence: 'less-pain', subject: 'facet', from: '2026-01', approver: 'A. Person' };
    const publish = (to: string) =>
      app.inject({
        ...{ method: 'POST', url: '/v1/statements/published', headers: { authorization } },
        payload: { ...asked, to },
      });
    expect((await publish('2026-11')).json()).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/^nobody-expected/),
    });
    expect((await publish('2026-12')).statusCode).toBe(201);
    expect((await published()).find(({ statement }) => statement.to === '2026-12')?.madeBy.rules).toEqual(['1']);
    await bed.store([{ ...retraction({}), key: keyOf(1000), revision: 2 }]);
    expect(await movementsBy(keyOf(1000))).toEqual([away]);
  });

  it('is published between batches: a correction is either in it or behind it', async () => {
    const runner = bed.dataSource.createQueryRunner();
    await runner.startTransaction();
    await new OutcomeFactsRepository().write(runner.manager, []);
    const payload = { sentence: 'less-pain', subject: 'si-joint', to: '2025', approver: 'A. Person' };
    const publishing = app
      .inject({ method: 'POST', url: '/v1/statements/published', headers: { authorization }, payload })
      .then(({ statusCode }) => statusCode);
    await expect(Promise.race([publishing, waiting(bed)])).resolves.toBe('waiting');
    await runner.commitTransaction();
    await runner.release();
    expect(await publishing).toBe(409);
  });
});

/** Resolves once somebody waits for a lock. */
async function waiting({ dataSource }: AnalyticsBed): Promise<'waiting'> {
  await until('somebody waits for a lock', async () => {
    const [row]: { waits: boolean }[] = await dataSource.query(
      `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS waits`,
    );
    return row?.waits === true;
  });
  return 'waiting';
}
