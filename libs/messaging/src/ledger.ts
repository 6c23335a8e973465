import { parkReasons, skipReasons, type Ledger, type TopicBase } from '@ilium/contracts';
import type { DataSource } from 'typeorm';
import { readOffsets } from './offsets.js';
import type { PartitionEnds } from './topics-admin.js';

/** What the ledger has to know of the consumer; `KafkaBatchStrategy` is one. */
export interface LedgerSource {
  readonly service: string;
  readonly groupId: string;
  readonly topics: readonly TopicBase[];
  readonly losses: readonly string[];
  nameOf(topic: TopicBase): string;
  ends(topic: TopicBase): Promise<PartitionEnds[]>;
}

interface CountRow {
  readonly fate: string;
  readonly reason: string;
  readonly count: string;
}

type TopicLedger = Ledger['topics'][number];

/** `GET /v1/ledger` of a consuming service: what it received, what became of it, and what it has not decided yet. */
export async function readLedger(dataSource: DataSource, source: LedgerSource): Promise<Ledger> {
  const topics: TopicLedger[] = [];
  for (const topic of source.topics) topics.push(await topicLedger(dataSource, source, topic));
  const outbox: { count: string }[] = await dataSource.query(`SELECT count(*) FROM outbox`);
  return { service: source.service, topics, outboxPending: Number(outbox[0]?.count ?? 0), losses: [...source.losses] };
}

async function topicLedger(dataSource: DataSource, source: LedgerSource, topic: TopicBase): Promise<TopicLedger> {
  const name = source.nameOf(topic);
  const rows: CountRow[] = await dataSource.query(
    `SELECT fate, reason, sum(count) AS count FROM fate_counts WHERE topic = $1 GROUP BY fate, reason`,
    [name],
  );
  const of = (fate: string): number =>
    rows.filter((row) => row.fate === fate).reduce((sum, { count }) => sum + Number(count), 0);
  // received + reinjected = done + skipped + parked (open) + resolved
  const received = of('done') + of('skipped') + of('parked') + of('resolved') - of('reinjected');
  const reasons = Object.fromEntries(
    rows
      .filter(({ fate, reason, count }) => isReason(fate, reason) && Number(count) > 0)
      .map(({ fate, reason, count }) => [`${fate}:${reason}`, Number(count)]),
  );
  return {
    topic,
    received,
    done: of('done'),
    skipped: of('skipped'),
    parked: of('parked'),
    reasons,
    lag: await lagOf(dataSource, source, topic),
  };
}

const reasonsOf: Readonly<Record<string, readonly string[]>> = { skipped: skipReasons, parked: parkReasons };

function isReason(fate: string, reason: string): boolean {
  return reasonsOf[fate]?.includes(reason) ?? false;
}

async function lagOf(dataSource: DataSource, source: LedgerSource, topic: TopicBase): Promise<number> {
  const ends = await source.ends(topic);
  const stored = await readOffsets(dataSource, source.groupId, source.nameOf(topic));
  let lag = 0n;
  for (const { partition, low, high } of ends) {
    const next = stored.get(partition)?.next ?? low;
    if (high > next) lag += high - next;
  }
  return Number(lag);
}
