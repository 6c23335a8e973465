/** The statements on `desired_records` and `desired_bodies`. All are set-based, and all that wait for locks take them in key order. */

/**
 * A lease that ran out was held by an instance that died, perhaps after it sent a first write: the server may apply that
 * one yet. (`ms`: the milliseconds of a lease, which has room for three requests.)
 */
const doubtAfter = (ms: string): string => `
  doubt_until = CASE WHEN record.lease_id IS NOT NULL AND record.server_version IS NULL
                     THEN now() + ${ms} / 3 * interval '1 ms' ELSE record.doubt_until END`;

const unleased = `(lease_until IS NULL OR lease_until < now())`;

const claimedColumns = `
  record.key, record.revision, record.refers_to AS "refersTo", record.attempts,
  record.state = 'pending' AND record.attempts > 0 AS suspect, record.server_version AS "serverVersion",
  greatest(0, coalesce(extract(epoch FROM record.doubt_until - now()) * 1000, 0))::float8 AS "doubtMs",
  record.reason IS NOT DISTINCT FROM 'in-doubt' AS confirm`;

/** $1 keys, $2 resource types, $3 revisions, $4 bodies, $5 subjects, $6 keys referred to (by blanks), $7 retracted. */
export const keepSql = `
  WITH incoming AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::boolean[])
      AS row (key, resource_type, revision, body, subject, refers_to, retracted)
  ), written AS (
    INSERT INTO desired_records AS record
           (key, resource_type, revision, bytes, subject, refers_to, retracted, state, next_attempt_at)
    SELECT key, resource_type, revision, octet_length(body), subject, string_to_array(refers_to, ' '), retracted, 'pending', now()
      FROM incoming
     ORDER BY key COLLATE "C"
        ON CONFLICT (key) DO UPDATE
       SET revision = excluded.revision, bytes = excluded.bytes, subject = excluded.subject,
           refers_to = excluded.refers_to, retracted = excluded.retracted, state = 'pending', reason = NULL,
           attempts = 0, next_attempt_at = now(), outcome = NULL
     WHERE record.revision < excluded.revision
    RETURNING new.key, old.revision AS before
  ), bodies AS (
    INSERT INTO desired_bodies (key, body)
    SELECT key, body FROM incoming JOIN written USING (key) ORDER BY key COLLATE "C"
        ON CONFLICT (key) DO UPDATE SET body = excluded.body
  )
  SELECT key, before FROM written`;

/** $1 keys that were not written: their rows are as new or newer, and locked by the statement above. */
export const storedRevisionsSql = `
  SELECT key, revision AS before FROM desired_records WHERE key = ANY ($1::text[])`;

/**
 * A night's backlog among millions of delivered records looks small to a planner whose statistics are from the day before:
 * it would read or sort all of it for each claim. So the indexes are used, whatever the statistics say.
 */
export const byIndexSql = `SET LOCAL enable_seqscan = off`;
/** In the order of the index, so that the first rows cost the first rows. */
export const alongIndexSql = `${byIndexSql}; SET LOCAL enable_bitmapscan = off`;

/** $1 most records, $2 most bytes (one record may be larger), $3 lease, $4 its milliseconds. */
export const claimDueSql = `
  WITH due AS (
    SELECT key, next_attempt_at, subject, bytes
      FROM desired_records
     WHERE next_attempt_at <= now() AND ${unleased}
     ORDER BY next_attempt_at, subject
     LIMIT $1
       FOR UPDATE SKIP LOCKED
  ), measured AS (
    SELECT key, sum(bytes) OVER (ORDER BY next_attempt_at, subject, key) - bytes AS bytes_before FROM due
  ), claimed AS (
    UPDATE desired_records AS record SET lease_id = $3, lease_until = now() + $4 * interval '1 ms', ${doubtAfter('$4')}
      FROM measured
     WHERE record.key = measured.key AND bytes_before < $2
    RETURNING ${claimedColumns}
  )
  SELECT * FROM claimed`;

/** $1 keys, $2 lease, $3 its milliseconds. */
export const claimReferredSql = `
  WITH due AS (
    SELECT key FROM desired_records
     WHERE key = ANY ($1::text[]) AND state = 'pending' AND next_attempt_at <= now() AND ${unleased}
     ORDER BY key
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE desired_records AS record SET lease_id = $2, lease_until = now() + $3 * interval '1 ms', ${doubtAfter('$3')}
      FROM due
     WHERE record.key = due.key
    RETURNING ${claimedColumns}
  )
  SELECT * FROM claimed`;

