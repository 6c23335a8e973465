/** The statements on `source_identities`. Those that wait for locks take them by subject, after those of `desired_records`. */

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

/** $1 subjects. */
export const identitiesSql = `
  SELECT subject, said, overlay_since IS NOT NULL AS "isOverlaid"
    FROM source_identities WHERE subject = ANY ($1::text[])`;

/** $1 key of the Patient, $2 the revision that was looked at, $3 who says that it is right. */
export const releaseSql = `
  UPDATE source_identities
     SET known = said, overlay_since = NULL, released_revision = revision, released_by = $3
   WHERE key = $1 AND revision = $2 AND overlay_since IS NOT NULL
  RETURNING subject`;

/**
 * $1 subjects: what waits for one of them to be sorted out is due. A row that somebody else is changing is left alone: its own
 * clock brings it back.
 */
export const dueAgainSql = `
  WITH held AS (
    SELECT target, key FROM desired_records
     WHERE subject = ANY ($1::text[]) AND state = 'waiting' AND reason IN ('identity-mismatch', 'overlay-suspected')
       FOR UPDATE SKIP LOCKED
  )
  UPDATE desired_records AS record SET attempts = 0, next_attempt_at = now()
    FROM held WHERE record.target = held.target AND record.key = held.key`;
