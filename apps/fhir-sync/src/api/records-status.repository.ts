import type { RecordsStatus, RecordState, StateSum } from '@ilium/contracts';
import { stateBucketsSql, toStateSum } from '@ilium/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IncomingRecords } from '../desired/incoming-records.js';
import { DesiredBodyEntity } from '../desired/desired-body.entity.js';
import { DesiredRecordEntity } from '../desired/desired-record.entity.js';

const deliveredState = stateBucketsSql({
  // A key counts once all its targets have it, or are not meant to. Documents are nobody's but the targets'.
  table: `(SELECT key, max(revision) AS revision FROM desired_records
            WHERE target = ANY ($1::text[]) AND resource_type <> 'DocumentReference' GROUP BY key
           HAVING bool_and(coalesce(delivered_revision = revision, false) OR state = 'kept')) AS settled`,
  key: 'key',
  revision: 'revision',
});

/** One record as the API shows it. */
export interface RecordStatus {
  readonly key: string;
  readonly resourceType: string;
  readonly state: RecordState;
  readonly reason: string | null;
  readonly revision: number;
  readonly deliveredRevision: number | null;
  readonly target: string;
  readonly lane: string;
  readonly serverVersion: string | null;
  /** Where the server has it, where the server chose the id. */
  readonly serverId: string | null;
  readonly attempts: number;
  /** Null while there is nothing to be tried. */
  readonly nextAttemptAt: string | null;
  /** What the server said when it refused the record. */
  readonly outcome: unknown;
}

interface GroupRow {
  readonly target: string;
  readonly resourceType: string;
  readonly state: RecordState;
  readonly retracted: boolean;
  readonly count: number;
}

/** Of targets that are configured: what there is of others is left alone. */
export interface RecordsSummary {
  readonly all: RecordCounts;
  readonly of: (target: string) => RecordCounts;
}

@Injectable()
export class RecordsStatusRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incoming: IncomingRecords,
  ) {}

  /** What is delivered, to be compared with what the mapper published. */
  async state(): Promise<StateSum> {
    return toStateSum(await this.dataSource.query(deliveredState, [this.incoming.targets]));
  }

  /** How many records are in each state, of all targets and of each; every record is in exactly one at each. */
  async summary(): Promise<RecordsSummary> {
    const groups: GroupRow[] = await this.dataSource.query(
      `
      SELECT target, resource_type AS "resourceType", state, retracted, count(*)::integer AS count
        FROM desired_records
       WHERE target = ANY ($1::text[])
       GROUP BY 1, 2, 3, 4`,
      [this.incoming.targets],
    );
    return {
      all: countsOf(groups),
      of: (target) => countsOf(groups.filter((group) => group.target === target)),
    };
  }

  async record(target: string, key: string): Promise<RecordStatus | undefined> {
    const row = await this.dataSource.getRepository(DesiredRecordEntity).findOne({
      where: { target, key },
      select: {
        target: true,
        key: true,
        lane: true,
        serverId: true,
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

  /** As all targets should have it. */
  async body(key: string): Promise<string | undefined> {
    return (await this.dataSource.getRepository(DesiredBodyEntity).findOneBy({ key }))?.body;
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
  kept: 0,
};

type RecordCounts = Pick<RecordsStatus, 'total' | 'byState' | 'delivered'>;

function countsOf(groups: readonly GroupRow[]): RecordCounts {
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

function sumOf(rows: readonly GroupRow[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function toStatus(row: DesiredRecordEntity): RecordStatus {
  const { target, key, lane, resourceType, state, reason, serverVersion, serverId, attempts } = row;
  return {
    target,
    key,
    lane,
    resourceType,
    state,
    reason,
    revision: Number(row.revision),
    deliveredRevision: row.deliveredRevision === null ? null : Number(row.deliveredRevision),
    serverVersion,
    serverId,
    attempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    outcome: row.outcome === null ? null : JSON.parse(row.outcome),
  };
}
