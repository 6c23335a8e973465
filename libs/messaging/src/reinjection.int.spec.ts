import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { reinjectedHeader } from './entry.js';
import type { KafkaBatchStrategy } from './kafka.strategy.js';
import { parkedHeaders } from './parking.js';
import { headerText, type KafkaRecord } from './record.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(60_000);

describe('a parked message that comes again', () => {
  let database: TestDatabase;
  let bed: TestBed;
  let strategy: KafkaBatchStrategy;
  let parked: KafkaRecord;

  beforeAll(async () => {
    database = await createDatabase();
    bed = await TestBed.open({ brokers: kafkaBrokers(), prefix: topicPrefix(), databaseUrl: database.url });
    strategy = await bed.start();
    await bed.send([structured('good'), { key: 'k', value: 'not json' }]);
    await until('both are decided', async () => (await bed.ledger(strategy)).received === 2);
    await until('it is published', () => bed.settled(strategy));
    const records = await bed.read('parked');
    if (records[0] === undefined) throw new Error('nothing was parked');
    parked = records[0];
  });
  afterAll(async () => {
    await bed.close();
    await database.drop();
  });

  const again = (value: Buffer | string | null) => ({
    key: parked.key,
    value,
    headers: { ...parked.headers, [reinjectedHeader]: headerText(parked.headers[parkedHeaders.inbox]) ?? '' },
  });
  const fates = async () => {
    const rows: { fate: string; count: string }[] = await bed.dataSource.query(
      `SELECT fate, sum(count) AS count FROM fate_counts GROUP BY fate HAVING sum(count) <> 0 ORDER BY fate`,
    );
    return Object.fromEntries(rows.map(({ fate, count }) => [fate, Number(count)]));
  };
  const seen = () => until('it is decided', async () => (await bed.ledger(strategy)).lag === 0);

  it('is parked again when it is no better, with one more attempt, and stands in the books once', async () => {
    await bed.send([again(parked.value)]);
    await seen();
    expect(await fates()).toEqual({ done: 1, parked: 1, reinjected: 1, resolved: 1 });
    expect(await bed.ledger(strategy)).toMatchObject({ received: 2, done: 1, parked: 1 });
    await until('it is published', () => bed.settled(strategy));
    parked = (await bed.read('parked')).toSorted((a, b) => a.timestamp - b.timestamp).at(-1) ?? parked;
    expect(headerText(parked.headers[parkedHeaders.attempts])).toBe('2');
  });

  it('takes its inbox row when it is mended', async () => {
    await bed.send([again(structured('mended').value)]);
    await seen();
    expect(await fates()).toEqual({ done: 2, reinjected: 2, resolved: 2 });
    expect(await bed.ledger(strategy)).toMatchObject({ received: 2, done: 2, parked: 0, reasons: {} });
  });

  it('is a duplicate when its row is not parked any more', async () => {
    await bed.send([again(structured('mended').value), again(structured('mended', { edited: 2 }).value)]);
    await seen();
    expect(await bed.ledger(strategy)).toMatchObject({ received: 4, done: 2, skipped: 2 });
    expect(await bed.seen()).toHaveLength(2);
  });
});
