import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { releaseToldSql } from '../desired/release-sql.js';
import { alongIndexSql } from '../desired/sql.js';
import { acceptDoubt } from '../identity/identity-doubts.js';
import { releaseOverlay, wasReleased } from '../identity/source-identities.js';
import { retry } from '../lanes/hl7v2-out/queue/outgoing-queue.js';
import { remedyOf } from './work-remedies.js';
import { lockPlaceSql, pageSql, placeTakenSql, settleSql } from './work-sql.js';
import { listedStates, workStates, type Settling, type WorkQuery, type WorkState } from './work.schema.js';

/** A record that waits for a person, or a Patient whose records do. */
export interface WorkItem {
  readonly target: string;
  readonly key: string;
  readonly state: WorkState;
  readonly reason: string | null;
  readonly lane: string;
  readonly revision: number;
  /** The revision that the target has; null where it has none. */
  readonly deliveredRevision: number | null;
  readonly serverId: string | null;
  readonly outcome: unknown;
  /** The Patient of ours that it waits for; null where it waits for none. */
  readonly patient: string | null;
  /** Names what was compared last of its patient, where that differed. */
  readonly comparison: string | null;
  /** What a person can do about it. */
  readonly remedy: string;
}

interface Page {
  readonly items: readonly WorkItem[];
  /** For the next page; null on the last one. */
  readonly after: string | null;
}

type Row = Omit<WorkItem, 'outcome' | 'remedy'> & { readonly outcome: string | null };

@Injectable()
export class WorkRepository {
  constructor(private readonly dataSource: DataSource) {}

  async page({ target, state, reason, after = '', limit }: WorkQuery): Promise<Page> {
    const [afterTarget = '', afterKey = '', afterState = ''] = after.split(' ');
    const states = state === undefined ? listedStates : [state];
    const parameters = [target ?? null, states, reason ?? null, afterTarget, afterKey, afterState, limit];
    const rows = await this.dataSource.transaction(async (manager) => {
      await manager.query(alongIndexSql);
      return manager.query<Row[]>(pageSql, parameters);
    });
    const last = rows.at(-1);
    const items = rows.map(({ outcome, ...row }) => ({
      ...row,
      outcome: outcome === null ? null : JSON.parse(outcome),
      remedy: remedyOf(row),
    }));
    return {
      items,
      after: rows.length < limit || last === undefined ? null : `${last.target} ${last.key} ${last.state}`,
    };
  }

  /** Whether the record was waiting for a person in this revision. Whose a number is holds for all targets. */
  settle(target: string, key: string, said: Settling): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const { revision, by, as, comparison } = said;
      if (as === 'right-patient') {
        return comparison === undefined
          ? (await releaseOverlay(manager, { key, revision, by })) || (await wasReleased(manager, { key, revision }))
          : acceptDoubt(manager, { target, key, revision, comparison, by });
      }
      if (as === 'done' && (await releaseOverlay(manager, { key, revision, by }))) return true;
      return settleRecord(manager, target, key, said);
    });
  }

  /** Whether another record of ours is, or was, at this place of the target. */
  isTaken(target: string, key: string, place: string): Promise<boolean> {
    return isPlaceTaken(this.dataSource.manager, target, key, place);
  }
}

async function settleRecord(
  manager: EntityManager,
  target: string,
  key: string,
  { revision, by, as, place }: Settling,
): Promise<boolean> {
  if (place !== undefined) {
    // Of two who find two records at one place, one is wrong: whoever comes second sees what the first one said.
    await manager.query(lockPlaceSql, [target, place]);
    if (await isPlaceTaken(manager, target, key, place)) return false;
  }
  const [[settled]] = await manager.query<[{ lane: string }[], number]>(settleSql, [
    target,
    key,
    revision,
    workStates,
    as,
    place ?? null,
    JSON.stringify(noteOf(by, as)),
  ]);
  if (settled === undefined) return false;
  // Its queue knows the record already, and sends it again only where it is told so.
  if (as === 'send-again' && settled.lane === 'hl7v2-out') await retry(manager, target, key);
  // Where it is a document, what it tells is as far as it is.
  await manager.query(releaseToldSql, [target, [key]]);
  return true;
}

async function isPlaceTaken(manager: EntityManager, target: string, key: string, place: string): Promise<boolean> {
  const [row]: { isTaken: boolean }[] = await manager.query(placeTakenSql, [target, key, place]);
  return row?.isTaken === true;
}

function noteOf(by: string, as: Settling['as']): object {
  const diagnostics = `${by}: ${as}`;
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational', diagnostics }] };
}
