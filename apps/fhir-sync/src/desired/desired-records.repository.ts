import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { keepDoubts } from '../identity/identity-doubts.js';
import { readIdentities, type SourceIdentities } from '../identity/source-identities.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { Gathering } from './gathering.js';
import { Lease } from './lease.js';
import { documentType } from './routes.js';
import { lockNamingSql, pullToldSql, releaseNamingSql, releaseReferringSql, releaseToldSql } from './release-sql.js';
import type { Settlement } from './settlement.js';
import {
  alongIndexSql,
  bodiesSql,
  byIndexSql,
  claimDueSql,
  claimInOwnTimeSql,
  claimReferredSql,
  doubtSql,
  intendSql,
  msUntilDueSql,
  placesSql,
  presentSql,
  renewSql,
  settleSql,
  takenPlacesSql,
  twinSql,
} from './sql.js';

export interface ClaimSize {
  readonly records: number;
  readonly bytes: number;
  /** Of the records that go alone. */
  readonly singles: number;
}

export interface Claim {
  readonly lease: Lease;
  readonly records: readonly ClaimedRecord[];
  readonly present: Present;
  /** Who the source says their patients are. */
  readonly identities: SourceIdentities;
}

/**
 * Where referred records are that aren't claimed, by their keys: `Procedure/17`; null for one that is not on the server and
 * will not be.
 */
export type Present = ReadonlyMap<string, string | null>;

interface PlaceRow {
  readonly key: string;
  readonly isNeverThere: boolean;
  readonly place: string;
}

/** As the claim returns it: int8 comes as text, and the body follows. */
type ClaimedRow = Omit<ClaimedRecord, 'revision' | 'body'> & { readonly revision: string };

/** What was settled. */
interface WrittenRow {
  readonly key: string;
  readonly leaseId: string;
  readonly isThere: boolean;
  /** It is delivered, and names others by identifier only. */
  readonly isNaming: boolean;
}

type LeasedSettlement = Settlement & { readonly leaseId: string };

/** A claim takes in what its records refer to, and what that refers to, so many steps far. */
const longestChain = 4;

/** What one target should hold, and how far we are with it. */
export class DesiredRecordsRepository {
  /** Many requests end at nearly the same time: what became of them is written together. */
  readonly #settlements = new Gathering<LeasedSettlement>((all) => this.#settleAll(all));

  constructor(
    private readonly dataSource: DataSource,
    private readonly target: string,
  ) {}

