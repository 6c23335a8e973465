import { randomUUID } from 'node:crypto';
import { outcomeObservationHeaders, topicName } from '@ilium/contracts';
import { openProducer } from '@ilium/messaging';
import { Client } from 'pg';
import { startService } from '../../../dev/dist/start/service-process.js';
import { services } from '../../../dev/dist/start/services.js';
import { until } from '../../../dev/dist/until.js';
import { peakMiB } from '../peak-memory.js';
import type { Bench, Workplace } from '../workplace.js';
import { inventedObservations } from './invented-observations.js';

/** What it costs to take facts in, where there are many already. */
export interface IngestionCost {
  /** Facts that were there before. */
  readonly beside: number;
  /** From Kafka until they are stored, and until all of them are counted as well. */
  readonly storedPerSecond: number;
  readonly countedPerSecond: number;
  /** Of a COPY of the same rows into the same tables, those of facts and of the inbox. */
  readonly copiedPerSecond: number;
  /** Counted to copied. */
  readonly ratio: number;
  /** Of the service, in MiB; undefined where the system does not tell. */
  readonly peakMiB: number | undefined;
}

const facts = 300_000;
const factsPerSend = 2_000;
/** So few are not worth counting at once. */
const few = 200;
const often = { timeoutMs: 1_200_000, intervalMs: 50 };

export async function measureIngestion(
  { folder }: Bench,
  { around, databaseUrl }: Workplace,
  beside: number,
): Promise<IngestionCost> {
  const mark = `bench-${randomUUID()}`;
  const sent = await send(around, mark);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SET search_path TO analytics, public');
    const start = await decided(client);
    const analytics = await startService(services.analytics, { folder, around, env: process.env, watch: false });
    try {
      const told = await taken(client, start, sent);
      const peak = await peakMiB(analytics.process.pid);
      await analytics.process.stop();
      const copiedPerSecond = await copyAgain(client, mark, sent);
      const ratio = Number((told.countedPerSecond / copiedPerSecond).toPrecision(3));
      return { beside, ...told, copiedPerSecond, ratio, peakMiB: peak };
    } finally {
      await analytics.process.stop();
    }
  } finally {
    await client.end();
  }
}

async function send({ brokers, topicPrefix }: Workplace['around'], mark: string): Promise<number> {
  const producer = await openProducer({ brokers: brokers.split(',') });
  let sent = 0;
  try {
    while (sent < facts) {
      const observations = [];
      while (observations.length < factsPerSend) observations.push(...inventedObservations(mark));
      const records = observations.map((observation) => ({
        key: observation.key,
        value: JSON.stringify(observation),
        headers: outcomeObservationHeaders({ id: randomUUID(), source: mark }),
      }));
      await producer.send(topicName(topicPrefix, 'outcome-observations'), records);
      sent += records.length;
    }
  } finally {
    await producer.close();
  }
  return sent;
}

async function taken(client: Client, start: number, sent: number) {
  const end = start + sent;
  const first = await until('the first facts', () => decided(client), { accept: (n) => n > start, ...often });
  const since = performance.now();
  const perSecond = () => Math.round(((end - first) * 1_000) / (performance.now() - since));
  await until('all facts to be stored', () => decided(client), { accept: (n) => n >= end, ...often });
  const storedPerSecond = perSecond();
  await until('all facts to be counted', () => pending(client), { accept: (n) => n < few, ...often });
  return { storedPerSecond, countedPerSecond: perSecond() };
}

/** Where the service is in the topic, over all partitions. */
async function decided(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT coalesce(sum(next_offset), 0)::float8 AS n FROM consumer_offsets`,
  );
  return rows[0]?.n ?? 0;
}

async function pending(client: Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (SELECT FROM outcome_moves LIMIT ${few}) AS pending`,
  );
  return rows[0]?.n ?? 0;
}

/** Takes the rows out and copies them in again. The files are the server's own. */
async function copyAgain(client: Client, mark: string, sent: number): Promise<number> {
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  const copies = [
    { table: 'outcome_facts', where: `rules_version = '${mark}'` },
    { table: 'inbox', where: `source = '${mark}'` },
  ].map((copy) => ({ ...copy, file: `${rows[0]?.data_directory ?? ''}/${mark}.${copy.table}` }));
  for (const { table, where, file } of copies) {
    await client.query(`COPY (SELECT * FROM ${table} WHERE ${where}) TO '${file}'`);
    await client.query(`DELETE FROM ${table} WHERE ${where}`);
    await client.query(`VACUUM ${table}`);
  }
  const since = performance.now();
  for (const { table, file } of copies) await client.query(`COPY ${table} FROM '${file}'`);
  return Math.round((sent * 1_000) / (performance.now() - since));
}
