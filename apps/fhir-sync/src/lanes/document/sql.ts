import { isThereSql } from '../../desired/patient-records.js';
import { goesAnotherWay } from '../../desired/route-sql.js';

/** The statements on `documents`, and on the rows of documents in `desired_records`. */

/** $1 target, $2 patients in their order: their documents are made by one at a time. */
export const lockPatientsSql = `
  SELECT pg_advisory_xact_lock(hashtextextended('documents ' || $1::text || ' ' || patient, 0))
    FROM unnest($2::text[]) AS patient`;

/** $1 target, $2 keys. */
export const patientsSql = `
  SELECT DISTINCT subject AS patient FROM desired_records
   WHERE target = $1 AND key = ANY ($2::text[]) AND subject IS NOT NULL`;

/** A lease that nobody gave back is that of an instance which may have sent it, and died. */
const maybeSent = `(attempts > 0 OR doubt_until IS NOT NULL OR lease_id IS NOT NULL)`;
/** It was written under our id, and the target only creates by now: its row follows some minutes after that was said. */
const isLeft = `(lane = 'repository' AND $5 = 'create-only')`;

/**
 * $1 target, $2 patients, $3 keys of records, $4 keys of documents, $5 how documents get to the target: the documents of these
 * patients, that tell of these records, and these.
 */
export const storedSql = `
  SELECT key, patient, digest, is_over AS "isOver", told, replaces, former, state, reason, revision::float8 AS revision,
         CASE WHEN ${isLeft} AND delivered_revision IS NOT NULL THEN coalesce(server_id, key) ELSE server_id END AS "serverId",
         intent_at IS NOT NULL OR coalesce(lease_until > clock_timestamp(), false)
           OR (${isLeft} AND delivered_revision IS NULL AND ${maybeSent}) AS "isUnderWay",
         CASE lane WHEN 'create-only' THEN server_id IS NOT NULL OR former <> '{}' OR entered_by_hand
                   ELSE delivered_revision IS NOT NULL OR ${maybeSent} END AS "mayBeThere"
    FROM documents JOIN desired_records USING (target, key)
   WHERE target = $1 AND (patient = ANY ($2::text[]) OR told && $3::text[] OR key = ANY ($4::text[]))
   ORDER BY key`;

/** As above; locked, so that none is sent meanwhile. */
export const lockedSql = `${storedSql} FOR UPDATE`;

/** $1 target, $2 keys of records: how far the documents are that tell of them. */
export const toldSql = `
  SELECT state, reason, told FROM documents JOIN desired_records USING (target, key)
   WHERE target = $1 AND told && $2::text[]`;

/** $1 keys. */
export const bodiesSql = `SELECT key, body FROM desired_bodies WHERE key = ANY ($1::text[])`;

/**
 * $1 target, $2 key, $3 patient, $4 digest (null: another stands in its place), $5 over, $6 told, $7 in whose place, $8 former
 * places, $9 lane, $10 type, $11 site, $12 revision, $13 body, $14 where it is updated (null: under our id, or created). The new
 * version is the next one there, and no other: where the server chooses ids it gets one of its own, and the former one is named
 * in it. A revision never falls. Who has the former version in hand still, though the lease ran out, creates it no more: here
 * nobody would know of it.
 */
export const writeSql = `
  WITH document AS (
    INSERT INTO documents (target, key, patient, digest, is_over, told, replaces, former, may_be_left)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ${goesAnotherWay('$1', '$6::text[]')})
        ON CONFLICT (target, key) DO UPDATE
       SET patient = excluded.patient, digest = excluded.digest, is_over = excluded.is_over, told = excluded.told,
           replaces = excluded.replaces, former = excluded.former, may_be_left = excluded.may_be_left
  ), body AS (
    INSERT INTO desired_bodies (key, body) VALUES ($2, $13) ON CONFLICT (key) DO UPDATE SET body = excluded.body
  )
  INSERT INTO desired_records AS record
         (target, key, site, lane, resource_type, revision, bytes, subject, refers_to, retracted, state, next_attempt_at, server_id)
  VALUES ($1, $2, $11, $9, $10, $12, octet_length($13), $3, '{}', $5 AND $9 = 'repository', 'pending', now(), $14)
      ON CONFLICT (target, key) DO UPDATE
     SET revision = greatest(excluded.revision, record.revision + 1), bytes = excluded.bytes, subject = excluded.subject,
         site = excluded.site, lane = excluded.lane, retracted = excluded.retracted, state = 'pending', reason = NULL,
         attempts = 0, next_attempt_at = now(), outcome = NULL, server_id = excluded.server_id, sent_digest = NULL, revised_at = now(),
         lease_id = CASE WHEN excluded.lane = 'repository' THEN record.lease_id END,
         lease_until = CASE WHEN excluded.lane = 'repository' THEN record.lease_until END,
         server_version = CASE WHEN excluded.lane = 'repository' AND record.server_id IS NOT DISTINCT FROM excluded.server_id
                               THEN record.server_version END`;

