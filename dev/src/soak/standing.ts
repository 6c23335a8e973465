import { recordsStatus, type RecordsStatus, type TargetStatus } from '@ilium/contracts';
import { Client } from 'pg';
import type { System } from '../start/system.js';
import { addressOf } from '../start/services.js';
import { readMemory, type Memory } from './service-memory.js';

/** How a soak stands at a moment. */
export interface Standing {
  /** Undefined while fhir-sync does not answer. */
  readonly records: RecordsStatus | undefined;
  /** Records that fhir-sync has taken in hand: sent, or about to be. */
  readonly inHand: number;
  readonly memory: Memory;
}

const timeoutMs = 5_000;

export async function readStanding({ ports, servers }: System): Promise<Standing> {
  const [records, inHand, memory] = await Promise.all([
    readRecords(`${addressOf(ports, 'fhir-sync')}/v1/records`),
    countInHand(servers.postgres.adminUrl),
    readMemory(ports),
  ]);
  return { records, inHand, memory };
}

async function readRecords(url: string): Promise<RecordsStatus | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    return response.ok ? recordsStatus.parse(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

/** Asked of the table, since no service can say it while it is killed. */
async function countInHand(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM fhir_sync.desired_records WHERE lease_until > now()`,
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}

/** `1:30 · delivered 1204, pending 31 · in hand 16 · FHIR server answers · fault: 500 · MB: hospital 120, mapper 101` */
export function standingLine(
  { records, inHand, memory }: Standing,
  faultOn: string | undefined,
  sinceMs: number,
): string {
  const megabytes = Object.entries(memory).map(([name, mb]) => `${name} ${mb}`);
  return [
    clock(sinceMs),
    records === undefined ? 'fhir-sync does not answer' : statesOf(records.byState),
    `in hand ${inHand}`,
    ...(records?.targets ?? []).map(targetOf),
    faultOn === undefined ? 'no fault' : `fault: ${faultOn}`,
    `MB: ${megabytes.join(', ')}`,
  ].join(' · ');
}

export function statesOf(byState: RecordsStatus['byState']): string {
  const there = Object.entries(byState).filter(([state, count]) => count > 0 || state === 'delivered');
  return there.map(([state, count]) => `${state} ${count}`).join(', ');
}

function targetOf({ reachable, lastError }: TargetStatus): string {
  const fault = lastError === null ? '' : ` (${lastError})`;
  return `${reachable ? 'FHIR server answers' : 'breaker open'}${fault}`;
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
