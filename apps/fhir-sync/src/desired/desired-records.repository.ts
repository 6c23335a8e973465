import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { Gathering } from './gathering.js';
import { Lease } from './lease.js';
import type { Settlement } from './settlement.js';
import {
  alongIndexSql,
  bodiesSql,
  byIndexSql,
  claimDueSql,
  claimReferredSql,
  doubtSql,
  keepSql,
  msUntilDueSql,
  presentSql,
  releaseReferringSql,
  renewSql,
  settleSql,
  storedRevisionsSql,
} from './sql.js';
import type { DesiredRow } from './to-desired-row.js';

export interface ClaimSize {
  readonly records: number;
  readonly bytes: number;
}

export interface Claim {
  readonly lease: Lease;
  readonly records: readonly ClaimedRecord[];
  /** Keys of referred records that aren't claimed and that the server holds. */
  readonly present: ReadonlySet<string>;
}

/** As the claim returns it: int8 comes as text, and the body follows. */
type ClaimedRow = Omit<ClaimedRecord, 'revision' | 'body'> & { readonly revision: string };

type LeasedSettlement = Settlement & { readonly leaseId: string };

interface StoredRevision {
  readonly key: string;
  /** Null for a key that was new. */
  readonly before: string | null;
}

/** A claim takes in what its records refer to, and what that refers to, so many steps far. */
const longestChain = 4;

@Injectable()
export class DesiredRecordsRepository {
  /** Many requests end at nearly the same time: what became of them is written together. */
  readonly #settlements = new Gathering<LeasedSettlement>((all) => this.#settleAll(all));

  constructor(private readonly dataSource: DataSource) {}

  /** Stores each record that is newer than what is known under its key. Returns the revisions that were stored before. */
  async keep(manager: EntityManager, rows: readonly DesiredRow[]): Promise<Map<string, number>> {
    const written: StoredRevision[] = await manager.query(keepSql, [
      rows.map(({ key }) => key),
      rows.map(({ resourceType }) => resourceType),
      rows.map(({ revision }) => revision),
      rows.map(({ body }) => body),
      rows.map(({ subject }) => subject),
      rows.map(({ refersTo }) => refersTo.join(' ')),
      rows.map(({ retracted }) => retracted),
    ]);
    const isWritten = new Set(written.map(({ key }) => key));
    const others = rows.map(({ key }) => key).filter((key) => !isWritten.has(key));
    const kept: StoredRevision[] = others.length === 0 ? [] : await manager.query(storedRevisionsSql, [others]);
    const known = [...written, ...kept].filter(({ before }) => before !== null);
    return new Map(known.map(({ key, before }) => [key, Number(before)]));
  }

  /** Takes records that are due, those of a patient next to each other, and with them what they refer to. */
  async claim(size: ClaimSize, leaseMs: number): Promise<Claim> {
    const lease = new Lease(randomUUID(), leaseMs);
    return this.#transaction(alongIndexSql, async (manager) => {
      const rows: ClaimedRow[] = await manager.query(claimDueSql, [size.records, size.bytes, lease.id, leaseMs]);
      const present = new Set<string>();
      for (let depth = 0; depth < longestChain; depth += 1) {
        const absent = await learnPresent(manager, rows, present);
        if (absent.length === 0) break;
        const referred: ClaimedRow[] = await manager.query(claimReferredSql, [absent, lease.id, leaseMs]);
        if (referred.length === 0) break;
        rows.push(...referred);
      }
      return { lease, records: await withBodies(manager, rows), present };
    });
  }

  /** Makes a lease last its full time again; false when another instance has taken over any of the records. */
  async renew(lease: Lease, keys: readonly string[]): Promise<boolean> {
    const askedAt = performance.now();
    const [row]: { count: number }[] = await this.dataSource.query(renewSql, [lease.id, lease.leaseMs, keys]);
    lease.renewed(askedAt);
    return row?.count === keys.length;
  }

  /** Writes down what became of records and gives their lease back; what waited for a delivered one becomes due. */
  async settle(lease: Lease, settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length > 0) await this.#settlements.add(settlements.map((one) => ({ ...one, leaseId: lease.id })));
  }

  /** In one transaction. Under another lease a record was taken over in between, perhaps by this same instance. */
  async #settleAll(settlements: readonly LeasedSettlement[]): Promise<void> {
    const parameters = [
      settlements.map(({ leaseId }) => leaseId),
      settlements.map(({ key }) => key),
      settlements.map(({ revision }) => revision),
      settlements.map(({ state }) => state),
      settlements.map(({ reason }) => reason),
      settlements.map(({ attempts }) => attempts),
      settlements.map(({ delayMs }) => delayMs),
      settlements.map(({ serverVersion }) => serverVersion),
      settlements.map(({ outcome }) => outcome),
      settlements.map(({ doubtMs }) => doubtMs),
    ];
    const held = await this.#transaction(byIndexSql, async (manager) => {
      const written: { key: string; leaseId: string; delivered: boolean }[] = await manager.query(
        settleSql,
        parameters,
      );
      const delivered = written.filter((row) => row.delivered).map(({ key }) => key);
      if (delivered.length > 0) await manager.query(releaseReferringSql, [delivered]);
      return new Set(written.map(({ key, leaseId }) => `${leaseId} ${key}`));
    });
    // In a transaction of its own: it waits for locks, and who waits must not hold any.
    const lost = settlements.filter(({ key, leaseId, state }) => state !== null && !held.has(`${leaseId} ${key}`));
    if (lost.length > 0) await this.dataSource.query(doubtSql, [lost.map(({ key }) => key)]);
  }

  /** How long until a record is due; undefined when none will be unless something happens. */
  async msUntilDue(): Promise<number | undefined> {
    const [row] = await this.#transaction<{ ms: number }[]>(alongIndexSql, (manager) => manager.query(msUntilDueSql));
    return row === undefined ? undefined : Math.max(0, row.ms);
  }

  #transaction<Result>(plan: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(plan);
      return work(manager);
    });
  }
}

/** Adds to `present` which of the referred records the server holds; returns those that it doesn't, as far as we know. */
async function learnPresent(
  manager: EntityManager,
  rows: readonly ClaimedRow[],
  present: Set<string>,
): Promise<string[]> {
  const claimed = new Set(rows.map(({ key }) => key));
  const referred = new Set(rows.flatMap(({ refersTo }) => refersTo));
  const unknown = [...referred].filter((key) => !claimed.has(key) && !present.has(key));
  if (unknown.length === 0) return [];
  const found: { key: string }[] = await manager.query(presentSql, [unknown]);
  for (const { key } of found) present.add(key);
  return unknown.filter((key) => !present.has(key));
}

async function withBodies(manager: EntityManager, rows: readonly ClaimedRow[]): Promise<ClaimedRecord[]> {
  if (rows.length === 0) return [];
  const found: { key: string; body: string }[] = await manager.query(bodiesSql, [rows.map(({ key }) => key)]);
  const bodies = new Map(found.map(({ key, body }) => [key, body]));
  return rows.map((row) => {
    const body = bodies.get(row.key);
    if (body === undefined)
      throw new Error('A desired record has no body: the table desired_bodies was changed by hand.');
    return { ...row, revision: Number(row.revision), body };
  });
}
