import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry, silentLogger } from '@ilium/observability';
import { runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../dev/src/test-environment.js';
import { Assignment } from './assignment.js';
import { createConsumerMetrics } from './consumer-metrics.js';
import { createOffset, moveOffset } from './offsets.js';
import { decidedUpTo } from './partition-state.js';
import { Progress } from './progress.js';
import { openDataSource } from './testing/test-bed.js';

/** Kafka's answer is on its way while somebody reads and decides what was written after it. */
function logThatMoves(whileOnItsWay: () => Promise<void> | void) {
  return {
    fetchTopicOffsets: async () => {
      const ends = [{ partition: 0, offset: '10', low: '0', high: '10' }];
      await whileOnItsWay();
      return ends;
    },
  };
}

describe('a log that moves while its ends are looked at', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const opened: Assignment[] = [];

  beforeAll(async () => {
    database = await createDatabase();
    dataSource = openDataSource(database.url);
    await runMigrations(dataSource);
  });
  afterAll(async () => {
    for (const assignment of opened) assignment.close();
    await dataSource.destroy();
    await database.drop();
  });

  const given = async (groupId: string, whileOnItsWay: () => Promise<void> | void) => {
    const at = { topic: 'topic', partition: 0 };
    let pauses = 0;
    await createOffset(dataSource, { groupId, ...at }, 10n);
    const assignment = new Assignment({
      groupId,
      dataSource,
      admin: logThatMoves(whileOnItsWay),
      acceptedLosses: new Set(),
      steering: { pause: () => (pauses += 1), resume: () => undefined, seek: () => undefined },
      logger: silentLogger,
      crash: (error) => {
        throw error;
      },
    });
    opened.push(assignment);
    assignment.take([at]);
    await until('it is known where to begin', () => assignment.reading().length + assignment.losses().length > 0);
    return { at, assignment, pauses: () => pauses };
  };

  it('is no loss when the member that had the partition before decides the last of it', async () => {
    const key = { groupId: 'rebalanced', topic: 'topic', partition: 0 };
    const { assignment } = await given(key.groupId, () => moveOffset(dataSource, key, 10n, 20n, true));
    expect(assignment.losses()).toEqual([]);
    expect(assignment.reading()).toEqual([{ at: { topic: 'topic', partition: 0 }, position: decidedUpTo(10n) }]);
  });

  it('does not hold up a partition whose batch was decided meanwhile', async () => {
    const { at, assignment, pauses } = await given('at work', () => undefined);
    const before = pauses();
    const progress = new Progress({
      groupId: 'at work',
      topics: ['topic'],
      dataSource,
      consumer: { commitOffsets: () => Promise.resolve() },
      admin: logThatMoves(() => assignment.move(at, decidedUpTo(20n))),
      assignment,
      metrics: createConsumerMetrics(new Registry()),
      logger: silentLogger,
    });
    for (let beats = 0; assignment.position(at)?.stored === 10n && beats < 100; beats += 1) await progress.beat();
    expect(assignment.position(at)).toEqual(decidedUpTo(20n));
    expect(pauses()).toBe(before);
  });
});
