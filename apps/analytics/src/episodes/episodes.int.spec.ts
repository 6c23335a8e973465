import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { changesAnswer } from '../answers/changes.js';
import { funnelAnswer } from '../answers/funnel.js';
import { reliefAnswer } from '../answers/relief.js';
import { trendAnswer } from '../answers/trend.js';
import { ratesAnswer } from '../answers/window-rates.js';
import { StatisticsController } from '../api/statistics.controller.js';
import { observations } from '../api/statistics.samples.js';
import { observed, retraction, timed } from '../outcome-observations.samples.js';
import { Moments } from '../questions/moments.js';
import { STATEMENT_SETTINGS, statementSettings, statementVariables } from '../statements/statement-settings.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { EpisodesController } from './episodes.controller.js';
import { episodesAnswer } from './episodes.schema.js';

const token = 'a-token-of-this-test-and-of-no-other-one';
const authorization = `Bearer ${token}`;
const uuid = (number: number, kind = '0') => `${kind.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('the episodes behind a number', () => {
  let bed: AnalyticsBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await AnalyticsBed.open();
    const onset = timed('steroid-onset', { days: 2.5 }, { key: uuid(900) });
    const taken = observed({}, { key: uuid(901), window: 'M3' });
    const all = [...observations, onset, taken];
    // Each of an episode of its own.
    await bed.store(all.map((one, index) => ({ ...one, session: uuid(index, 'a') })));
    await bed.store([retraction({ key: uuid(901), revision: 2 })]);
    const settings = statementSettings(z.object(statementVariables).parse({}));
    app = await bed.serve(
      { kind: 'token', token },
      {
        controllers: [StatisticsController, EpisodesController],
        providers: [Moments, { provide: STATEMENT_SETTINGS, useValue: settings }],
      },
    );
  });

  afterAll(() => bed.close());

  const get = (question: string) => app.inject({ url: `/v1/statistics/${question}`, headers: { authorization } });
  async function asked<Schema extends z.ZodObject>(question: string, schema: Schema): Promise<z.output<Schema>> {
    const answer: unknown = (await get(question)).json();
    schema.strict().parse(answer);
    return schema.parse(answer);
  }
  const behind = async (query: string) => (await asked(`episodes?${query}`, episodesAnswer)).episodes;
  const numberBehind = async (query: string) => (await behind(query)).flatMap(({ outcomes }) => outcomes).length;

  const injections = 'procedureType=si-joint-injection&measure=nrs&window=M3';

  it('are as many as each number of the rates says', async () => {
    const [group] = (await asked(`rates?${injections}`, ratesAnswer)).groups;
    if (group === undefined) throw new Error('no rates');
    const numbers = {
      ...{ expected: group.expected, observed: group.observed, unasked: group.unasked, open: group.open },
      missing: group.expected - group.observed,
      ...{ superseded: group.superseded, 'low-baseline': group.lowBaseline, 'no-percentage': group.noPercentage },
      ...{ improved: group.improved.count, 'improved-answered': group.improved.of },
      ...{ 'improved-by-points': group.improvedByPoints.count, 'points-answered': group.improvedByPoints.of },
      ...{ 'any-better': group.anyBetter.count, 'any-better-answered': group.anyBetter.of },
      ...{ 'over-50': group.over50.count, 'percent-answered': group.over50.of },
      ...{ 'at-least-50': group.atLeast50.count, 'at-least-75': group.atLeast75.count },
      ...{ change: group.change?.n, 'percent-change': group.percentChange?.n },
    };
    for (const [counted, number] of Object.entries(numbers))
      expect([counted, await numberBehind(`${injections}&counted=${counted}`)]).toEqual([counted, number]);
  });

  it('are those of one value, of a month, of a stratum', async () => {
    const [group] = (await asked(`changes?${injections}`, changesAnswer)).groups;
    for (const { value, count } of group?.change?.values ?? [])
      expect(await numberBehind(`${injections}&counted=change&value=${value}`)).toBe(count);
    const { months } = await asked(`trend?${injections}&rule=over-50`, trendAnswer);
    for (const { month, rate } of months)
      expect(await numberBehind(`${injections}&counted=over-50&from=${month}&to=${month}`)).toBe(rate.count);
    const women = await asked(`rates?${injections}&sex=female`, ratesAnswer);
    expect(await numberBehind(`${injections}&sex=female`)).toBe(women.groups[0]?.observed);
  });

  it('are those of the funnel, and of why a score is missing', async () => {
    const funnel = await asked(`funnel?${injections}`, funnelAnswer);
    const numbers = [
      ['session', funnel.sessions],
      ['session-completed', funnel.completed],
      ['session-therapeutic', funnel.therapeutic],
      ['session-diagnostic', funnel.diagnostic],
      ...(funnel.windows[0]?.missing.map(({ why, count }) => [`missing&what=${why}`, count] as const) ?? []),
      ...funnel.complications.map(({ category, count }) => [`complication&what=${category}`, count] as const),
      ...funnel.blocks.answers.map(({ answer, single }) => [`block&what=${answer}/single`, single] as const),
      ...funnel.blocks.doubts.map(({ why, count }) => [`block-doubt&what=${why}`, count] as const),
    ] as const;
    expect(numbers.length).toBeGreaterThan(15);
    for (const [counted, number] of numbers)
      expect([counted, await numberBehind(`${injections}&counted=${counted}`)]).toEqual([counted, number]);
  });

  it('are those that a curve of relief rests on', async () => {
    const selected = 'procedureType=si-joint-injection&measure=nrs';
    const relief = await asked(`relief?${selected}`, reliefAnswer);
    const numbers = [
      ['relief', relief.ofAll?.n],
      ['relief-of-responders', relief.ofResponders?.n],
      ['relief-of-low-baseline', relief.lowBaseline],
      ...relief.unknown.map(({ why, count }) => [`no-relief-duration&what=${why}`, count] as const),
      ...relief.known.flatMap(
        ({ day, withRelief, ended, unknown }) =>
          [
            [`relief-then&day=${day}`, withRelief],
            [`relief-ended&day=${day}`, ended],
            [`relief-not-known&day=${day}`, unknown],
          ] as const,
      ),
    ] as const;
    for (const [counted, number] of numbers)
      expect([counted, await numberBehind(`${selected}&counted=${counted}`)]).toEqual([counted, number]);
    expect(await numberBehind(`${selected}&counted=steroid-onset&value=2.5`)).toBe(2);
  });

  it('say what was found, under pseudonyms alone', async () => {
    const [episode] = await behind(`${injections}&counted=missing&what=declined`);
    expect(episode).toMatchObject({
      ...{ episode: expect.stringMatching(/^a{8}-/), procedureType: 'si-joint-injection', period: '2026-03' },
      outcomes: [{ kind: 'score', status: 'missing', missingReason: 'declined', value: null, result: null }],
    });
    const [block] = await behind('counted=block&what=negative/single');
    expect(block?.outcomes[0]).toMatchObject({ kind: 'block', measure: null, result: { answer: 'negative' } });
  });

  it('are of the location that is asked for, and of no answer that names none', async () => {
    await bed.store([observed({}, { key: uuid(902), measure: 'vas', session: uuid(902, 'a') })]);
    expect(await numberBehind('measure=vas&painLocation=leg&counted=observed')).toBe(1);
  });

  it('come page by page, each once', async () => {
    const keys: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: z.output<typeof episodesAnswer> = await asked(
        `episodes?${injections}&limit=4${after === '' ? '' : `&after=${after}`}`,
        episodesAnswer,
      );
      keys.push(...page.episodes.flatMap(({ outcomes }) => outcomes.map(({ key }) => key)));
      after = page.after;
    }
    expect(keys).toHaveLength(await numberBehind(injections));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ['counted=mood', /^counted: Allowed, once: expected, observed/],
    ['counted=observed&what=declined', /^what: observed has no such part\. Leave it out\./],
    ['counted=relief-then', /^day: relief-then is of a day\. Give it\./],
    ['counted=complication&what=A%20name', /^what: Allowed, once: a word of the answer/],
    ['limit=1000', /^limit: Allowed, once: 1 to 500/],
    ['limit=', /^limit: Allowed, once: 1 to 500/],
    ['counted=change&value=', /^value: Allowed, once: a number/],
    ['counted=relief-then&day=-1', /^day: Allowed, once: a day, 0 or more/],
    ['after=me', /^after: Allowed, once: the `after` of the page before/],
    ['from=2026&to=2025', /^from: it lies after to\./],
  ])('are not told for %s, and it is said why', async (query, detail) => {
    expect((await get(`episodes?${query}`)).json()).toMatchObject({
      status: 400,
      detail: expect.stringMatching(detail),
    });
  });

  it('are not for everybody', async () => {
    expect((await app.inject(`/v1/statistics/episodes?${injections}`)).statusCode).toBe(401);
  });
});
