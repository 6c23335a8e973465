import { doubtTimeouts, isInDoubtSql } from './doubt.js';
import { provenanceMissing, referenceFound } from './owed-reasons.js';

/** The statements on `desired_records` and `desired_bodies`. All are set-based, and all that wait for locks take them in key order. */

/**
 * A lease that ran out was held by an instance that died, perhaps after it sent a first write: the server may apply that
 * one yet. (`ms`: the milliseconds of a lease, which has room for three requests.)
 */
const doubtAfter = (ms: string): string => `
  doubt_until = CASE WHEN record.lease_id IS NOT NULL AND record.server_version IS NULL
                     THEN now() + ${doubtTimeouts} * ${ms} / 3 * interval '1 ms' ELSE record.doubt_until END`;

/** Nobody has it in hand. */
export const unleased = `(lease_until IS NULL OR lease_until < now())`;

/** Told otherwise than as a record, entered there by somebody, taken back before it was there, or the target's own and not found. */
const neverThere = `(lane IN ('none', 'document', 'hl7v2-out') OR (server_id IS NULL AND
  (entered_by_hand OR (lane = 'native' AND attempts > 0) OR (lane = 'create-only' AND state = 'delivered'))))`;

/** A record of the lane \`none\` is kept here only. (\`lane\`: the expression that says which it is.) */
export const firstState = (lane: string): string => `CASE ${lane} WHEN 'none' THEN 'kept' ELSE 'pending' END`;
export const firstAttempt = (lane: string): string => `CASE ${lane} WHEN 'none' THEN NULL ELSE now() END`;

/**
 * What failed before, perhaps for reasons of its own: also what is there already, and failed at what it is owed. (The first attempt at
 * that is none that failed.)
 */
const isSuspect = `
  (record.state = 'pending' AND record.attempts > 0 AND NOT ${isInDoubtSql('record.reason')}
   OR record.state = 'delivered' AND record.reason IN ('${provenanceMissing}', '${referenceFound}') AND record.attempts > 1)`;

const claimedColumns = `
  record.key, record.revision, record.subject, record.refers_to AS "refersTo", record.attempts,
  ${isSuspect} AS suspect, record.server_version AS "serverVersion",
  greatest(0, coalesce(extract(epoch FROM record.doubt_until - now()) * 1000, 0))::float8 AS "doubtMs",
  ${isInDoubtSql('record.reason')} AS confirm, record.lane, record.retracted, record.reason, record.server_id AS "serverId",
  record.sent_digest AS "sentDigest", record.intent_at IS NOT NULL AS "isIntended", record.is_shared AS "isShared",
  record.intent_likeness AS "intentLikeness", record.overruled_version AS "overruledVersion", record.entered_by_hand AS "isEnteredByHand",
  coalesce(extract(epoch FROM now() - record.intent_at) * 1000, 0)::float8 AS "intentAgeMs",
  (extract(epoch FROM now() - record.intent_since) * 1000)::float8 AS "sentForMs",
  record.state = 'delivered' AS "isDelivered", record.revised_at AS "revisedAt",
  coalesce(record.first_revision = record.revision, record.delivered_revision IS NULL) AS "isFirst",
  (extract(epoch FROM now() - record.revised_at) * 1000)::float8 AS "ageMs"`;

/**
 * $1 keys, $2 resource types, $3 revisions, $4 bodies, $5 subjects, $6 keys referred to (by blanks), $7 retracted, $8 sites;
 * then of each target that takes any of them: $9 targets, $10 their sites (null: all), $11 resource types, $12 lanes.
 */
