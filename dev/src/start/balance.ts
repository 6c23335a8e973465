import type { Ledger, StateSum } from '@ilium/contracts';
import { consumers, countedTypes, type Progress, type Snapshot } from './snapshot.js';

/**
 * What is not accounted for yet, in words; empty when everything is: each event has one fate, nothing is under way, and
 * each derived key has the same revision at the mapper, on the FHIR side and in analytics.
 */
export function openItems(snapshot: Snapshot): string[] {
  return [
    ...underWay(snapshot),
    ...openCounts(snapshot),
    ...openStates('records', 'fhir-sync', snapshot.states.mapper.resources, snapshot.states['fhir-sync'].resources),
    ...openStates('outcomes', 'analytics', snapshot.states.mapper.outcomes, snapshot.states.analytics.outcomes),
  ];
}

/** The part of it that is cheap to ask for: what is still under way. */
export function underWay(progress: Progress): string[] {
  return [
    ...openFeed(progress),
    ...(progress.doors === undefined ? [] : openMessages('intake', progress.doors)),
    ...consumers.flatMap((name) => openMessages(name, progress.ledgers[name])),
    ...openRecords(progress),
  ];
}

function openFeed({ feed, doors, ledgers }: Progress): string[] {
  if (!feed.done) return [`hospital: ${feed.events} events sent so far`];
  if (doors !== undefined) {
    const received = doors.topics.reduce((sum, door) => sum + door.received, 0);
    return received >= feed.events ? [] : [`intake: ${received} of ${feed.events} messages received`];
  }
  const { received } = eventTotals(ledgers.mapper);
  return received >= feed.events ? [] : [`mapper: ${received} of ${feed.events} events received`];
}

function openMessages(name: string, { topics, outboxPending, losses }: Ledger): string[] {
  const items = topics.flatMap(({ topic, received, done, skipped, parked, lag }) => [
    ...(lag > 0 ? [`${name}: ${lag} messages of ${topic} not decided`] : []),
    ...(received === done + skipped + parked
      ? []
      : [`${name}: ${received} messages of ${topic} received, but ${done + skipped + parked} have a fate`]),
  ]);
  if (outboxPending > 0) items.push(`${name}: ${outboxPending} batches not published`);
  return [...items, ...losses.map((loss) => `${name}: ${loss}`)];
}

/** Nothing is to be done for a record that is there, that the target keeps itself, or that is meant to be kept here. */
const settledStates: ReadonlySet<string> = new Set(['delivered', 'native', 'kept']);

function openRecords({ records }: Progress): string[] {
  const waiting = Object.entries(records.byState).filter(([state, count]) => !settledStates.has(state) && count > 0);
  const items = waiting.map(([state, count]) => `fhir-sync: ${count} records ${state}`);
  if (items.length === 0) return items;
  const errors = records.targets.filter(({ lastError }) => lastError !== null);
  return [...items, ...errors.map(({ name, lastError }) => `target ${name}: ${lastError}`)];
}

function openCounts({ records, fhir }: Snapshot): string[] {
  // Several targets are one simulated hospital here, and each writes there what is its own.
  if (records.targets.length > 1) return [];
  return countedTypes.flatMap((type) => {
    const delivered = records.delivered.find(({ resourceType }) => resourceType === type)?.live ?? 0;
    return delivered === fhir[type] ? [] : [`FHIR server: ${fhir[type]} of ${delivered} ${type} records`];
  });
}

function openStates(what: string, name: string, here: StateSum | undefined, there: StateSum | undefined): string[] {
  if (here === undefined || there === undefined) return [`${name}: its state is not known`];
  const buckets = new Map(there.buckets.map(({ bucket, keys, sum }) => [bucket, `${keys}/${sum}`]));
  const equal = here.buckets.every(({ bucket, keys, sum }) => buckets.get(bucket) === `${keys}/${sum}`);
  if (equal && here.buckets.length === buckets.size) return [];
  return [`${name}: ${there.keys} ${what}, the mapper has ${here.keys}, and not all at the same revision`];
}

/** What was skipped on the way in: what comes twice ends at the door that it comes through, else at the mapper. */
export function skippedIn({ doors, ledgers }: Pick<Progress, 'doors' | 'ledgers'>): number {
  const atDoors = doors?.topics.reduce((sum, { skipped }) => sum + skipped, 0) ?? 0;
  return atDoors + eventTotals(ledgers.mapper).skipped;
}

/** The mapper's totals of the topic that hospitals write to. */
export function eventTotals({ topics }: Ledger): { received: number; skipped: number; parked: number } {
  const events = topics.filter(({ topic }) => topic.includes('procedure-events'));
  const sum = (of: 'received' | 'skipped' | 'parked'): number => events.reduce((total, row) => total + row[of], 0);
  return { received: sum('received'), skipped: sum('skipped'), parked: sum('parked') };
}
