import type { RecordsStatus, RecordState, StateSum } from '@ilium/contracts';
import { stateBucketsSql, toStateSum } from '@ilium/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DesiredRecordEntity } from '../desired/desired-record.entity.js';

const deliveredState = stateBucketsSql({
  table: 'desired_records',
  key: 'key',
  revision: 'revision',
  where: 'delivered_revision = revision',
});

/** One record as the API shows it. */
export interface RecordStatus {
  readonly key: string;
  readonly resourceType: string;
  readonly state: RecordState;
  readonly reason: string | null;
  readonly revision: number;
  readonly deliveredRevision: number | null;
  readonly serverVersion: string | null;
  readonly attempts: number;
  /** Null while there is nothing to be tried. */
  readonly nextAttemptAt: string | null;
  /** What the server said when it refused the record. */
  readonly outcome: unknown;
}

interface GroupRow {
  readonly resourceType: string;
  readonly state: RecordState;
  readonly retracted: boolean;
  readonly count: number;
}

@Injectable()
export class RecordsStatusRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What is delivered, to be compared with what the mapper published. */
  async state(): Promise<StateSum> {
    return toStateSum(await this.dataSource.query(deliveredState));
  }

  /** How many records are in each state; every record is in exactly one. */
  async summary(): Promise<Pick<RecordsStatus, 'total' | 'byState' | 'delivered'>> {
    const groups: GroupRow[] = await this.dataSource.query(`
      SELECT resource_type AS "resourceType", state, retracted, count(*)::integer AS count
        FROM desired_records
       GROUP BY 1, 2, 3`);
    const byState: Partial<Record<RecordState, number>> = {};
    for (const { state, count } of groups) byState[state] = (byState[state] ?? 0) + count;
    const types = Map.groupBy(
      groups.filter(({ state }) => state === 'delivered'),
      ({ resourceType }) => resourceType,
    );
    return {
      total: sumOf(groups),
      byState: { ...noRecords, ...byState },
      delivered: [...types].toSorted().map(([resourceType, rows]) => ({
        resourceType,
        live: sumOf(rows.filter(({ retracted }) => !retracted)),
        retracted: sumOf(rows.filter(({ retracted }) => retracted)),
      })),
    };
  }

  async record(key: string): Promise<RecordStatus | undefined> {
    const row = await this.dataSource.getRepository(DesiredRecordEntity).findOne({
      where: { key },
      select: {
        key: true,
        resourceType: true,
        state: true,
        reason: true,
        revision: true,
        deliveredRevision: true,
        serverVersion: true,
        attempts: true,
        nextAttemptAt: true,
        outcome: true,
      },
    });
    return row === null ? undefined : toStatus(row);
  }
}

const noRecords: Record<RecordState, number> = {
  pending: 0,
  delivered: 0,
  waiting: 0,
  refused: 0,
  native: 0,
  'outcome-unknown': 0,
  'by-hand': 0,
};

function sumOf(rows: readonly GroupRow[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function toStatus(row: DesiredRecordEntity): RecordStatus {
  const { key, resourceType, state, reason, serverVersion, attempts } = row;
  return {
    key,
    resourceType,
    state,
    reason,
    revision: Number(row.revision),
    deliveredRevision: row.deliveredRevision === null ? null : Number(row.deliveredRevision),
    serverVersion,
    attempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    outcome: row.outcome === null ? null : JSON.parse(row.outcome),
  };
}
