import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { documentType } from '../desired/routes.js';
import { pullToldSql, releaseToldSql } from '../desired/release-sql.js';
import type { Difference, Weight } from './difference.js';
import { lostMeaning, outcomeOf, weightOfAll, type LostMeaning } from './lost-meaning.js';
import {
  claimSql,
  comparedSql,
  currentSql,
  differingSql,
  laterSql,
  msUntilDueSql,
  outdatedSql,
  pageSql,
  planSql,
  refuseSql,
  watchedSql,
} from './sql.js';

/** A record that a server said it took. */
export interface SentRecord {
  readonly key: string;
  readonly revision: number;
  /** `Procedure/17`, where the server has it. */
  readonly place: string;
  /** The JSON that was sent. */
  readonly sent: string;
  /** As the server told it; null where it tells none. */
  readonly serverVersion: string | null;
  /** For so long an earlier request may yet be applied over it: it is read afterwards. */
  readonly doubtMs?: number;
}

export interface DueReadBack extends SentRecord {
  readonly attempts: number;
}

export interface Compared {
  readonly record: DueReadBack;
  readonly differences: readonly Difference[];
  /** Somebody else wrote the record since we did: what is missing is no work of the server's. */
  readonly changedSince: boolean;
}

/** A record that differs, as the API shows it. */
export interface DifferingRecord {
  readonly target: string;
  readonly key: string;
  readonly revision: number;
  readonly comparedAt: string;
  readonly changedSince: boolean;
  readonly differences: readonly Difference[];
}

export interface PageOfDiffering {
  readonly weight: Weight | null;
  readonly target: string | null;
  readonly after: readonly [target: string, key: string];
  readonly limit: number;
}

export class ReadBacksRepository {
  constructor(private readonly dataSource: DataSource) {}

  async watched(target: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { key: string }[] = await this.dataSource.query(watchedSql, [target, keys]);
    return new Set(rows.map(({ key }) => key));
  }

  async plan(target: string, records: readonly SentRecord[], afterMs: number): Promise<void> {
    const columns = (['key', 'revision', 'place', 'sent', 'serverVersion'] as const).map((name) =>
      records.map((record) => record[name]),
    );
    const due = records.map(({ doubtMs = 0 }) => afterMs + doubtMs);
    await this.dataSource.query(planSql, [target, ...columns, due]);
  }

  /** Takes what is due, under a lease, so that of two instances one reads it. */
  async claim(target: string, most: number, leaseMs: number): Promise<{ lease: string; records: DueReadBack[] }> {
    const lease = randomUUID();
    const rows: (Omit<DueReadBack, 'revision'> & { revision: string })[] = await this.dataSource.query(claimSql, [
      target,
      most,
      lease,
      leaseMs,
    ]);
    return { lease, records: rows.map((row) => ({ ...row, revision: Number(row.revision) })) };
  }

  /**
   * Writes down what was found, as far as the lease is held and the records are still what the server should have. Who lost
   * a meaning is refused in the same transaction. Returns what counts, and what is still in doubt, of which nothing counts yet.
   */
  async compared(
    target: string,
    lease: string,
    all: readonly Compared[],
  ): Promise<{ compared: Compared[]; lost: LostMeaning[]; inDoubt: DueReadBack[] }> {
    const result = await this.dataSource.transaction(async (manager) => {
      const keys = all.map(({ record }) => record.key);
      const revisions = all.map(({ record }) => record.revision);
      const found: { key: string; isDelivered: boolean }[] = await manager.query(currentSql, [target, keys, revisions]);
      const isDelivered = new Map(found.map((row) => [row.key, row.isDelivered]));
      const current = all.filter(({ record }) => isDelivered.get(record.key) === true);
      const inDoubt = all.map(({ record }) => record).filter(({ key }) => isDelivered.get(key) === false);
      await manager.query(outdatedSql, [target, lease, keys.filter((key) => !isDelivered.has(key))]);
      const written: { key: string }[] = await manager.query(comparedSql, [
        target,
        lease,
        current.map(({ record }) => record.key),
        current.map(({ differences }) => JSON.stringify(differences)),
        current.map(({ differences }) => weightOfAll(differences)),
        current.map(({ changedSince }) => changedSince),
      ]);
      const counts = new Set(written.map(({ key }) => key));
      const compared = current.filter(({ record }) => counts.has(record.key));
      const lost = compared
        .filter(({ changedSince }) => !changedSince)
        .flatMap(({ record, differences }) => lostMeaning(record, differences));
      if (lost.length > 0) {
        const outcomes = lost.map(({ differences }) => JSON.stringify(outcomeOf(differences)));
        const [keysLost, reasons] = [lost.map(({ key }) => key), lost.map(({ reason }) => reason)];
        await manager.query(refuseSql, [target, keysLost, reasons, outcomes]);
        await manager.query(releaseToldSql, [target, keysLost]);
      }
      return { compared, lost, inDoubt };
    });
    // What a document tells is as far as it is. In a transaction of its own: it waits for rows that were passed over above.
    const documents = result.lost.map(({ key }) => key).filter((key) => key.startsWith(`${documentType}/`));
    if (documents.length > 0) await this.dataSource.query(pullToldSql, [target, documents]);
    return result;
  }

  async later(target: string, lease: string, told: readonly { key: string; delayMs: number }[]): Promise<void> {
    const columns = [told.map(({ key }) => key), told.map(({ delayMs }) => delayMs)];
    await this.dataSource.query(laterSql, [target, lease, ...columns]);
  }

  async msUntilDue(target: string): Promise<number | undefined> {
    const [row]: { ms: number }[] = await this.dataSource.query(msUntilDueSql, [target]);
    return row?.ms;
  }

  async page({ weight, target, after, limit }: PageOfDiffering): Promise<DifferingRecord[]> {
    const rows: (Omit<DifferingRecord, 'revision' | 'comparedAt'> & { revision: string; comparedAt: Date })[] =
      await this.dataSource.query(pageSql, [weight, target, ...after, limit]);
    return rows.map((row) => ({ ...row, revision: Number(row.revision), comparedAt: row.comparedAt.toISOString() }));
  }

  /** How many records differ now. */
  differing(): Promise<{ target: string; weight: Weight; count: number }[]> {
    return this.dataSource.query(differingSql);
  }
}
