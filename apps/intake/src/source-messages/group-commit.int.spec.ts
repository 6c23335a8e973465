import { createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTo, createServer, type Socket } from 'node:net';
import type { TopicBase } from '@ilium/contracts';
import { createLogger, createMetrics } from '@ilium/observability';
import { createDataSource, provisionSchema, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { createDatabase, until, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { readDoorLedger } from '../ledger.js';
import { describeMessageStore } from '../testing/message-store.contract.js';
import { messageOf } from '../testing/messages.js';
import { GroupCommit } from './group-commit.js';
import { createMessageStoreMetrics } from './message-store-metrics.js';
import { SourceMessagesRepository } from './source-messages.repository.js';
import { StoreAway, type SourceMessage } from './source-message.js';

const bodyKeys = new Map([['k1', createSecretKey(Buffer.alloc(32, 7))]]);
const keys = { idKey: 'a key for tests that is long enough to pass', bodyKeys };

interface Offered {
  readonly topic: TopicBase;
  readonly key: unknown;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}

let database: TestDatabase;
let dataSource: DataSource;
let offered: Offered[];
let isFull: boolean;

function openStore(withinMs = 5_000, source = dataSource): GroupCommit {
  return new GroupCommit({
    dataSource: source,
    outbox: {
      offer: (publication) => void offered.push(...(publication?.records ?? [])),
      get isFull() {
        return isFull;
      },
    },
    keys,
    logger: createLogger({ service: 'test', level: 'fatal' }),
    metrics: createMessageStoreMetrics(createMetrics('test')),
    withinMs,
  });
}

async function connect(url: string): Promise<DataSource> {
  const source = createDataSource({ url, entities, migrations, applicationName: 'intake test', poolSize: 4 });
  await runMigrations(source);
  return source;
}

let url: string;

beforeAll(async () => {
  database = await createDatabase();
  url = await provisionSchema(database.url, { schema: 'intake', role: `i${Date.now()}`, password: 'test' });
  dataSource = await connect(url);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  offered = [];
  isFull = false;
  await dataSource.query('TRUNCATE source_messages, message_work, door_counts, outbox');
});

async function kept(): Promise<{ control_id: string; sequence: string }[]> {
  return await dataSource.query('SELECT control_id, sequence FROM source_messages ORDER BY sequence');
}

async function counts(): Promise<Record<string, number>> {
  const [door] = (await readDoorLedger(dataSource)).topics;
  return { done: door?.done ?? 0, ...door?.reasons };
}

/** Nothing is written by others while the table is locked, as on a server that is busy with itself. */
async function lockTable(): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE source_messages IN EXCLUSIVE MODE');
  return async () => {
    await client.query('ROLLBACK');
    await client.end();
  };
}

/** The next statement that writes is committed, and its connection breaks before the answer. */
function loseOneAnswer({ driver }: DataSource): void {
  if (!(driver instanceof PostgresDriver)) throw new TypeError('expected PostgreSQL');
  const pool = driver.master;
  const connect = pool.connect.bind(pool);
  jest.spyOn(pool, 'connect').mockImplementationOnce(async () => {
    const connection = await connect();
    const query = connection.query.bind(connection);
    jest.spyOn(connection, 'query').mockImplementationOnce(async (...given) => {
      await query(...given);
      throw new Error('Connection terminated unexpectedly');
    });
    return connection;
  });
}

/** Stands before PostgreSQL; connections that are open when it falls silent stay open, and bring nothing any more. */
async function openSilentProxy(target: string) {
  const { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connectTo({ host: hostname, port: Number(port) });
    pairs.add([near, far]);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  const through = new URL(target);
  through.host = `127.0.0.1:${address.port}`;
  return {
    url: through.href,
    silence: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    close: () => {
      for (const socket of [...pairs].flat()) socket.destroy();
      server.close();
    },
  };
}

describeMessageStore(() => openStore());

describe('a message that is taken', () => {
  it('is there with its events when the answer comes', async () => {
    const taking = await openStore().take(messageOf('C1'));
    expect(taking).toEqual({ fate: 'taken', answer: 'AA C1' });
    expect(await kept()).toMatchObject([{ control_id: 'C1' }]);
    const [outbox] = await dataSource.query('SELECT count(*)::int AS rows FROM outbox');
    expect(outbox).toEqual({ rows: 1 });
    expect(offered).toHaveLength(1);
    expect(await counts()).toEqual({ done: 1 });
  });

  it('is sealed: nobody reads it in the table, and it opens byte for byte', async () => {
    const body = Buffer.from([0x4d, 0x53, 0x48, 0x00, 0xff, 0x0d]);
    await openStore().take(messageOf('C1', { body }));
    const [row] = await dataSource.query('SELECT id, body, body_key FROM source_messages');
    expect(row.body_key).toBe('k1');
    expect(row.body.includes(body)).toBe(false);
    expect(await new SourceMessagesRepository(dataSource, bodyKeys).body(row.id)).toEqual(body);
  });

  it('gives its events an id that tells nothing, its place in the order of receipt, and a key that hides the patient', async () => {
    await openStore().take(messageOf('C1'));
    const [event] = offered;
    const [{ id, sequence }] = await dataSource.query('SELECT id, sequence FROM source_messages');
    expect(event).toMatchObject({
      topic: 'procedure-events',
      headers: {
        ce_id: `${id}.1`,
        ce_source: 'urn:ilium:intake:test-site',
        ce_type: 'ilium.score.reported.v1',
        ce_time: '2026-03-12T10:05:00-04:00',
        ce_sequence: sequence,
      },
    });
    expect(String(event?.key)).toMatch(/^[\w-]{22}$/);
    expect(String(sequence)).toMatch(/^\d{1,15}$/);
  });

  it('keeps the id and the order of an event that came as one', async () => {
    const own = { id: 'E-1', source: 'https://ehr.example', sequence: '4711' };
    const { events } = messageOf('C1');
    await openStore().take(messageOf('C1', { events: events.map((event) => ({ ...event, own })) }));
    expect(offered[0]?.headers).toMatchObject({ ce_id: 'E-1', ce_source: own.source, ce_sequence: '4711' });
  });

  it('leaves what people should look at, by place', async () => {
    await openStore().take(messageOf('C1', { events: [], work: [{ reason: 'no-patient', path: 'PID-3' }] }));
    const found = await new SourceMessagesRepository(dataSource, bodyKeys).withWork({ limit: 10 });
    expect(found).toMatchObject([{ controlId: 'C1', work: [{ reason: 'no-patient', path: 'PID-3' }] }]);
  });

  it('may hold what PostgreSQL refuses in a text', async () => {
    await openStore().take(messageOf('C\0\uD800', { sender: '\0', body: Buffer.from('\0') }));
    expect(await kept()).toHaveLength(1);
  });
});

describe('a message that comes again', () => {
  it('gets the same answer, is counted as a duplicate and publishes nothing', async () => {
    const store = openStore();
    await store.take(messageOf('C1'));
    const again = await store.take(messageOf('C1', { answer: 'another one' }));
    expect(again).toEqual({ fate: 'repeat', answer: 'AA C1' });
    expect(await kept()).toHaveLength(1);
    expect(offered).toHaveLength(1);
    expect(await counts()).toEqual({ done: 1, 'skipped:duplicate': 1 });
  });

  it('at the same time as itself is taken once', async () => {
    const store = openStore();
    const takings = await Promise.all(Array.from({ length: 20 }, () => store.take(messageOf('C1'))));
    expect(takings.map(({ fate }) => fate).filter((fate) => fate === 'taken')).toHaveLength(1);
    expect(await counts()).toEqual({ done: 1, 'skipped:duplicate': 19 });
  });

  it('through another instance is taken once as well, and the others of its commit are stored', async () => {
    const [one, other] = [openStore(), openStore()];
    const messages = Array.from({ length: 200 }, (_, index) => messageOf(`C${index}`));
    const takings = await Promise.all([one, other].flatMap((store) => messages.map((message) => store.take(message))));
    expect(takings.filter(({ fate }) => fate === 'taken')).toHaveLength(200);
    expect(await kept()).toHaveLength(200);
    expect(await counts()).toEqual({ done: 200, 'skipped:duplicate': 200 });
  });

  it('with other bytes is refused where its id names it, and the same bytes are a repeat', async () => {
    const store = openStore();
    const named = { identity: 'control-id' } as const;
    await store.take(messageOf('C1', named));
    expect(await store.take(messageOf('C1', { ...named, body: Buffer.from('other') }))).toMatchObject({
      fate: 'other',
    });
    expect(await store.take(messageOf('C1', named))).toMatchObject({ fate: 'repeat' });
    expect(await counts()).toEqual({ done: 1, 'skipped:duplicate': 1 });
  });
});

describe('the order of receipt', () => {
  it('is the order in which messages were handed over', async () => {
    const store = openStore();
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.take(messageOf(`C${index}`))));
    expect((await kept()).map(({ control_id: id }) => id)).toEqual(
      Array.from({ length: 50 }, (_, index) => `C${index}`),
    );
  });

  it('goes on above what the table holds, also in another instance whose clock is behind', async () => {
    await openStore().take(messageOf('C1'));
    await dataSource.query(`UPDATE source_messages SET sequence = 900000000000000`);
    await openStore().take(messageOf('C2'));
    expect(await kept()).toEqual([
      { control_id: 'C1', sequence: '900000000000000' },
      { control_id: 'C2', sequence: '900000000000001' },
    ]);
  });
});

