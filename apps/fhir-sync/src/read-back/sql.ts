import { isInDoubtSql } from '../desired/doubt.js';

/** The statements on `read_backs`. All are set-based, and all that wait for locks take them in key order. */

/** $1 target, $2 keys: those that are read again whatever the sample says, since they differed or are about to be read. */
export const watchedSql = `
  SELECT key FROM read_backs
   WHERE target = $1 AND key = ANY ($2::text[]) AND (weight IS NOT NULL OR due_at IS NOT NULL)`;

/** $1 target, $2 keys, $3 revisions, $4 places, $5 records as sent, $6 versions, $7 milliseconds until each is due. */
export const planSql = `
  INSERT INTO read_backs AS planned (target, key, revision, place, sent, server_version, due_at)
  SELECT $1, key, revision, place, sent, server_version, now() + ms * interval '1 ms'
    FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::float8[])
      AS row (key, revision, place, sent, server_version, ms)
   ORDER BY key COLLATE "C"
      ON CONFLICT (target, key) DO UPDATE
     SET revision = excluded.revision, place = excluded.place, sent = excluded.sent,
         server_version = excluded.server_version, due_at = excluded.due_at, attempts = 0,
         lease_id = NULL, lease_until = NULL
   WHERE planned.revision <= excluded.revision`;

/** $1 target, $2 most rows, $3 lease, $4 its milliseconds. */
export const claimSql = `
  WITH due AS (
    SELECT key FROM read_backs
     WHERE target = $1 AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
     ORDER BY due_at
     LIMIT $2
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE read_backs AS row SET lease_id = $3, lease_until = now() + $4 * interval '1 ms'
      FROM due WHERE row.target = $1 AND row.key = due.key
    RETURNING row.key, row.revision, row.place, row.sent, row.server_version AS "serverVersion", row.attempts
  )
  SELECT * FROM claimed ORDER BY key`;

/**
 * $1 target, $2 keys, $3 revisions: those that are still what the server should have, and locked until that is written down; or that
 * would be, and may yet be written over by an earlier request.
 */
export const currentSql = `
  SELECT record.key, record.state = 'delivered' AS "isDelivered" FROM desired_records AS record
    JOIN unnest($2::text[], $3::bigint[]) AS row (key, revision) USING (key, revision)
   WHERE record.target = $1
     AND (record.state = 'delivered' OR (record.state = 'pending' AND ${isInDoubtSql('record.reason')}))
   ORDER BY record.key
     FOR UPDATE OF record`;

/** $1 target, $2 lease, $3 keys, $4 differences, $5 weights, $6 whether others changed the record since. */
export const comparedSql = `
  WITH told AS (
    SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::boolean[])
      AS row (key, differences, weight, changed_since)
  ), held AS (
    SELECT key FROM read_backs WHERE target = $1 AND lease_id = $2 AND key = ANY ($3::text[]) ORDER BY key FOR UPDATE
  ), written AS (
    UPDATE read_backs AS row
       SET differences = told.differences::jsonb, weight = told.weight, changed_since = told.changed_since,
           compared_at = now(), compared_revision = row.revision,
           sent = NULL, due_at = NULL, attempts = 0, lease_id = NULL, lease_until = NULL
      FROM held JOIN told USING (key)
     WHERE row.target = $1 AND row.key = held.key
    RETURNING row.key
  )
  SELECT key FROM written`;

/** $1 target, $2 lease, $3 keys: no longer what the server should have; the next delivery plans anew. */
export const outdatedSql = `
  UPDATE read_backs SET sent = NULL, due_at = NULL, attempts = 0, lease_id = NULL, lease_until = NULL
   WHERE target = $1 AND lease_id = $2 AND key = ANY ($3::text[])`;

/** $1 target, $2 lease, $3 keys, $4 milliseconds until each is due. */
export const laterSql = `
  UPDATE read_backs AS row
     SET due_at = now() + told.ms * interval '1 ms', attempts = attempts + 1, lease_id = NULL, lease_until = NULL
    FROM unnest($3::text[], $4::float8[]) AS told (key, ms)
   WHERE row.target = $1 AND row.lease_id = $2 AND row.key = told.key`;

/**
 * $1 target, $2 keys (locked), $3 reasons, $4 OperationOutcomes: the server took the revision, and does not hold what it
 * says. So nothing of ours counts as sent: sent again, it is written again.
 */
export const refuseSql = `
  UPDATE desired_records AS record
     SET state = 'refused', reason = row.reason, outcome = row.outcome, next_attempt_at = NULL, attempts = 0,
         delivered_revision = NULL, sent_digest = NULL
    FROM unnest($2::text[], $3::text[], $4::text[]) AS row (key, reason, outcome)
   WHERE record.target = $1 AND record.key = row.key AND record.state = 'delivered'`;

/** $1 target. Milliseconds until a row is due that nobody holds. */
export const msUntilDueSql = `
  SELECT greatest(0, extract(epoch FROM greatest(due_at, lease_until) - clock_timestamp()) * 1000)::float8 AS ms
    FROM read_backs
   WHERE target = $1 AND due_at IS NOT NULL
   ORDER BY 1
   LIMIT 1`;

/** $1 weight or null, $2 target or null, $3 and $4 the target and key before the page, $5 rows of the page. */
export const pageSql = `
  SELECT target, key, compared_revision AS revision, compared_at AS "comparedAt", changed_since AS "changedSince", differences
    FROM read_backs
   WHERE weight IS NOT NULL AND ($1::text IS NULL OR weight = $1) AND ($2::text IS NULL OR target = $2)
     AND (target, key) > ($3, $4)
   ORDER BY target, key
   LIMIT $5`;

export const differingSql = `
  SELECT target, weight, count(*)::integer AS count FROM read_backs WHERE weight IS NOT NULL GROUP BY 1, 2`;
