import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { changesAnswer } from '../answers/changes.js';
import { dimensionsAnswer } from '../answers/dimensions.js';
import { funnelAnswer } from '../answers/funnel.js';
import { reliefAnswer } from '../answers/relief.js';
import { timesToEventAnswer } from '../answers/times-to-event.js';
import { trendAnswer } from '../answers/trend.js';
import { ratesAnswer } from '../answers/window-rates.js';
import { Moments } from '../questions/moments.js';
import { STATEMENT_SETTINGS, statementSettings, statementVariables } from '../statements/statement-settings.js';
import { fold } from '../rollups/fold.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { observed } from '../outcome-observations.samples.js';
import { StatisticsController } from './statistics.controller.js';
import { observations } from './statistics.samples.js';

/** Of some another thing was said first, in other groups, and was counted. */
async function correctedSince(bed: AnalyticsBed): Promise<void> {
  await bed.store(
    observations.map(({ key }, index) => {
      const others = [{ procedureType: 'facet-rfa', measure: 'odi', period: '2027-01' }, { period: '2024' }] as const;
      return observed({ betterBy: -3 }, { key, revision: 2, ...others[index % others.length] });
    }),
  );
  await fold(bed.dataSource);
  await bed.store(observations.map((observation) => ({ ...observation, revision: 3 })));
}