export const keepSql = `
  WITH incoming AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[])
      AS row (key, resource_type, revision, body, subject, refers_to, retracted, site)
  ), routes AS (
    SELECT * FROM unnest($9::text[], $10::text[], $11::text[], $12::text[]) AS route (target, target_site, resource_type, lane)
  ), written AS (
    INSERT INTO desired_records AS record
           (target, key, site, lane, resource_type, revision, bytes, subject, refers_to, retracted, state, next_attempt_at)
    SELECT target, key, site, lane, resource_type, revision, octet_length(body), subject, string_to_array(refers_to, ' '),
           retracted, ${firstState('lane')}, ${firstAttempt('lane')}
      FROM incoming JOIN routes USING (resource_type)
     WHERE target_site IS NULL OR target_site = site
     ORDER BY target, key COLLATE "C"
        ON CONFLICT (target, key) DO UPDATE
       SET revision = excluded.revision, bytes = excluded.bytes, subject = excluded.subject, site = excluded.site,
           refers_to = excluded.refers_to, retracted = excluded.retracted, state = ${firstState('record.lane')},
           reason = NULL, attempts = 0, next_attempt_at = ${firstAttempt('record.lane')}, outcome = NULL, revised_at = now()
     WHERE record.revision < excluded.revision
    RETURNING new.key, old.revision AS before
  ), bodies AS (
    INSERT INTO desired_bodies (key, body)
    SELECT key, body FROM incoming WHERE key IN (SELECT key FROM written) ORDER BY key COLLATE "C"
        ON CONFLICT (key) DO UPDATE SET body = excluded.body
  )
  SELECT key, max(before) AS before FROM written GROUP BY key`;

/** $1 keys that were not written: their rows are as new or newer, and locked by the statement above. */
export const storedRevisionsSql = `
  SELECT key, max(revision) AS before FROM desired_records WHERE key = ANY ($1::text[]) GROUP BY key`;

/**
 * A night's backlog among millions of delivered records looks small to a planner whose statistics are from the day before:
 * it would read or sort all of it for each claim. So the indexes are used, whatever the statistics say.
 */
export const byIndexSql = `SET LOCAL enable_seqscan = off`;
/** In the order of the index, so that the first rows cost the first rows. */
export const alongIndexSql = `${byIndexSql}; SET LOCAL enable_bitmapscan = off`;

/**
 * $1 most records, $2 most bytes (one record may be larger), $3 lease, $4 its milliseconds, $5 target, $6 most records of the lane
 * create-only, each of which is a request of its own.
 */
const claimDue = (lanes: string): string => `
  WITH due AS (
    SELECT key, next_attempt_at, subject, bytes, lane
      FROM desired_records
     WHERE target = $5 ${lanes} AND next_attempt_at <= now() AND ${unleased}
     ORDER BY next_attempt_at, subject
     LIMIT $1
       FOR UPDATE SKIP LOCKED
  ), measured AS (
    SELECT key, sum(bytes) OVER in_order - bytes AS bytes_before,
           lane = 'create-only' AND count(*) FILTER (WHERE lane = 'create-only') OVER in_order > $6 AS is_beyond
      FROM due
    WINDOW in_order AS (ORDER BY next_attempt_at, subject, key)
  ), claimed AS (
    UPDATE desired_records AS record SET lease_id = $3, lease_until = now() + $4 * interval '1 ms', ${doubtAfter('$4')}
      FROM measured
     WHERE record.target = $5 AND record.key = measured.key AND bytes_before < $2 AND NOT is_beyond
    RETURNING ${claimedColumns}
  )
  SELECT * FROM claimed`;
export const claimDueSql = claimDue('');
/** Of these only what is sent in its own time, whether the target's FHIR server is there or not. */
export const claimInOwnTimeSql = claimDue(`AND lane IN ('document', 'hl7v2-out')`);

/** $1 keys, $2 lease, $3 its milliseconds, $4 target. */
export const claimReferredSql = `
  WITH due AS (
    SELECT key FROM desired_records
     WHERE target = $4 AND key = ANY ($1::text[]) AND state = 'pending' AND next_attempt_at <= now() AND ${unleased}
     ORDER BY key
       FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE desired_records AS record SET lease_id = $2, lease_until = now() + $3 * interval '1 ms', ${doubtAfter('$3')}
      FROM due
     WHERE record.target = $4 AND record.key = due.key
    RETURNING ${claimedColumns}
  )
  SELECT * FROM claimed`;