describe('what is only counted', () => {
  it('is counted durably by door, type and reason', async () => {
    const store = openStore();
    const passing = { door: 'test', site: 'test-site', type: 'ADT^A60', fate: 'skipped', reason: 'type' } as const;
    await Promise.all([store.count(passing), store.count(passing), store.count({ ...passing, type: 'a b\0' })]);
    expect(await dataSource.query('SELECT type, count::int FROM door_counts ORDER BY type')).toEqual([
      { type: 'ADT^A60', count: 2 },
      { type: 'other', count: 1 },
    ]);
    expect(await kept()).toEqual([]);
  });
});

describe('without a commit nobody is told that a message is there', () => {
  it('a database that does not answer is said in time, and what waits then is stored when it comes back', async () => {
    const store = openStore(600);
    const unlock = await lockTable();
    const [taking] = await Promise.allSettled([store.take(messageOf('C1'))]);
    const [health] = await Promise.allSettled([Promise.resolve().then(() => store.presence.check())]);
    await unlock();
    expect(taking).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
    expect(health).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('PostgreSQL') } });
    await until('the store takes messages again', async () => (await store.take(messageOf('C2'))).fate === 'taken');
    expect(() => store.presence.check()).not.toThrow();
    // The first one may have been committed after all: sent again, it is there once.
    await store.take(messageOf('C1'));
    await store.flushed();
    expect((await kept()).map(({ control_id: id }) => id).sort()).toEqual(['C1', 'C2']);
  });

  it('connections that are cut again and again lose nothing and double nothing', async () => {
    const source = await connect(url);
    const store = openStore(20_000, source);
    const messages: SourceMessage[] = Array.from({ length: 400 }, (_, index) => messageOf(`C${index}`));
    for (let start = 0; start < messages.length; start += 20) {
      const takings = Promise.all(messages.slice(start, start + 20).map((message) => store.take(message)));
      await dataSource.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE pid <> pg_backend_pid() AND application_name = 'intake test' AND usename = current_user`,
      );
      expect((await takings).map(({ fate }) => fate)).toEqual(Array(20).fill('taken'));
    }
    await source.destroy();
    expect(await kept()).toHaveLength(400);
    expect((await counts())['done']).toBe(400);
  });

  it('a commit whose answer is lost counts once, also what was only counted in it', async () => {
    const source = await connect(url);
    const store = openStore(5_000, source);
    const passing = { door: 'test', site: 'test-site', type: 'ADT^A60', fate: 'skipped', reason: 'type' } as const;
    await store.take(messageOf('C0'));
    loseOneAnswer(source);
    const results = await Promise.all([store.take(messageOf('C1')), store.count(passing), store.take(messageOf('C0'))]);
    await source.destroy();
    expect([results[0].fate, results[2].fate]).toEqual(['taken', 'repeat']);
    expect(await counts()).toEqual({ done: 2, 'skipped:type': 1, 'skipped:duplicate': 1 });
  });

  it('a connection that falls silent is left, and another one is taken', async () => {
    const proxy = await openSilentProxy(url);
    const source = await connect(proxy.url);
    const store = openStore(700, source);
    await store.take(messageOf('C1'));
    proxy.silence();
    await expect(store.take(messageOf('C2'))).rejects.toThrow(StoreAway);
    await until('the store takes messages again', async () =>
      store.take(messageOf('C2')).then(
        ({ fate }) => fate !== 'other',
        () => false,
      ),
    );
    expect((await kept()).map(({ control_id: id }) => id)).toEqual(['C1', 'C2']);
    proxy.close();
    await source.destroy();
  });

  it('a database is seen to be back though nobody brings anything, and who watches is told', async () => {
    const store = openStore(600);
    const told: boolean[] = [];
    store.presence.watch((isAway) => void told.push(isAway));
    await dataSource.query('ALTER TABLE outbox RENAME TO gone');
    await expect(store.take(messageOf('C1'))).rejects.toThrow(StoreAway);
    expect(told).toEqual([true]);
    expect(() => store.presence.check()).toThrow('PostgreSQL');
    await dataSource.query('ALTER TABLE gone RENAME TO outbox');
    await until('the store to see that its database is back', () => Promise.resolve(told.length === 2));
    expect(told).toEqual([true, false]);
    expect(() => store.presence.check()).not.toThrow();
    await store.close();
  });

  it('a table that is missing is a fault of the set-up: nobody is told that a message is there or bad', async () => {
    const store = openStore(600);
    await dataSource.query('ALTER TABLE door_counts RENAME TO gone');
    const [taking] = await Promise.allSettled([store.take(messageOf('C1'))]);
    const [health] = await Promise.allSettled([Promise.resolve().then(() => store.presence.check())]);
    await dataSource.query('ALTER TABLE gone RENAME TO door_counts');
    expect(taking).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
    expect(health).toMatchObject({ reason: { message: expect.stringContaining('set-up') } });
    await store.flushed();
    expect((await store.take(messageOf('C1'))).fate).toBe('taken');
  });

  it('one that PostgreSQL refuses for good keeps no other from being stored', async () => {
    const store = openStore();
    const broken = messageOf('broken', { type: '\0' });
    const takings = await Promise.allSettled([messageOf('C1'), broken, messageOf('C2')].map((one) => store.take(one)));
    expect(takings.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await kept()).toHaveLength(2);
  });
});

it('what Kafka does not take now waits in the table, not in memory', async () => {
  isFull = true;
  await openStore().take(messageOf('C1'));
  expect(offered).toEqual([]);
  expect(await dataSource.query('SELECT count(*)::int AS rows FROM outbox')).toEqual([{ rows: 1 }]);
});
