/** The statements of reconciliations. All that wait for locks on records take them in key order. */

/** Of ours, and there as a record: delivered by a lane that writes records, also if what was read back lacked something. */
const isThere = `
  (record.state = 'delivered' OR record.reason LIKE 'read-back:%')
  AND (record.lane = 'repository' OR (record.lane = 'create-only' AND record.server_id IS NOT NULL))`;

/** $1 id, $2 target, $3 from, $4 to, $5 repair. One is running for a target at a time. */
export const beginSql = `
  INSERT INTO reconciliations (id, target, from_day, to_day, repair, state, phase, total)
  VALUES ($1, $2, $3, $4, $5, 'running', 'records',
          (SELECT count(*) FROM desired_records AS record WHERE record.target = $2 AND ${isThere}))
      ON CONFLICT (target) WHERE state = 'running' DO NOTHING
  RETURNING id`;

/** $1 days: what is older is forgotten, with what it found. */
export const forgetSql = `
  DELETE FROM reconciliations WHERE state <> 'running' AND started_at < now() - $1 * interval '1 day'`;

/** $1 targets, $2 lease, $3 its milliseconds. */
export const claimSql = `
  WITH due AS (
    SELECT id FROM reconciliations
     WHERE state = 'running' AND target = ANY ($1::text[]) AND (lease_until IS NULL OR lease_until < now())
     ORDER BY started_at
     LIMIT 1
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE reconciliations AS run SET lease_id = $2, lease_until = now() + $3 * interval '1 ms'
      FROM due WHERE run.id = due.id
    RETURNING run.id, run.target, run.from_day AS "from", run.to_day AS "to", run.repair, run.phase, run.cursor
  )
  SELECT * FROM claimed`;

/** $1 target, $2 key before the page, $3 records. */
export const pageSql = `
  SELECT record.key, coalesce(record.server_id, record.key) AS place, record.revision,
         record.server_version AS "serverVersion", body.body
    FROM desired_records AS record JOIN desired_bodies AS body USING (key)
   WHERE record.target = $1 AND record.key > $2 AND ${isThere}
   ORDER BY record.key
   LIMIT $3`;

/** $1 target, $2 keys, $3 revisions: those that did not change meanwhile. */
export const currentSql = `
  SELECT record.key FROM desired_records AS record
    JOIN unnest($2::text[], $3::bigint[]) AS row (key, revision) USING (key, revision)
   WHERE record.target = $1 AND ${isThere}
   ORDER BY record.key
     FOR UPDATE OF record`;

/** $1 id, $2 lease, $3 its milliseconds, $4 phase, $5 cursor, $6 records looked at, $7 compared. Nothing where the lease is lost. */
export const advanceSql = `
  WITH advanced AS (
    UPDATE reconciliations
       SET phase = $4, cursor = $5, looked_at = looked_at + $6, compared = compared + $7, reason = NULL,
           lease_until = now() + $3 * interval '1 ms'
     WHERE id = $1 AND lease_id = $2 AND state = 'running'
    RETURNING id
  )
  SELECT id FROM advanced`;

/** $1 id, then one array each: $2 keys, $3 kinds, $4 by whom, $5 versions there, $6 our versions, $7 sources, $8 differences, $9 repaired. */
export const findingsSql = `
  INSERT INTO reconciliation_findings
         (reconciliation, key, kind, changed_by, server_version, our_version, source, differences, repaired)
  SELECT $1, key, kind, changed_by, server_version, our_version, source, differences::jsonb, repaired
    FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[])
      AS row (key, kind, changed_by, server_version, our_version, source, differences, repaired)
      ON CONFLICT (reconciliation, key) DO NOTHING`;

/**
 * $1 target, $2 keys (locked), $3 whether each is missing, $4 the versions that were read. To be sent again by the delivery, whatever was sent before; what is
 * missing has no version and no place, so that it is created anew.
 */
