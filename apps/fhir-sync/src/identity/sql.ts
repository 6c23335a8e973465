/**
 * The statements on `source_identities` and `identity_doubts`. Those that wait for locks take them by subject, after those of
 * `desired_records`.
 */

/** $1 subjects, $2 keys, $3 revisions, $4 identities: those of whom nothing was known. Returns their subjects. */
export const insertSql = `
  INSERT INTO source_identities (subject, key, revision, known, said)
  SELECT subject, key, revision, identity, identity
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[]) AS row (subject, key, revision, identity)
   ORDER BY subject COLLATE "C"
      ON CONFLICT (subject) DO NOTHING
  RETURNING subject`;

/** $1 subjects. */
export const lockSql = `
  SELECT subject, revision::float8 AS revision, known, said, overlay_since IS NOT NULL AS "isOverlaid"
    FROM source_identities WHERE subject = ANY ($1::text[]) ORDER BY subject FOR UPDATE`;

/** $1 subjects, $2 keys, $3 revisions, $4 what is known, $5 what was said, $6 whether it may be somebody else now. All are locked. */
export const updateSql = `
  UPDATE source_identities AS identity
     SET key = row.key, revision = row.revision, known = row.known, said = row.said,
         overlay_since = CASE WHEN row.is_overlaid THEN coalesce(identity.overlay_since, now()) END
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[], $5::jsonb[], $6::boolean[])
      AS row (subject, key, revision, known, said, is_overlaid)
   WHERE identity.subject = row.subject`;

/** $1 subjects, $2 target: also what a person has said there of somebody whose chart differs. */
export const identitiesSql = `
  SELECT identity.subject, said, overlay_since IS NOT NULL AS "isOverlaid", doubt.digest AS "acceptedDigest"
    FROM source_identities AS identity
    LEFT JOIN identity_doubts AS doubt
           ON doubt.subject = identity.subject AND doubt.target = $2 AND doubt.accepted_at IS NOT NULL
   WHERE identity.subject = ANY ($1::text[])`;

/** $1 subjects: whether their number is in doubt still; nobody ends that before what waits for it is written. */
export const overlaidSql = `
  SELECT subject, overlay_since IS NOT NULL AS "isOverlaid"
    FROM source_identities WHERE subject = ANY ($1::text[]) ORDER BY subject FOR SHARE`;

/** $1 key of the Patient, $2 the revision that was looked at, $3 who says that it is right. */
export const releaseSql = `
  UPDATE source_identities
     SET known = said, overlay_since = NULL, released_revision = revision, released_by = $3
   WHERE key = $1 AND revision = $2 AND overlay_since IS NOT NULL
  RETURNING subject`;

/** $1 key of the Patient, $2 revision: whether somebody has released it in this revision, and nothing was suspected since. */
export const releasedBeforeSql = `
  SELECT 1 FROM desired_records AS record JOIN source_identities AS identity USING (subject, key)
   WHERE record.key = $1 AND released_revision = $2 AND overlay_since IS NULL
   LIMIT 1`;

/**
 * $1 target, $2 subjects, $3 digests of what differed. What a person said of others counts no more. Each row is locked until
 * the records that wait for it are written.
 */
export const doubtsSql = `
  INSERT INTO identity_doubts AS doubt (target, subject, comparison, digest)
  SELECT $1, subject, gen_random_uuid(), digest FROM unnest($2::text[], $3::text[]) AS row (subject, digest)
   ORDER BY subject COLLATE "C"
      ON CONFLICT (subject, target) DO UPDATE
     SET digest = excluded.digest,
         comparison = CASE WHEN doubt.digest = excluded.digest THEN doubt.comparison ELSE excluded.comparison END,
         since = CASE WHEN doubt.digest = excluded.digest THEN doubt.since ELSE now() END,
         accepted_at = CASE WHEN doubt.digest = excluded.digest THEN doubt.accepted_at END,
         accepted_by = CASE WHEN doubt.digest = excluded.digest THEN doubt.accepted_by END
  RETURNING subject, accepted_at IS NOT NULL AS "isAccepted"`;

/** Of the patient of a record. $1 target, $2 its key, $3 its revision, $4 the comparison. */
const doubtOfRecord = `doubt.target = $1 AND record.target = $1 AND record.key = $2 AND record.revision = $3
     AND record.subject = doubt.subject AND doubt.comparison = $4`;

/** As above; $5 who says that it is the right patient. */
export const acceptDoubtSql = `
  UPDATE identity_doubts AS doubt SET accepted_at = now(), accepted_by = $5
    FROM desired_records AS record
   WHERE ${doubtOfRecord} AND doubt.accepted_at IS NULL
  RETURNING doubt.subject, doubt.digest`;

export const acceptedBeforeSql = `
  SELECT 1 FROM identity_doubts AS doubt, desired_records AS record
   WHERE ${doubtOfRecord} AND doubt.accepted_at IS NOT NULL`;

/**
 * $1 subject, $2 target (null: all), $3 what was in doubt, $4 record that was looked at, $5 its revision, $6 digest of what was
 * compared, $7 who.
 */
export const decidedSql = `
  INSERT INTO identity_decisions (subject, target, doubt, key, revision, digest, decided_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/**
 * $1 target (null: any), $2 a record whose patient they are about (null: any), $3 the id of the last of the page before (null: from
 * the newest), $4 most. One is in force that was written down together with what counts now: not an earlier one that said the
 * same.
 */
export const decisionsSql = `
  SELECT decision.id, decision.target, decision.doubt, decision.key, decision.revision::float8 AS revision,
         identity.key AS patient, decision.decided_by AS by, decision.decided_at AS "decidedAt",
         coalesce(CASE decision.doubt
                  WHEN 'overlay-suspected' THEN identity.overlay_since IS NULL AND identity.released_revision = decision.revision
                  ELSE doubt.digest = decision.digest AND doubt.accepted_at = decision.decided_at END, false) AS "inForce"
    FROM identity_decisions AS decision
    LEFT JOIN source_identities AS identity USING (subject)
    LEFT JOIN identity_doubts AS doubt ON doubt.subject = decision.subject AND doubt.target = decision.target
   WHERE ($1::text IS NULL OR decision.target IS NULL OR decision.target = $1)
     AND ($2::text IS NULL OR decision.subject IN (SELECT subject FROM desired_records WHERE key = $2))
     AND ($3::bigint IS NULL OR decision.id < $3)
   ORDER BY decision.id DESC LIMIT $4`;

/**
 * $1 subjects, $2 target (null: all): what waits for one of them to be sorted out is due. A row that somebody else is changing
 * is left alone: its own clock brings it back.
 */
export const dueAgainSql = `
  WITH held AS (
    SELECT target, key FROM desired_records
     WHERE subject = ANY ($1::text[]) AND ($2::text IS NULL OR target = $2)
       AND state = 'waiting' AND reason IN ('identity-mismatch', 'overlay-suspected')
       FOR UPDATE SKIP LOCKED
  )
  UPDATE desired_records AS record SET attempts = 0, next_attempt_at = now()
    FROM held WHERE record.target = held.target AND record.key = held.key`;
