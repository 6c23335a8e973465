import { createLogger, HealthRegistry } from '@ilium/observability';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../../dev/src/test-environment.js';
import { observed } from '../outcome-observations.samples.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { RollupKeeper } from './rollup-keeper.js';
import { isCounted } from './rollup-version.js';

const many = Array.from({ length: 300 }, (_, index) =>
  observed({}, { key: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }),
);

describe('the keeper of the rollups', () => {
  let bed: AnalyticsBed;
  let keeper: RollupKeeper;
  let health: HealthRegistry;

  beforeEach(async () => {
    health = new HealthRegistry();
    bed = await AnalyticsBed.open();
    keeper = new RollupKeeper(bed.dataSource, createLogger({ service: 'test', level: 'fatal' }), health);
  });
  afterEach(async () => {
    await keeper.onModuleDestroy();
    await bed.close();
  });

  const pending = async (): Promise<number> => {
    const [row]: { n: number }[] = await bed.dataSource.query('SELECT count(*)::int AS n FROM outcome_moves');
    return row?.n ?? 0;
  };

  it('counts anew what another release has counted, folds what is pending, and is well meanwhile', async () => {
    await bed.store(many);
    await bed.dataSource.query(`UPDATE outcome_rollup_version SET version = 'of another release'`);
    keeper.onApplicationBootstrap();
    expect((await health.report()).status).toBe('up');
    await until('all facts to be counted', () => isCounted(bed.dataSource.manager));
    expect(await pending()).toBe(0);
    await bed.store(many.map((observation) => ({ ...observation, revision: 2 })));
    await until('the corrections to be counted', pending, { accept: (n) => n === 0 });
    const [total]: { observed: string }[] = await bed.dataSource.query(
      'SELECT sum(observed) AS observed FROM outcome_totals',
    );
    expect(Number(total?.observed)).toBe(300);
  });

  it('sorts the entries of a generation that no more come to', async () => {
    await bed.store(many);
    keeper.onApplicationBootstrap();
    const runs = async (): Promise<number> => {
      const [row]: { runs: number }[] = await bed.dataSource.query(
        `SELECT sum(length(runs) / 16)::int AS runs FROM outcome_entries WHERE figure = 'score'`,
      );
      return row?.runs ?? 0;
    };
    for (const revision of [2, 3]) {
      await bed.store(many.map((observation) => ({ ...observation, revision })));
      await until('the corrections to be counted', pending, { accept: (n) => n === 0 });
    }
    const before = await runs();
    await bed.dataSource.query('UPDATE outcome_generation SET generation = generation + 1');
    await until('the entries to be sorted', runs, { accept: (n) => n < before });
    // What was said, and what was taken back.
    expect(await runs()).toBe(2);
  });
});
