import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { structured, TestBed } from './testing/test-bed.js';

describe('a message counts once', () => {
  let database: TestDatabase;
  let bed: TestBed;

  beforeAll(async () => {
    database = await createDatabase();
    bed = await TestBed.open({ brokers: kafkaBrokers(), prefix: topicPrefix(), databaseUrl: database.url });
  });
  afterAll(async () => {
    await bed.close();
    await database.drop();
  });

  it('processes each message and counts it', async () => {
    await bed.send(Array.from({ length: 2_500 }, (_, index) => structured(`m${index}`)));
    const strategy = await bed.start();
    await until('everything is decided', () => bed.settled(strategy));
    expect(new Set(await bed.seen()).size).toBe(2_500);
    expect(await bed.seen()).toHaveLength(2_500);
    expect(await bed.ledger(strategy)).toEqual({
      topic: 'procedure-events',
      received: 2_500,
      done: 2_500,
      skipped: 0,
      parked: 0,
      reasons: {},
      lag: 0,
      outboxPending: 0,
      losses: [],
    });
  });
});
