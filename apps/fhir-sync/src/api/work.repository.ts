import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { releaseToldSql } from '../desired/sql.js';
import { releaseOverlay } from '../identity/source-identities.js';
import { overlaySuspected, workStates, type Settling, type WorkQuery, type WorkState } from './work.schema.js';

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
}

interface Page {
  readonly items: readonly WorkItem[];
  /** For the next page; null on the last one. */
  readonly after: string | null;
}

type Row = Omit<WorkItem, 'outcome'> & { readonly outcome: string | null };

@Injectable()
export class WorkRepository {
  constructor(private readonly dataSource: DataSource) {}

  async page({ target, state, after = '', limit }: WorkQuery): Promise<Page> {
    const rows: Row[] = await this.dataSource.query(pageSql, [
      target ?? null,
      state === undefined ? [...workStates, overlaySuspected] : [state],
      after,
      limit,
    ]);
    const last = rows.at(-1);
    const items = rows.map(({ outcome, ...row }) => ({
      ...row,
      outcome: outcome === null ? null : JSON.parse(outcome),
    }));
    return { items, after: rows.length < limit || last === undefined ? null : `${last.target} ${last.key}` };
  }

  /** Whether the record was waiting for a person in this revision. Who somebody is holds for all targets. */
  async settle(target: string, key: string, { revision, by, as, place }: Settling): Promise<boolean> {
    if (as === 'done' && (await this.#release(key, revision, by))) return true;
    const [rows] = await this.dataSource.query<[unknown[], number]>(settleSql, [
      target,
      key,
      revision,
      workStates,
      as,
      place ?? null,
      JSON.stringify(noteOf(by, as)),
    ]);
    if (rows.length === 0) return false;
    // Where it is a document, what it tells is as far as it is.
    await this.dataSource.query(releaseToldSql, [target, [key]]);
    return true;
  }

  #release(key: string, revision: number, by: string): Promise<boolean> {
    return this.dataSource.transaction((manager) => releaseOverlay(manager, { key, revision, by }));
  }
}

function noteOf(by: string, as: Settling['as']): object {
  const diagnostics = `${by}: ${as}`;
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'informational', diagnostics }] };
}

/**
 * $1 target (null: all), $2 states, $3 the last of the page before (`target key`), $4 most. Of records that are told in a
 * document it is the document that waits for somebody.
 */
const pageSql = `
  SELECT target, key, state, reason, lane, revision::float8 AS revision, delivered_revision::float8 AS "deliveredRevision",
         server_id AS "serverId", outcome
    FROM (SELECT target, key, state, reason, lane, revision, delivered_revision, server_id, outcome
            FROM desired_records
           WHERE state IN ('refused', 'outcome-unknown', 'by-hand') AND state = ANY ($2::text[]) AND lane <> 'document'
           UNION ALL
          SELECT target, key, '${overlaySuspected}', NULL, lane, revision, delivered_revision, server_id, outcome
            FROM desired_records
            JOIN (SELECT subject, key FROM source_identities WHERE overlay_since IS NOT NULL) AS overlaid USING (subject, key)
           WHERE '${overlaySuspected}' = ANY ($2::text[])
         ) AS work
   WHERE ($1::text IS NULL OR target = $1) AND target || ' ' || key > $3
   ORDER BY target, key
   LIMIT $4`;

/** $1 target, $2 key, $3 revision, $4 states, $5 what is said, $6 place, $7 who said it, as an OperationOutcome. */
const settleSql = `
  UPDATE desired_records AS record
     SET state = CASE WHEN $5 = 'done' THEN 'delivered' ELSE 'pending' END,
         reason = CASE WHEN $5 = 'done' THEN 'by-hand'
                       WHEN record.reason = 'changed-there' AND $5 = 'send-again' THEN 'ours-wins' END,
         delivered_revision = CASE WHEN $5 = 'done' THEN record.revision ELSE record.delivered_revision END,
         sent_digest = CASE WHEN $5 = 'done'
                            THEN rtrim(translate(encode(sha256(convert_to(desired.body, 'UTF8')), 'base64'), '+/', '-_'), '=')
                            ELSE record.sent_digest END,
         server_id = coalesce($6, record.server_id),
         entered_by_hand = record.entered_by_hand OR ($5 = 'done' AND record.server_id IS NULL),
         overruled_version = CASE WHEN $5 = 'done' THEN NULL
                                  WHEN record.reason = 'changed-there' AND $5 = 'send-again' THEN coalesce(record.left_version, '')
                                  ELSE record.overruled_version END,
         left_version = NULL, attempts = 0, intent_at = NULL, doubt_until = NULL, outcome = $7,
         next_attempt_at = CASE WHEN $5 <> 'done' THEN now() END
    FROM desired_bodies AS desired
   WHERE record.target = $1 AND record.key = $2 AND record.revision = $3 AND record.state = ANY ($4::text[])
     AND record.lane <> 'document' AND desired.key = record.key
  RETURNING record.key`;
