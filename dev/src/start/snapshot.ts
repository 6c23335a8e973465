import {
  feedStatus,
  ledger,
  outcomesSummary,
  recordsStatus,
  serviceState,
  type FeedStatus,
  type Ledger,
  type OutcomesSummary,
  type RecordsStatus,
  type ServiceState,
} from '@ilium/contracts';
import { z } from 'zod';
import type { Ports } from './ports.js';
import { addressOf, fhirBase } from './services.js';

/** The services that consume, in the order of a message's way. */
export const consumers = ['mapper', 'fhir-sync', 'analytics'] as const;
export type Consumer = (typeof consumers)[number];

/** The records that the FHIR server is asked for. */
export const countedTypes = ['Procedure', 'Observation', 'MedicationAdministration'] as const;
type CountedType = (typeof countedTypes)[number];

/** What the status line shows: read often, so only what is cheap. */
export interface Figures {
  readonly ledgers: Readonly<Record<Consumer, Ledger>>;
  readonly records: RecordsStatus;
  readonly outcomes: OutcomesSummary;
}

/** How far a feed has come. */
export interface Progress extends Figures {
  readonly feed: FeedStatus;
  /** What came through intake's doors, where the feed goes through one. */
  readonly doors?: Ledger | undefined;
}

/** All that a balance is drawn from. */
export interface Snapshot extends Progress {
  readonly states: Readonly<Record<Consumer, ServiceState>>;
  /** Live records, as the FHIR server itself counts them. */
  readonly fhir: Readonly<Record<CountedType, number>>;
}

const TIMEOUT_MS = 10_000;
const total = z.object({ total: z.int().min(0) });

async function read<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return schema.parse(await response.json());
}

export function readFeed(ports: Ports): Promise<FeedStatus> {
  return read(`${addressOf(ports, 'hospital')}/feed/status`, feedStatus);
}

/** Has the hospital begin; it answers when it has. */
export function startFeed(ports: Ports): Promise<void> {
  return tellFeed(ports, 'start');
}

/** Has the hospital send no more; it answers when all that it has sent is acknowledged. */
export function stopFeed(ports: Ports): Promise<void> {
  return tellFeed(ports, 'stop');
}

async function tellFeed(ports: Ports, what: 'start' | 'stop'): Promise<void> {
  const url = `${addressOf(ports, 'hospital')}/feed/${what}`;
  const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}

export async function readFigures(ports: Ports): Promise<Figures> {
  const [mapper, fhirSync, analytics, records, outcomes] = await Promise.all([
    read(`${addressOf(ports, 'mapper')}/v1/ledger`, ledger),
    read(`${addressOf(ports, 'fhir-sync')}/v1/ledger`, ledger),
    read(`${addressOf(ports, 'analytics')}/v1/ledger`, ledger),
    read(`${addressOf(ports, 'fhir-sync')}/v1/records`, recordsStatus),
    read(`${addressOf(ports, 'analytics')}/v1/outcomes/summary`, outcomesSummary),
  ]);
  return { ledgers: { mapper, 'fhir-sync': fhirSync, analytics }, records, outcomes };
}

export async function readProgress(ports: Ports): Promise<Progress> {
  const feed = await readFeed(ports);
  // Before the others: what intake had published by then, the mapper's lag counts.
  const doors = await readDoors(ports, feed);
  return { feed, doors, ...(await readFigures(ports)) };
}

async function readDoors(ports: Ports, feed: FeedStatus): Promise<Ledger | undefined> {
  return feed.door === 'mllp' ? read(`${addressOf(ports, 'intake')}/v1/ledger`, ledger) : undefined;
}

/**
 * Reads along the way of a message: what stood still at a hop when it was read can't have added to the hops that were
 * read after it.
 */
export async function readSnapshot(ports: Ports): Promise<Snapshot> {
  const feed = await readFeed(ports);
  const doors = await readDoors(ports, feed);
  const mapper = await read(`${addressOf(ports, 'mapper')}/v1/state`, serviceState);
  const figures = await readFigures(ports);
  const [fhirSync, analytics] = await Promise.all([
    read(`${addressOf(ports, 'fhir-sync')}/v1/state`, serviceState),
    read(`${addressOf(ports, 'analytics')}/v1/state`, serviceState),
  ]);
  const counts = await Promise.all(countedTypes.map(async (type) => [type, await readCount(ports, type)] as const));
  return {
    ...figures,
    feed,
    doors,
    states: { mapper, 'fhir-sync': fhirSync, analytics },
    fhir: Object.fromEntries(counts) as Record<CountedType, number>,
  };
}

async function readCount(ports: Ports, type: CountedType): Promise<number> {
  const bundle = await read(`${fhirBase(ports)}/${type}?_summary=count&status:not=entered-in-error`, total);
  return bundle.total;
}