/** $1 keys, $2 target: where it has them, or will. Never there: they can only be named by identifier. */
export const placesSql = `
  SELECT key, ${neverThere} AS "isNeverThere", coalesce(server_id, key) AS place
    FROM desired_records
   WHERE target = $2 AND key = ANY ($1::text[])`;

/**
 * $1 keys, $2 target: those that it has. A refused record holds what refers to it, even if the server has an older revision
 * of it; one that was found there, and is to be corrected by hand, holds nothing.
 */
export const presentSql = `${placesSql}
     AND (${neverThere} OR (coalesce(delivered_revision::text, server_id) IS NOT NULL AND state <> 'refused'))`;

/** $1 keys, whose records are locked: so their bodies are those of the claimed revisions. */
export const bodiesSql = `SELECT key, body FROM desired_bodies WHERE key = ANY ($1::text[])`;

/** $1 lease, $2 its milliseconds, $3 keys, $4 target: those of them that are held under it still. */
export const renewSql = `
  WITH held AS (
    SELECT key FROM desired_records WHERE target = $4 AND key = ANY ($3::text[]) AND lease_id = $1 ORDER BY key FOR UPDATE
  ), renewed AS (
    UPDATE desired_records AS record SET lease_until = now() + $2 * interval '1 ms'
      FROM held WHERE record.target = $4 AND record.key = held.key
    RETURNING record.key
  )
  SELECT key FROM renewed`;

/** What is not due was not taken so: a look at what the server holds refused it while it was in hand, and that stands. */
const refusedMeanwhile = `(record.state = 'refused' AND record.next_attempt_at IS NULL)`;

/**
 * $1 target; then one array each: $2 leases, $3 keys, $4 revisions, $5 states, $6 reasons, $7 attempts, $8 delays, $9 versions,
 * $10 outcomes, $11 doubts, $12 places on the server, $13 digests of what was sent, $14 whether a create may be on its way,
 * $15 whether others' elements stand in it, $16 versions with others' changes that stay, $17 keys that they name by
 * identifier only (by blanks).
 * A state (and all that belongs to it) counts for the revision that was sent, and only under the lease it was sent under.
 */
export const settleSql = `
  WITH settled AS (
    SELECT * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::integer[], $8::float8[], $9::text[],
                         $10::text[], $11::float8[], $12::text[], $13::text[], $14::boolean[], $15::boolean[], $16::text[], $17::text[])
      AS row (lease_id, key, revision, state, reason, attempts, delay_ms, server_version, outcome, doubt_ms, server_id, sent_digest,
              is_intended, is_shared, left_version, named_only)
  ), held AS (
    SELECT record.key, settled.lease_id, ${refusedMeanwhile} AS refused,
           record.revision = settled.revision AND settled.state IS NOT NULL AND NOT ${refusedMeanwhile} AS current
      FROM desired_records AS record JOIN settled USING (key)
     WHERE record.target = $1 AND record.lease_id = settled.lease_id
     ORDER BY record.key
       FOR UPDATE OF record
  ), written AS (
    UPDATE desired_records AS record
       SET state = CASE WHEN current THEN settled.state ELSE record.state END,
           reason = CASE WHEN current THEN settled.reason ELSE record.reason END,
           attempts = CASE WHEN current THEN settled.attempts ELSE record.attempts END,
           outcome = CASE WHEN current THEN settled.outcome ELSE record.outcome END,
           next_attempt_at = CASE WHEN NOT current THEN record.next_attempt_at
                                  -- It was released while it was in hand.
                                  WHEN settled.state = 'waiting' AND record.attempts < settled.attempts - 1 THEN now()
                                  WHEN settled.state IN ('pending', 'waiting') OR settled.delay_ms > 0
                                  THEN clock_timestamp() + settled.delay_ms * interval '1 ms' END,
           delivered_revision = CASE WHEN settled.state IN ('delivered', 'native') AND NOT refused THEN settled.revision
                                     ELSE record.delivered_revision END,
           first_revision = coalesce(record.first_revision, CASE WHEN settled.state = 'delivered' AND record.delivered_revision IS NULL
                                                                THEN settled.revision END),
           server_id = coalesce(settled.server_id, record.server_id),
           sent_digest = coalesce(settled.sent_digest, record.sent_digest),
           is_shared = coalesce(settled.is_shared, record.is_shared),
           named_only = CASE WHEN settled.named_only IS NULL THEN record.named_only
                             ELSE nullif(string_to_array(settled.named_only, ' '), '{}') END,
           left_version = CASE WHEN settled.state IS DISTINCT FROM 'delivered' THEN coalesce(settled.left_version, record.left_version) END,
           -- Carried out by a write of any revision; what others change from then on is judged anew.
           overruled_version = CASE WHEN settled.state IS DISTINCT FROM 'delivered' THEN record.overruled_version END,
           intent_at = CASE WHEN settled.state IS NULL OR settled.is_intended THEN record.intent_at END,
           server_version = CASE WHEN settled.state = 'delivered' OR ${isInDoubtSql('settled.reason')}
                                 THEN settled.server_version ELSE record.server_version END,
           doubt_until = CASE WHEN settled.doubt_ms > 0
                              THEN greatest(record.doubt_until, clock_timestamp() + settled.doubt_ms * interval '1 ms')
                              WHEN settled.state IS DISTINCT FROM 'delivered' THEN record.doubt_until END,
           lease_id = NULL, lease_until = NULL
      FROM held JOIN settled USING (key, lease_id)
     WHERE record.target = $1 AND record.key = held.key
    RETURNING record.key, held.lease_id AS "leaseId", NOT refused AND coalesce(settled.state IN ('delivered', 'native'), false) OR settled.server_id IS NOT NULL AS "isThere",
              record.state = 'delivered' AND record.named_only IS NOT NULL AS "isNaming"
  )
  SELECT * FROM written`;