export const repairSql = `
  WITH repaired AS (
    UPDATE desired_records AS record
       SET state = 'pending', reason = 'reconciliation', attempts = 0, outcome = NULL, next_attempt_at = now(),
           delivered_revision = NULL,
           -- What is created only is searched for once more before there could be a second one.
           sent_digest = CASE WHEN row.missing AND record.lane = 'create-only' THEN record.sent_digest END,
           intent_at = CASE WHEN row.missing AND record.lane = 'create-only' THEN now() END,
           server_version = CASE WHEN NOT row.missing THEN record.server_version END,
           server_id = CASE WHEN NOT row.missing THEN record.server_id END,
           left_version = NULL, overruled_version = CASE WHEN NOT row.missing THEN coalesce(row.version, '') END
      FROM unnest($2::text[], $3::boolean[], $4::text[]) AS row (key, missing, version)
     WHERE record.target = $1 AND record.key = row.key AND (record.lease_until IS NULL OR record.lease_until < now())
    RETURNING record.key
  )
  SELECT key FROM repaired`;

/** $1 target, $2 places on its server: those that records of ours have, under our ids or the server's. */
export const knownPlacesSql = `
  SELECT key AS place FROM desired_records WHERE target = $1 AND key = ANY ($2::text[])
   UNION
  SELECT server_id FROM desired_records WHERE target = $1 AND server_id = ANY ($2::text[])
   UNION
  SELECT place FROM documents CROSS JOIN unnest(former) AS place
   WHERE target = $1 AND former && $2::text[] AND place = ANY ($2::text[])`;

/**
 * $1 target, $2 type, $3 patients (as its records refer to them): what is about to be created there, or may have been, with what
 * it looks like.
 */
export const underWaySql = `
  SELECT key, intent_likeness AS likeness
    FROM desired_records
   WHERE target = $1 AND intent_at IS NOT NULL AND server_id IS NULL AND resource_type = $2
     AND intent_likeness::jsonb -> 'subject' ->> 'reference' = ANY ($3::text[])`;

/** Any record of ours: all carry the same tag. */
export const anyBodySql = `SELECT body FROM desired_bodies LIMIT 1`;
/** $1 target: the types of what it has as records. */
export const typesSql = `
  SELECT DISTINCT resource_type AS type FROM desired_records AS record WHERE target = $1 AND ${isThere} ORDER BY 1`;

/** $1 id, $2 lease, $3 why it does not go on; the lease is kept for as long again: $4 milliseconds. */
export const waitingSql = `
  UPDATE reconciliations SET reason = $3, lease_until = now() + $4 * interval '1 ms' WHERE id = $1 AND lease_id = $2`;

/** $1 id, $2 lease: as it stands, for whoever goes on. */
export const releaseSql = `UPDATE reconciliations SET lease_id = NULL, lease_until = NULL WHERE id = $1 AND lease_id = $2`;

/** $1 id, $2 lease, $3 types that the server could not be searched for. */
export const endSql = `
  UPDATE reconciliations
     SET state = 'done', reason = NULL, not_searched = $3, ended_at = now(), lease_id = NULL, lease_until = NULL
   WHERE id = $1 AND lease_id = $2`;

/** $1 id: it stops at its next page. */
export const cancelSql = `
  WITH cancelled AS (
    UPDATE reconciliations SET state = 'stopped', ended_at = now(), lease_id = NULL, lease_until = NULL
     WHERE id = $1 AND state = 'running'
    RETURNING id
  )
  SELECT id FROM cancelled`;

const shown = `
  run.id, run.target, run.from_day AS "from", run.to_day AS "to", run.repair, run.state, run.reason, run.phase,
  run.looked_at AS "lookedAt", run.compared, run.total, run.not_searched AS "notSearched",
  run.started_at AS "startedAt", run.ended_at AS "endedAt"`;

/** $1 id or null, $2 most. */
export const statusSql = `
  SELECT ${shown},
         coalesce((SELECT jsonb_object_agg(kind, count)
                     FROM (SELECT kind, count(*) FROM reconciliation_findings WHERE reconciliation = run.id GROUP BY 1) AS kinds), '{}') AS found,
         (SELECT count(*)::integer FROM reconciliation_findings WHERE reconciliation = run.id AND repaired) AS repaired
    FROM reconciliations AS run
   WHERE $1::uuid IS NULL OR run.id = $1
   ORDER BY run.started_at DESC
   LIMIT $2`;

/** $1 id, $2 key before the page, $3 rows. */
export const findingsPageSql = `
  SELECT key, kind, changed_by AS "changedBy", server_version AS "serverVersion", our_version AS "ourVersion", source,
         differences, repaired
    FROM reconciliation_findings
   WHERE reconciliation = $1 AND key > $2
   ORDER BY key
   LIMIT $3`;
