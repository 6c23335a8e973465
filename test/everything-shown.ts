import { topicBases, topicName, type TopicBase } from '@ilium/contracts';
import { headerText, readTopic } from '@ilium/messaging';
import type { ServiceName } from '../dev/src/start/services.js';
import type { RunningSystem } from './running-system.js';

/** The pages of each service, besides those that each has. */
const pages: Readonly<Record<ServiceName, readonly string[]>> = {
  hospital: ['/feed/status'],
  intake: ['/v1/ledger', '/v1/work'],
  mapper: ['/v1/ledger', '/v1/state', '/v1/work', '/v1/excluded'],
  'fhir-sync': ['/v1/ledger', '/v1/state', '/v1/records'],
  analytics: ['/v1/ledger', '/v1/state', '/v1/outcomes/summary'],
  console: ['/v1/overview'],
};
const pagesOfAll = ['/metrics', '/health/ready', '/health/live'];

/** What the services tell people who run them, by place: pages, metrics, health, logs. */
export async function everythingShown(system: RunningSystem): Promise<ReadonlyMap<string, string>> {
  const places = Object.entries(pages).flatMap(([name, own]) =>
    [...own, ...pagesOfAll].map((path) => [name as ServiceName, path] as const),
  );
  const read = places.map(async ([name, path]) => {
    const response = await fetch(`${system.url(name)}${path}`, { signal: AbortSignal.timeout(10_000) });
    return [`${name} ${path}`, await response.text()] as const;
  });
  return new Map([...(await Promise.all(read)), ['logs', await system.logs()] as const]);
}

/** A record of a topic as text. */
export interface ShownRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestamp: number;
}

/** All records of all topics. */
export async function everythingSent(
  system: RunningSystem,
): Promise<Readonly<Record<TopicBase, readonly ShownRecord[]>>> {
  const topics = topicBases.map(async (base) => [base, await readShown(system, base)] as const);
  return Object.fromEntries(await Promise.all(topics)) as Record<TopicBase, readonly ShownRecord[]>;
}

export async function readShown(system: RunningSystem, base: TopicBase): Promise<readonly ShownRecord[]> {
  const records: ShownRecord[] = [];
  const topic = topicName(system.around.topicPrefix, base);
  await readTopic({ brokers: system.brokers }, topic, ({ key, value, headers, timestamp }) => {
    const texts = Object.keys(headers).map((name) => [name, headerText(headers[name]) ?? '']);
    records.push({
      key: key?.toString() ?? '',
      value: value?.toString() ?? '',
      headers: Object.fromEntries(texts),
      timestamp,
    });
  });
  return records;
}
