import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { changesAnswer } from '../answers/changes.js';
import { funnelAnswer } from '../answers/funnel.js';
import { reliefAnswer } from '../answers/relief.js';
import { timesToEventAnswer } from '../answers/times-to-event.js';
import { trendAnswer } from '../answers/trend.js';
import { ratesAnswer } from '../answers/window-rates.js';
import { EpisodesController } from '../episodes/episodes.controller.js';
import { episodesAnswer } from '../episodes/episodes.schema.js';
import { ExportsController } from '../exports/exports.controller.js';
import { FactsReader } from '../exports/facts.reader.js';
import { blocked, missingBecause, observed, relieved, timed, unobserved } from '../outcome-observations.samples.js';
import { Moments } from '../questions/moments.js';
import { fold } from '../rollups/fold.js';
import { STATEMENT_SETTINGS, statementSettings, statementVariables } from '../statements/statement-settings.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { StatisticsController } from './statistics.controller.js';

const back = { painLocation: 'back', recall: '7d' } as const;

/** Of the back: three answers, one of them no improvement, and one that is missing. Of nowhere: an answer, and three without. */
const observations = [
  ...[true, true, false].map((improved) => observed({ improved }, back)),
  missingBecause('declined', back),
  observed({ improved: true }),
  unobserved('missing'),
  unobserved('missing'),
  unobserved('open'),
  blocked(),
  observed({}, { measure: 'odi', family: 'function' }),
  // Of the back, of nowhere, and one that could not be told.
  relieved(back),
  relieved(),
  relieved({}, { end: 'censored', lastDayWith: null, firstDayWithout: null, doubt: 'no-baseline' }),
  timed('return-of-pain', { days: 40 }, back),
  timed('return-of-pain', { days: 50 }),
].map((observation, index) => ({ ...observation, key: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }));

describe.each([
  ['pending', () => Promise.resolve()],
  ['counted', (bed: AnalyticsBed) => fold(bed.dataSource)],
])('a question of one location and recall period, of facts that are %s', (_, prepare) => {
  let bed: AnalyticsBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await AnalyticsBed.open();
    await bed.store(observations);
    await prepare(bed);
    const settings = statementSettings(z.object(statementVariables).parse({}));
    app = await bed.serve(
      { kind: 'open' },
      {
        controllers: [StatisticsController, EpisodesController, ExportsController],
        providers: [Moments, FactsReader, { provide: STATEMENT_SETTINGS, useValue: settings }],
      },
    );
  });

  afterAll(() => bed.close());

  async function asked<Schema extends z.ZodObject>(question: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse((await app.inject(`/v1/statistics/${question}`)).json());
  }
  const scores = 'procedureType=si-joint-injection&measure=nrs&window=M3';
  const ofBack = `${scores}&painLocation=back&recall=7d`;

  it('counts who said none since they never answered among the missing', async () => {
    const { groups } = await asked(`rates?${ofBack}`, ratesAnswer);
    expect(groups).toMatchObject([
      {
        ...{ painLocation: 'back', recall: '7d', expected: 6, observed: 3, followUpRate: 0.5, open: 1 },
        improved: { count: 2, of: 3, bounds: { worst: 2 / 6, best: 5 / 6 } },
      },
    ]);
  });

  it('leaves answers that say none to themselves, also in a trend', async () => {
    const { months } = await asked(`trend?${ofBack}`, trendAnswer);
    expect(months).toMatchObject([{ rate: { count: 2, of: 3, bounds: { worst: 2 / 6 } } }]);
    const ofNone = await asked(`trend?${scores}&painLocation=none&recall=none`, trendAnswer);
    expect(ofNone.months).toMatchObject([{ rate: { count: 1, of: 1 } }]);
  });

  it('tells each scale apart where none is asked for', async () => {
    const { groups } = await asked(`rates?${scores}`, ratesAnswer);
    expect(new Set(groups.map(({ painLocation, expected }) => `${painLocation} ${expected}`))).toEqual(
      new Set(['back 4', 'null 3']),
    );
    const { windows } = await asked(`funnel?${scores}`, funnelAnswer);
    expect(new Set(windows.map(({ painLocation, recall }) => `${painLocation} ${recall}`))).toEqual(
      new Set(['back 7d', 'null null']),
    );
  });

  it('has one row of a window in the funnel, with why all of them are missing', async () => {
    const { windows } = await asked(`funnel?${ofBack}`, funnelAnswer);
    expect(windows).toMatchObject([
      {
        ...{ painLocation: 'back', recall: '7d', expected: 6, observed: 3 },
        missing: expect.arrayContaining([
          { why: 'declined', count: 1 },
          { why: 'unknown', count: 2 },
        ]),
      },
    ]);
  });

  it.each([
    ['expected', 6],
    ['observed', 3],
    ['missing', 3],
    ['open', 1],
    ['improved', 2],
    ['relief', 1],
    ['no-relief-duration', 1],
    ['return-of-pain', 1],
    ['block', 1],
    ['block&scale=exact', 1],
    ['expected&scale=exact', 4],
  ])('leads to the episodes behind it: %s', async (counted, number) => {
    const { episodes } = await asked(`episodes?${ofBack}&counted=${counted}`, episodesAnswer);
    expect(episodes.flatMap(({ outcomes }) => outcomes)).toHaveLength(number);
  });

  it('gives changes of its own answers alone', async () => {
    const { groups } = await asked(`changes?${ofBack}`, changesAnswer);
    expect(groups).toMatchObject([{ painLocation: 'back', change: { n: 3 } }]);
  });

  it('tells how long relief lasts of its own durations alone, and of how many none could be told', async () => {
    const ofNrs = 'procedureType=si-joint-injection&measure=nrs';
    const relief = await asked(`relief?${ofNrs}&painLocation=back&recall=7d`, reliefAnswer);
    expect(relief).toMatchObject({ ofAll: { n: 1 }, unknown: [{ why: 'no-baseline', count: 1 }] });
    const { events } = await asked(`times-to-event?${ofNrs}&painLocation=back&recall=7d`, timesToEventAnswer);
    expect(events.find(({ event }) => event === 'return-of-pain')).toMatchObject({
      days: { n: 1, median: { value: 40 } },
    });
  });

  it('narrows scores of pain alone', async () => {
    const { groups } = await asked('rates?window=M3&painLocation=back&recall=7d', ratesAnswer);
    const told = groups.map(({ measure, painLocation, observed: answers }) => [measure, painLocation, answers]);
    expect(told).toEqual([
      ['nrs', 'back', 3],
      ['odi', null, 1],
    ]);
  });

  it('exports the facts behind it', async () => {
    const { body } = await app.inject(`/v1/exports/facts.ndjson?${ofBack}`);
    expect(body.trimEnd().split('\n')).toHaveLength(3 + 3 + 1);
  });
});
