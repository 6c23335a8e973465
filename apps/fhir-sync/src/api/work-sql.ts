import { heldReasons, overlaidSql, type HeldReason } from '../desired/held-reasons.js';
import { overlaySuspected } from './work.schema.js';

/** The statements of the list of work. */

const columns =
  'record.lane, record.revision, record.delivered_revision, record.server_id, record.outcome, record.subject';
const asked = (state: string): string =>
  `($1::text IS NULL OR record.target = $1) AND (record.target, record.key, ${state}) > ($4, $5, $6)`;
const inOrder = `ORDER BY record.target, record.key LIMIT $7`;

const heldFor = (reason: HeldReason): string => `
    SELECT record.target, record.key, record.state, record.reason, ${columns}
      FROM desired_records AS record
     WHERE state = 'waiting' AND reason = '${reason}' AND 'waiting' = ANY ($2::text[])
       AND ($3::text IS NULL OR $3 = '${reason}') AND ${asked(`'waiting'`)} ${inOrder}`;

/**
 * $1 target (null: all), $2 states, $3 a reason to wait (null: whatever is work), $4 to $6 target, key and state of the last of
 * the page before, $7 most. Of records that are told in a document it is the document that waits for somebody, but for those
 * that are in none. Each part is read by an index that holds nothing else, in its order, and no further than the page goes.
 */
export const pageSql = `
  WITH settled AS (
    SELECT record.target, record.key, record.state, record.reason, ${columns}
      FROM desired_records AS record
     WHERE state IN ('refused', 'outcome-unknown', 'by-hand') AND ARRAY['refused', 'outcome-unknown', 'by-hand'] && $2::text[]
       AND state = ANY ($2::text[]) AND lane <> 'document' AND $3::text IS NULL AND ${asked('record.state')} ${inOrder}
  ), held AS (
    ${heldReasons.map((reason) => `(${heldFor(reason)})`).join(' UNION ALL ')}
  ), overlaid AS (
    SELECT record.target, record.key, '${overlaySuspected}' AS state, NULL AS reason, ${columns}
      FROM ${overlaidSql}
     WHERE '${overlaySuspected}' = ANY ($2::text[])
       AND $3::text IS NULL AND ${asked(`'${overlaySuspected}'`)} ${inOrder}
  ), page AS (
    SELECT * FROM settled UNION ALL SELECT * FROM held UNION ALL SELECT * FROM overlaid ORDER BY target, key, state LIMIT $7
  )
  SELECT page.target, page.key, state, reason, lane, page.revision::float8 AS revision,
         delivered_revision::float8 AS "deliveredRevision", server_id AS "serverId", outcome,
         identity.key AS patient, doubt.comparison
    FROM page
    LEFT JOIN source_identities AS identity ON identity.subject = page.subject AND page.state = 'waiting'
    LEFT JOIN identity_doubts AS doubt
           ON doubt.subject = page.subject AND doubt.target = page.target AND page.reason = 'identity-mismatch'
   ORDER BY page.target, page.key, state`;

/** $1 target, $2 place: whoever finds a record there waits until nobody else does. */
export const lockPlaceSql = `SELECT pg_advisory_xact_lock(hashtextextended('place ' || $1::text || ' ' || $2::text, 0))`;

/**
 * $1 target, $2 key, $3 a place on its server: whether it is another record's (under our own id, where it goes by that), or an
 * earlier document's.
 */
export const placeTakenSql = `
  SELECT EXISTS (SELECT FROM desired_records WHERE target = $1 AND server_id = $3 AND key <> $2)
      OR EXISTS (SELECT FROM desired_records
                  WHERE target = $1 AND key = $3 AND key <> $2 AND server_id IS NULL AND lane = 'repository')
      OR EXISTS (SELECT FROM documents WHERE target = $1 AND former && ARRAY[$3::text]) AS "isTaken"`;

/** $1 target, $2 key, $3 revision, $4 states, $5 what is said, $6 place, $7 who said it, as an OperationOutcome. */
export const settleSql = `
  UPDATE desired_records AS record
     SET state = CASE WHEN $5 = 'done' THEN 'delivered' ELSE 'pending' END,
         reason = CASE WHEN $5 = 'done' THEN 'by-hand'
                       WHEN record.reason = 'changed-there' AND $5 = 'send-again' THEN 'ours-wins' END,
         delivered_revision = CASE WHEN $5 = 'done' THEN record.revision ELSE record.delivered_revision END,
         sent_digest = CASE WHEN $5 = 'done'
                            THEN rtrim(translate(encode(sha256(convert_to(desired.body, 'UTF8')), 'base64'), '+/', '-_'), '=')
                            ELSE record.sent_digest END,
         server_id = coalesce($6, record.server_id),
         -- Under our own id it has been there: nobody had to enter it.
         entered_by_hand = record.entered_by_hand
           OR ($5 = 'done' AND record.server_id IS NULL
               AND (record.lane <> 'repository' OR coalesce(record.delivered_revision::text, record.server_version) IS NULL)),
         overruled_version = CASE WHEN $5 = 'done' THEN NULL
                                  WHEN record.reason = 'changed-there' AND $5 = 'send-again' THEN coalesce(record.left_version, '')
                                  ELSE record.overruled_version END,
         left_version = NULL, attempts = 0, intent_at = NULL, doubt_until = NULL, outcome = $7,
         next_attempt_at = CASE WHEN $5 <> 'done' THEN now() END
    FROM desired_bodies AS desired
   WHERE record.target = $1 AND record.key = $2 AND record.revision = $3 AND record.state = ANY ($4::text[])
     AND record.lane <> 'document' AND desired.key = record.key
  RETURNING record.lane`;