describe.each([
  ['pending', () => Promise.resolve()],
  ['counted', (bed: AnalyticsBed) => fold(bed.dataSource)],
  ['counted, and corrected since', correctedSince],
])('the statistics over HTTP, of facts that are %s', (_, prepare) => {
  let bed: AnalyticsBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await AnalyticsBed.open();
    await bed.store(observations);
    await prepare(bed);
    app = await bed.serve(
      { kind: 'open' },
      {
        controllers: [StatisticsController],
        providers: [
          Moments,
          { provide: STATEMENT_SETTINGS, useValue: statementSettings(z.object(statementVariables).parse({})) },
        ],
      },
    );
  });

  afterAll(() => bed.close());

  const get = (question: string) => app.inject({ method: 'GET', url: `/v1/statistics/${question}` });

  /** An answer that keeps to its published schema, to the last field. */
  async function asked<Schema extends z.ZodObject>(question: string, schema: Schema): Promise<z.output<Schema>> {
    const answer: unknown = (await get(question)).json();
    schema.strict().parse(answer);
    return schema.parse(answer);
  }

  const injections = 'procedureType=si-joint-injection&measure=nrs&window=M3';

  it('gives rates with intervals, bounds, and who is expected', async () => {
    const { groups } = await asked(`rates?${injections}`, ratesAnswer);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      ...{ procedureType: 'si-joint-injection', measure: 'nrs', painLocation: null, window: 'M3' },
      ...{ expected: 11, observed: 9, followUpRate: 9 / 11, unasked: 1, superseded: 1, lowBaseline: 1 },
      improved: {
        ...{ count: 6, of: 9, rate: 6 / 9, bounds: { worst: 6 / 12, best: 9 / 12 } },
        interval: { lower: expect.closeTo(0.3542, 5), upper: expect.closeTo(0.87942, 5) },
      },
      over50: { count: 3, of: 9 },
      change: { n: 10, mean: 3.7 },
    });
  });

  it.each([
    ['patients only', 'of=patients', { improved: { count: 5, of: 8 } }],
    ['what was given', 'agents=steroid', { improved: { count: 1, of: 1 }, expected: 2 }],
    ['either of two', 'agents=steroid,both', { improved: { count: 6, of: 9 } }],
    ['months', 'from=2026-04&to=2026-04', { improved: { count: 1, of: 1 } }],
    ['years', 'from=2026&to=2026', { improved: { count: 6, of: 9 } }],
    ['sides', 'sides=right', { improved: { count: 1, of: 1 } }],
    ['age', 'ageBand=50-59', { improved: { count: 6, of: 9 } }],
    ['sex', 'sex=male', { improved: { count: 1, of: 1 } }],
    ['guidance', 'guidance=fluoroscopy', { improved: { count: 5, of: 8 } }],
    ['steroid, beside what was given', 'steroid=triamcinolone&agents=both', { improved: { count: 5, of: 8 } }],
    ['intent', 'intent=therapeutic', { improved: { count: 6, of: 9 } }],
    ['intent, and what was given', 'intent=therapeutic,both&agents=both', { improved: { count: 5, of: 8 } }],
    ['what was given, and when', 'agents=both&from=2026-03', { improved: { count: 5, of: 8 } }],
    ['what was tried before', 'priorTreatment=injection&to=2026', { improved: { count: 5, of: 8 } }],
  ])('narrows by %s', async (_, query, expected) => {
    const { groups } = await asked(`rates?${injections}&${query}`, ratesAnswer);
    expect(groups).toMatchObject([expected]);
  });

  it('lists the windows of each type and measure in the order of time', async () => {
    const { groups } = await asked('rates', ratesAnswer);
    expect(groups.map(({ procedureType, measure, window }) => [procedureType, measure, window])).toEqual([
      ['epidural-injection', 'odi', 'M3'],
      ['si-joint-injection', 'nrs', 'M3'],
      ['si-joint-injection', 'nrs', 'M12'],
      ['si-joint-injection', 'vas', 'M3'],
      ['si-joint-injection', 'vas', 'M3'],
    ]);
  });

  it('says what there are outcomes of', async () => {
    const { from, to, hasMonths, sites, scales } = await asked('dimensions', dimensionsAnswer);
    expect([from, to, hasMonths, sites]).toEqual(['2025', '2026', true, ['RIVHOSP']]);
    expect(scales.map(({ procedureType, measure, windows }) => [procedureType, measure, windows])).toEqual([
      ['epidural-injection', 'odi', ['M3']],
      ['si-joint-injection', 'nrs', ['M3', 'M12']],
      ['si-joint-injection', 'vas', ['M3']],
      ['si-joint-injection', 'vas', ['M3']],
    ]);
    expect(new Set(scales.map(({ primaryWindow }) => primaryWindow))).toEqual(new Set(['W6']));
  });

  it('gives medians with the values behind them', async () => {
    const { groups } = await asked(`changes?${injections}`, changesAnswer);
    expect(groups).toMatchObject([{ change: { n: 10, median: { value: 3.5 } }, percentChange: { n: 9 } }]);
    expect(groups[0]?.change?.values.reduce((sum, { count }) => sum + count, 0)).toBe(10);
  });

  it('charts a rate by month, with its limits', async () => {
    const { centre, months } = await asked(`trend?${injections}&rule=over-50`, trendAnswer);
    expect(centre).toBeCloseTo(3 / 9, 12);
    expect(months).toMatchObject([
      { month: '2026-03', rate: { count: 3, of: 8 }, tooSmall: true, outside: null },
      { month: '2026-04', rate: { count: 0, of: 1 } },
    ]);
  });

  it('tells how long relief lasts, and of whom that is not known', async () => {
    const answer = await asked('relief?procedureType=si-joint-injection&measure=nrs', reliefAnswer);
    expect(answer).toMatchObject({
      ofAll: { n: 3, converged: true, median: { after: 14, until: 42 } },
      ofResponders: { n: 2 },
      unknown: [{ why: 'no-baseline', count: 1 }],
      lowBaseline: 1,
    });
    expect(answer.ofAll?.drops[0]).toMatchObject({ after: 0, until: 0, survival: expect.closeTo(2 / 3, 9) });
    expect(answer.known).toContainEqual({ day: 42, withRelief: 1, ended: 2, unknown: 0 });
  });

  it('tells how long until the steroid acts, and until the pain is back', async () => {
    const { events } = await asked('times-to-event?procedureType=si-joint-injection&measure=nrs', timesToEventAnswer);
    expect(events).toMatchObject([
      {
        event: 'steroid-onset',
        days: { n: 6, median: { value: 3, interval: { lower: 1, upper: 6 } } },
        unknown: [{ why: 'no-relief', count: 1 }],
      },
      { event: 'return-of-pain', days: { n: 1, median: { value: 40, interval: null } }, unknown: [] },
    ]);
  });

  it('follows sessions down to their answers', async () => {
    const answer = await asked(`funnel?${injections}`, funnelAnswer);
    expect(answer).toMatchObject({
      ...{ sessions: 3, completed: 2, therapeutic: 2, diagnostic: 0 },
      windows: [
        {
          ...{ window: 'M3', expected: 11, observed: 9 },
          missing: expect.arrayContaining([
            { why: 'declined', count: 1 },
            { why: 'unknown', count: 1 },
          ]),
        },
      ],
      blocks: { doubts: [{ why: 'no-clock-time', count: 1 }], positive: { count: 1, of: 2 } },
    });
    expect(answer.complications).toContainEqual(
      expect.objectContaining({ category: 'vasovagal', count: 1, perSession: 1 / 3 }),
    );
  });

  it('tells the same of some of the patients, and of some months, in every answer', async () => {
    const men = `${injections}&sex=male&guidance=ct&intent=therapeutic`;
    expect(await asked(`changes?${men}`, changesAnswer)).toMatchObject({
      groups: [{ window: 'M3', change: { n: 1, values: [{ value: 4, count: 1 }] } }],
    });
    expect(await asked(`rates?${men}`, ratesAnswer)).toMatchObject({ groups: [{ expected: 2, observed: 1 }] });
    expect(await asked(`funnel?${men}`, funnelAnswer)).toMatchObject({
      windows: [{ expected: 2, observed: 1, missing: [{ why: 'declined', count: 1 }] }],
    });
    const { months } = await asked(`trend?${men}`, trendAnswer);
    expect(months.map(({ month }) => month)).toEqual(['2026-03', '2026-04']);
    const ofMarch = await asked(`changes?${injections}&from=2026-03&to=2026-03&sex=female`, changesAnswer);
    expect(ofMarch.groups.map(({ change }) => change?.n)).toEqual([9]);
    expect(await asked('relief?measure=nrs&from=2026-04', reliefAnswer)).toMatchObject({ ofAll: null, lowBaseline: 0 });
    expect(await asked('relief?measure=nrs&to=2026-03', reliefAnswer)).toMatchObject({ ofAll: { n: 3 } });
    expect(await asked('times-to-event?measure=nrs&sex=male', timesToEventAnswer)).toMatchObject({
      events: [{ days: null }, { days: null }],
    });
  });

  it('answers once what nothing has changed, and again when more was consumed', async () => {
    const first = await get('rates');
    const again = (etag: string) =>
      app.inject({ method: 'GET', url: '/v1/statistics/rates', headers: { 'if-none-match': `W/"x", ${etag}` } });
    const tag = String(first.headers['etag']);
    const unchanged = await again(tag);
    expect([unchanged.statusCode, unchanged.body]).toEqual([304, '']);
    await bed.dataSource.query(
      `INSERT INTO consumer_offsets (group_id, topic, "partition", next_offset) VALUES ('t', 't', 0, 7)`,
    );
    const changed = await again(tag);
    expect([changed.statusCode, changed.headers['etag'] === tag]).toEqual([200, false]);
  });

  it.each([
    ...['trend?measure=vas&window=M3', 'relief?measure=vas', 'times-to-event?measure=vas'],
    // Durations are of no window, so that none narrows them.
    'relief?measure=vas&window=M12',
  ])('does not sum scores of several locations: %s', async (question) => {
    expect((await get(question)).json()).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/Give painLocation/),
    });
    for (const location of ['leg', 'none'])
      expect((await get(`${question}&painLocation=${location}`)).statusCode).toBe(200);
  });

  it.each([
    ['rates?procedureType=mood', /^procedureType: Allowed, once: si-joint-injection/],
    ['rates?agents=both,mood', /^agents.*: Allowed, several by commas: anaesthetic, steroid/],
    ['rates?from=march', /^from: Allowed, once: a month, for example 2026-03, or a year\./],
    ['rates?from=2026&to=2025-12', /^from: it lies after to\./],
    ['rates?of=patients&firstOrRepeat=repeat', /^of, firstOrRepeat: of patients the first treatments are counted/],
    ['rates?site=mood%20here', /^site: Allowed, once: the name of a site/],
    ['changes?window=M3', /^measure, procedureType, window: how often/],
    ['changes?side=left', /^There is no parameter side\. Allowed: procedureType, family/],
    ['trend?rule=mood', /^rule: Allowed, once: improved/],
    ['trend?measure=nrs', /^measure, window: a trend is of one of each/],
    ['relief', /^measure: how long relief lasts is told by one measure/],
    ['times-to-event', /^measure: a diary is of one measure/],
  ])('refuses %s, and says what is allowed', async (question, detail) => {
    const answer = await get(question);
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(detail) });
    expect(answer.body).not.toMatch(/mood|march/);
  });

  it('has no trend where a session belongs to no month, and says what to ask for', async () => {
    const about = { procedureType: 'si-joint-fusion', measure: 'odi', family: 'function', window: 'M12' } as const;
    await bed.store([
      observed({ betterBy: 8 }, { ...about, period: '2021', key: '00000000-0000-4000-8000-0000000021aa' }),
      observed({ betterBy: 8 }, { ...about, period: '2021-03', key: '00000000-0000-4000-8000-0000000021ab' }),
    ]);
    const trend = 'trend?procedureType=si-joint-fusion&measure=odi&window=M12';
    for (const period of ['', '&from=2021-01&to=2021-12'])
      expect((await get(trend + period)).json()).toMatchObject({
        status: 409,
        detail: expect.stringMatching(/^from, to, site: some of these sessions are told by their year only/),
      });
    expect((await asked(`${trend}&from=2021-02&to=2021-12`, trendAnswer)).months).toMatchObject([{ month: '2021-03' }]);
  });

  it.each(['rates', 'changes', 'trend', 'relief', 'times-to-event', 'funnel'])(
    'answers %s of nothing with nothing',
    async (question) => {
      const answer = await get(`${question}?procedureType=facet-rfa&measure=nrs&window=W6`);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).not.toContain('NaN');
    },
  );
});