/** $1 keys. A refused record holds what refers to it, even if the server has an older revision of it. */
export const presentSql = `
  SELECT key FROM desired_records
   WHERE key = ANY ($1::text[]) AND delivered_revision IS NOT NULL AND state <> 'refused'`;

/** $1 keys, whose records are locked: so their bodies are those of the claimed revisions. */
export const bodiesSql = `SELECT key, body FROM desired_bodies WHERE key = ANY ($1::text[])`;

/** $1 lease, $2 its milliseconds, $3 keys. */
export const renewSql = `
  WITH held AS (
    SELECT key FROM desired_records WHERE key = ANY ($3::text[]) AND lease_id = $1 ORDER BY key FOR UPDATE
  ), renewed AS (
    UPDATE desired_records AS record SET lease_until = now() + $2 * interval '1 ms'
      FROM held WHERE record.key = held.key
    RETURNING record.key
  )
  SELECT count(*)::integer AS count FROM renewed`;

/**
 * One array each: $1 leases, $2 keys, $3 revisions, $4 states, $5 reasons, $6 attempts, $7 delays, $8 versions, $9 outcomes, $10 doubts.
 * A state (and all that belongs to it) counts for the revision that was sent, and only under the lease it was sent under.
 */
export const settleSql = `
  WITH settled AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::integer[], $7::float8[], $8::text[], $9::text[], $10::float8[])
      AS row (lease_id, key, revision, state, reason, attempts, delay_ms, server_version, outcome, doubt_ms)
  ), held AS (
    SELECT record.key, settled.lease_id, record.revision = settled.revision AND settled.state IS NOT NULL AS current
      FROM desired_records AS record JOIN settled USING (key)
     WHERE record.lease_id = settled.lease_id
     ORDER BY record.key
       FOR UPDATE OF record
  ), written AS (
    UPDATE desired_records AS record
       SET state = CASE WHEN current THEN settled.state ELSE record.state END,
           reason = CASE WHEN current THEN settled.reason ELSE record.reason END,
           attempts = CASE WHEN current THEN settled.attempts ELSE record.attempts END,
           outcome = CASE WHEN current THEN settled.outcome ELSE record.outcome END,
           next_attempt_at = CASE WHEN NOT current THEN record.next_attempt_at
                                  WHEN settled.state IN ('pending', 'waiting')
                                  THEN clock_timestamp() + settled.delay_ms * interval '1 ms' END,
           delivered_revision = CASE WHEN settled.state = 'delivered' THEN settled.revision
                                     ELSE record.delivered_revision END,
           server_version = CASE WHEN settled.state = 'delivered' OR settled.reason = 'in-doubt'
                                 THEN settled.server_version ELSE record.server_version END,
           doubt_until = CASE WHEN settled.state = 'delivered' THEN NULL
                              WHEN settled.doubt_ms > 0
                              THEN greatest(record.doubt_until, clock_timestamp() + settled.doubt_ms * interval '1 ms')
                              ELSE record.doubt_until END,
           lease_id = NULL, lease_until = NULL
      FROM held JOIN settled USING (key, lease_id)
     WHERE record.key = held.key
    RETURNING record.key, held.lease_id AS "leaseId", coalesce(settled.state = 'delivered', false) AS delivered
  )
  SELECT * FROM written`;

/**
 * $1 keys that were sent, and whose lease another instance has taken over meanwhile. Its request and ours may have reached
 * the server in either order, so what counts as delivered is sent once more.
 */
export const doubtSql = `
  WITH doubtful AS (
    SELECT key FROM desired_records WHERE key = ANY ($1::text[]) AND state = 'delivered' ORDER BY key FOR UPDATE
  )
  UPDATE desired_records AS record SET state = 'pending', reason = 'taken-over', attempts = 0, next_attempt_at = now()
    FROM doubtful WHERE record.key = doubtful.key`;

/**
 * $1 keys that the server holds now: what waited for them is due. A row that somebody else is changing is left alone: its
 * own clock brings it back.
 */
export const releaseReferringSql = `
  WITH held AS (
    SELECT key FROM desired_records
     WHERE state = 'waiting' AND reason = 'reference' AND refers_to && $1::text[]
       FOR UPDATE SKIP LOCKED
  )
  UPDATE desired_records AS record SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = now()
    FROM held WHERE record.key = held.key`;

/** Milliseconds until a record is due that nobody holds; null when none ever will be. */
export const msUntilDueSql = `
  SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8 * 1000 AS ms
    FROM desired_records
   WHERE next_attempt_at IS NOT NULL AND ${unleased}
   ORDER BY next_attempt_at
   LIMIT 1`;