/**
 * $1 target, $2 keys that were sent, and whose lease another instance has taken over meanwhile. Its request and ours may have reached
 * the server in either order, so what counts as delivered is sent once more. (What is told by others was not sent itself.)
 */
export const doubtSql = `
  WITH doubtful AS (
    SELECT key FROM desired_records
     WHERE target = $1 AND key = ANY ($2::text[]) AND state = 'delivered' AND lane NOT IN ('document', 'hl7v2-out')
     ORDER BY key FOR UPDATE
  )
  UPDATE desired_records AS record SET state = 'pending', reason = 'taken-over', attempts = 0, next_attempt_at = now()
    FROM doubtful WHERE record.target = $1 AND record.key = doubtful.key`;

/** $1 target: milliseconds until a record is due that nobody holds; null when none ever will be. */
export const msUntilDueSql = `
  SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8 * 1000 AS ms
    FROM desired_records
   WHERE target = $1 AND next_attempt_at IS NOT NULL AND ${unleased}
   ORDER BY next_attempt_at
   LIMIT 1`;

/**
 * $1 target, $2 key, $3 lease, $4 digest of its content, $5 its likeness: that it is about to be created stands here before
 * anything is sent. While an earlier one is in doubt, since when stays as it is (null: nobody knows).
 */
export const intendSql = `
  UPDATE desired_records
     SET intent_since = CASE WHEN intent_at IS NULL THEN clock_timestamp() ELSE intent_since END,
         intent_at = clock_timestamp(), sent_digest = $4, intent_likeness = $5
   WHERE target = $1 AND key = $2 AND lease_id = $3
  RETURNING key`;

/** $1 target, $2 key, $3 places on its server: those that are another record's, or an earlier document's. */
export const takenPlacesSql = `
  SELECT server_id AS place FROM desired_records
   WHERE target = $1 AND server_id = ANY ($3::text[]) AND key <> $2
   UNION
  SELECT place FROM documents CROSS JOIN unnest(former) AS place
   WHERE target = $1 AND former && $3::text[] AND place = ANY ($3::text[])`;

/** $1 target, $2 key, $3 likeness: whether another create that looks the same is in doubt. */
export const twinSql = `
  SELECT EXISTS (SELECT FROM desired_records
                  WHERE target = $1 AND key <> $2 AND intent_at IS NOT NULL AND intent_likeness = $3) AS "isThere"`;