/** $1 target, $2 keys. */
export const dropSql = `
  WITH document AS (
    DELETE FROM documents WHERE target = $1 AND key = ANY ($2::text[])
  ), body AS (
    DELETE FROM desired_bodies WHERE key = ANY ($2::text[])
  )
  DELETE FROM desired_records WHERE target = $1 AND key = ANY ($2::text[])`;

/** $1 target, $2 key, $3 keys of records. */
export const tellSql = `
  UPDATE documents SET told = $3, may_be_left = ${goesAnotherWay('$1', '$3::text[]')} WHERE target = $1 AND key = $2`;

/**
 * $1 target, $2 keys of records: whether any of them goes into documents and comes again by nothing but a change of its own.
 * Who has one in hand may have looked at its documents before.
 */
export const isAtRestSql = `
  SELECT EXISTS (
    SELECT FROM desired_records
     WHERE target = $1 AND key = ANY ($2::text[]) AND lane = 'document' AND (next_attempt_at IS NULL OR lease_id IS NOT NULL)
  ) AS "isAtRest"`;

/** $1 target, $2 keys of records that have got a document: what waited for one is due. */
export const foundSessionSql = `
  WITH held AS (
    SELECT key FROM desired_records
     WHERE target = $1 AND key = ANY ($2::text[]) AND state = 'waiting' AND reason = 'no-session'
       FOR UPDATE SKIP LOCKED
  )
  UPDATE desired_records AS record SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = now()
    FROM held WHERE record.target = $1 AND record.key = held.key`;

/**
 * $1 target, $2 keys of records: those of them that documents tell, or may tell, since their patient has records that go into
 * some; those of a patient together.
 */
export const followedSql = `
  SELECT array_agg(record.key ORDER BY record.key) AS keys FROM desired_records AS record
   WHERE target = $1 AND key = ANY ($2::text[])
     AND (EXISTS (SELECT FROM documents WHERE target = $1 AND patient = record.subject)
       OR EXISTS (SELECT FROM documents WHERE target = $1 AND told && ARRAY[record.key])
       OR EXISTS (SELECT FROM desired_records AS other
                   WHERE other.target = $1 AND other.subject = record.subject AND other.lane = 'document'))
   GROUP BY record.subject ORDER BY record.subject`;

/**
 * $1 target, $2 keys of records: what of them goes into documents, and what is told with them, is looked at again. It is
 * nowhere but in documents, so whoever has it in hand may lose it. It waits for locks: to be run by itself.
 */
export const lookAgainSql = `
  WITH held AS (
    SELECT key FROM desired_records
     WHERE target = $1 AND lane = 'document'
       AND key IN (SELECT unnest(told) FROM documents WHERE target = $1 AND told && $2::text[] UNION SELECT unnest($2::text[]))
     ORDER BY key
       FOR UPDATE
  )
  UPDATE desired_records AS record
     SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = now(), lease_id = NULL, lease_until = NULL
    FROM held WHERE record.target = $1 AND record.key = held.key`;

/** $1 target. */
export const hasDocumentsSql = `SELECT EXISTS (SELECT FROM documents WHERE target = $1) AS "isThere"`;

/**
 * $1 target: documents that stand, though all that they tell goes to the target in another way now; and whether all of it is
 * there. What is to be read back may turn out to have lost its meaning: until then it is not.
 */
export const leftSql = `
  SELECT document.key, document.told, bool_and(${isThereSql}) AS "isThere"
    FROM documents AS document CROSS JOIN LATERAL unnest(document.told) AS told (key)
    JOIN desired_records AS record ON record.key = told.key AND record.target = $1
   WHERE document.target = $1 AND document.may_be_left AND document.digest IS NOT NULL AND NOT document.is_over
   GROUP BY document.key, document.told
  HAVING bool_and(record.lane <> 'document') AND bool_or(record.lane NOT IN ('none', 'document'))
   ORDER BY document.key`;