  /**
   * Takes records that are due, those of a patient next to each other, and with them what they refer to.
   * @param which in own time: only of lanes that send in their own time
   */
  async claim(size: ClaimSize, leaseMs: number, which: 'any' | 'in-own-time' = 'any'): Promise<Claim> {
    const lease = new Lease(randomUUID(), leaseMs);
    return this.#transaction(alongIndexSql, async (manager) => {
      const rows: ClaimedRow[] = await manager.query(which === 'any' ? claimDueSql : claimInOwnTimeSql, [
        size.records,
        size.bytes,
        lease.id,
        leaseMs,
        this.target,
        size.singles,
      ]);
      const present = new Map<string, string | null>();
      for (let depth = 0; depth < longestChain; depth += 1) {
        const absent = await this.#learnPresent(manager, rows, present);
        if (absent.length === 0) break;
        const referred: ClaimedRow[] = await manager.query(claimReferredSql, [absent, lease.id, leaseMs, this.target]);
        if (referred.length === 0) break;
        rows.push(...referred);
      }
      const subjects = new Set(rows.flatMap(({ subject }) => subject ?? []));
      const identities = await readIdentities(manager, this.target, [...subjects]);
      return { lease, records: await withBodies(manager, rows), present, identities };
    });
  }

  /** Makes a lease last its full time again, for those of the records that nobody has taken over: their keys. */
  async renew(lease: Lease, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const askedAt = performance.now();
    const kept: { key: string }[] = await this.dataSource.query(renewSql, [lease.id, lease.leaseMs, keys, this.target]);
    lease.renewed(askedAt);
    return new Set(kept.map(({ key }) => key));
  }

  /** Writes down that a record is about to be created with this content; false when another instance has taken it over. */
  async intend(lease: Lease, key: string, digest: string, likeness: string): Promise<boolean> {
    const parameters = [this.target, key, lease.id, digest, likeness];
    const [rows] = await this.dataSource.query<[unknown[], number]>(intendSql, parameters);
    return rows.length === 1;
  }

  /** Whether another create that looks the same to the server is in doubt. */
  async hasTwin(key: string, likeness: string): Promise<boolean> {
    const [row]: { isThere: boolean }[] = await this.dataSource.query(twinSql, [this.target, key, likeness]);
    return row?.isThere === true;
  }

  /** Which of these places on the server belong to other records of ours. */
  async takenPlaces(key: string, places: readonly string[]): Promise<ReadonlySet<string>> {
    const taken: { place: string }[] = await this.dataSource.query(takenPlacesSql, [this.target, key, places]);
    return new Set(taken.map(({ place }) => place));
  }

  /** Writes down what became of records and gives their lease back; what waited for a delivered one becomes due. */
  async settle(lease: Lease, settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length > 0) await this.#settlements.add(settlements.map((one) => ({ ...one, leaseId: lease.id })));
  }

  /** In one transaction. Under another lease a record was taken over in between, perhaps by this same instance. */
  async #settleAll(settlements: readonly LeasedSettlement[]): Promise<void> {
    const parameters = [
      this.target,
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
      settlements.map(({ serverId = null }) => serverId),
      settlements.map(({ sentDigest = null }) => sentDigest),
      settlements.map(({ isIntended = false }) => isIntended),
      settlements.map(({ isShared = null }) => isShared),
      settlements.map(({ leftVersion = null }) => leftVersion),
      settlements.map(({ namedOnly }) => namedOnly?.join(' ') ?? null),
    ];
    const held = await this.#transaction(byIndexSql, async (manager) => {
      const written: WrittenRow[] = await manager.query(settleSql, parameters);
      const there = written.filter((row) => row.isThere).map(({ key }) => key);
      if (there.length > 0) await manager.query(releaseReferringSql, [this.target, there]);
      const found = settlements.filter(isFoundThere).map(({ key }) => key);
      const naming = written.filter((row) => row.isNaming).map(({ key }) => key);
      if (found.length + naming.length > 0) {
        await manager.query(lockNamingSql, [this.target, found.length > 0]);
        await manager.query(releaseNamingSql, [this.target, found, naming]);
      }
      const documents = settlements.filter(isSettledDocument).map(({ key }) => key);
      if (documents.length > 0) await manager.query(releaseToldSql, [this.target, documents]);
      await keepDoubts(
        manager,
        this.target,
        settlements.flatMap(({ identityDoubt }) => identityDoubt ?? []),
      );
      return new Set(written.map(({ key, leaseId }) => `${leaseId} ${key}`));
    });
    // In a transaction of its own: it waits for locks, and who waits must not hold any.
    const lost = settlements.filter(({ key, leaseId, state }) => state !== null && !held.has(`${leaseId} ${key}`));
    if (lost.length > 0) await this.dataSource.query(doubtSql, [this.target, lost.map(({ key }) => key)]);
    const stuck = settlements.filter((one) => isSettledDocument(one) && one.state !== 'delivered');
    if (stuck.length > 0) await this.dataSource.query(pullToldSql, [this.target, stuck.map(({ key }) => key)]);
  }

  /** Where records of ours are, or will be; null for those that can only be named. */
  async places(keys: readonly string[]): Promise<Present> {
    const rows: PlaceRow[] = await this.dataSource.query(placesSql, [keys, this.target]);
    return new Map(rows.map((row) => [row.key, whereOf(row)]));
  }

  /** How long until a record is due; undefined when none will be unless something happens. */
  async msUntilDue(): Promise<number | undefined> {
    const [row] = await this.#transaction<{ ms: number }[]>(alongIndexSql, (manager) =>
      manager.query(msUntilDueSql, [this.target]),
    );
    return row === undefined ? undefined : Math.max(0, row.ms);
  }

  /** Adds to `present` where the referred records are; returns those that are nowhere, as far as we know. */
  async #learnPresent(
    manager: EntityManager,
    rows: readonly ClaimedRow[],
    present: Map<string, string | null>,
  ): Promise<string[]> {
    const claimed = new Set(rows.map(({ key }) => key));
    const referred = new Set(rows.flatMap(({ refersTo }) => refersTo));
    const unknown = [...referred].filter((key) => !claimed.has(key) && !present.has(key));
    if (unknown.length === 0) return [];
    const found: PlaceRow[] = await manager.query(presentSql, [unknown, this.target]);
    for (const row of found) present.set(row.key, whereOf(row));
    return unknown.filter((key) => !present.has(key));
  }

  #transaction<Result>(plan: string, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(plan);
      return work(manager);
    });
  }
}

/** The records that it tells are as far as it is. */
function isSettledDocument({ key, state }: Settlement): boolean {
  return key.startsWith(`${documentType}/`) && state !== null && state !== 'pending' && state !== 'waiting';
}

/** The target's own. */
function isFoundThere({ state, serverId }: Settlement): boolean {
  return state === 'native' && serverId !== undefined;
}

function whereOf({ isNeverThere, place }: PlaceRow): string | null {
  return isNeverThere ? null : place;
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
