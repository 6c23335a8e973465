import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Days } from './clinical-date.js';
import type { Finding } from './finding.js';
import * as sql from './sql.js';
import type { ReconciliationRequest, ReconciliationStatus, ShownFinding } from './status.js';

export interface ClaimedRun extends Days {
  readonly id: string;
  readonly target: string;
  readonly lease: string;
  readonly repair: boolean;
  readonly phase: ReconciliationStatus['phase'];
  /** The last key that was looked at. */
  readonly cursor: string;
}

export interface DeliveredRecord {
  readonly key: string;
  readonly place: string;
  readonly revision: number;
  readonly serverVersion: string | null;
  readonly body: string;
}

/** What became of a page. */
export interface PageResult {
  readonly phase: ClaimedRun['phase'];
  readonly cursor: string;
  readonly lookedAt: number;
  readonly compared: number;
  readonly findings: readonly Finding[];
  /** Revisions of the records that the findings are about; none of unknown ones. */
  readonly revisions: ReadonlyMap<string, number>;
}

/** A create that is under way, by what the record looks like (`likenessOf`). */
export interface UnderWay {
  readonly key: string;
  readonly likeness: string;
}

const daysKept = 90;

export class ReconciliationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined where one is running for the target. */
  async begin({ target, from, to, repair }: ReconciliationRequest & { target: string }): Promise<string | undefined> {
    await this.dataSource.query(sql.forgetSql, [daysKept]);
    const rows: { id: string }[] = await this.dataSource.query(sql.beginSql, [randomUUID(), target, from, to, repair]);
    return rows[0]?.id;
  }

  async claim(targets: readonly string[], leaseMs: number): Promise<ClaimedRun | undefined> {
    const lease = randomUUID();
    const [row]: Omit<ClaimedRun, 'lease'>[] = await this.dataSource.query(sql.claimSql, [targets, lease, leaseMs]);
    return row === undefined ? undefined : { ...row, lease };
  }

  async page(target: string, after: string, most: number): Promise<DeliveredRecord[]> {
    const rows: (Omit<DeliveredRecord, 'revision'> & { revision: string })[] = await this.dataSource.query(
      sql.pageSql,
      [target, after, most],
    );
    return rows.map((row) => ({ ...row, revision: Number(row.revision) }));
  }

  /** Writes down what a page gave, and sends what is to be repaired back to the delivery. False when the lease is lost. */
  advance({ id, target, lease, repair }: ClaimedRun, result: PageResult, leaseMs: number): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const { phase, cursor, lookedAt, compared, revisions } = result;
      const held: unknown[] = await manager.query(sql.advanceSql, [
        id,
        lease,
        leaseMs,
        phase,
        cursor,
        lookedAt,
        compared,
      ]);
      if (held.length === 0) return false;
      const ours = result.findings.filter(({ key }) => revisions.has(key));
      const current: { key: string }[] = await manager.query(sql.currentSql, [
        target,
        ours.map(({ key }) => key),
        ours.map(({ key }) => revisions.get(key)),
      ]);
      const isCurrent = new Set(current.map(({ key }) => key));
      const findings = result.findings.filter(({ key }) => !revisions.has(key) || isCurrent.has(key));
      const broken = findings.filter(({ kind }) => repair && (kind === 'missing' || kind === 'meaning'));
      const repaired: { key: string }[] = await manager.query(sql.repairSql, [
        target,
        broken.map(({ key }) => key),
        broken.map(({ kind }) => kind === 'missing'),
        broken.map(({ serverVersion }) => serverVersion),
      ]);
      const isRepaired = new Set(repaired.map(({ key }) => key));
      await manager.query(sql.findingsSql, [
        id,
        ...(['key', 'kind', 'changedBy', 'serverVersion', 'ourVersion', 'source'] as const).map((name) =>
          findings.map((one) => one[name]),
        ),
        findings.map(({ differences }) => JSON.stringify(differences)),
        findings.map(({ key }) => isRepaired.has(key)),
      ]);
      return true;
    });
  }

  async known(target: string, places: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { place: string }[] = await this.dataSource.query(sql.knownPlacesSql, [target, places]);
    return new Set(rows.map(({ place }) => place));
  }

  /** What creates of this type and of these patients look like that are under way, or of which nobody knows what became of them. */
  async underWay(target: string, type: string, patients: readonly string[]): Promise<UnderWay[]> {
    return patients.length === 0 ? [] : this.dataSource.query(sql.underWaySql, [target, type, patients]);
  }

  async anyBody(): Promise<string | undefined> {
    const [row]: { body: string }[] = await this.dataSource.query(sql.anyBodySql);
    return row?.body;
  }

  async types(target: string): Promise<string[]> {
    const rows: { type: string }[] = await this.dataSource.query(sql.typesSql, [target]);
    return rows.map(({ type }) => type);
  }

  async waiting({ id, lease }: ClaimedRun, reason: string, leaseMs: number): Promise<void> {
    await this.dataSource.query(sql.waitingSql, [id, lease, reason, leaseMs]);
  }

  async release({ id, lease }: ClaimedRun): Promise<void> {
    await this.dataSource.query(sql.releaseSql, [id, lease]);
  }

  async end({ id, lease }: ClaimedRun, notSearched: readonly string[]): Promise<void> {
    await this.dataSource.query(sql.endSql, [id, lease, notSearched]);
  }

  async cancel(id: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(sql.cancelSql, [id]);
    return rows.length > 0;
  }

  /** The newest first; of one where its id is given. */
  async status(id: string | null, most: number): Promise<ReconciliationStatus[]> {
    const rows: (Omit<ReconciliationStatus, 'startedAt' | 'endedAt'> & { startedAt: Date; endedAt: Date | null })[] =
      await this.dataSource.query(sql.statusSql, [id, most]);
    return rows.map((row) => ({
      ...row,
      startedAt: row.startedAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    }));
  }

  findings(id: string, after: string, most: number): Promise<ShownFinding[]> {
    return this.dataSource.query(sql.findingsPageSql, [id, after, most]);
  }
}
