/** The statements on `hl7_outgoing` and `hl7_senders`. */

/** $1 target. Messages of a target are queued by one at a time, so that their ids are in the order of their commits. */
export const lockTargetSql = `SELECT pg_advisory_xact_lock(hashtextextended('hl7_outgoing ' || $1::text, 0))`;

/** What was refused, and has been followed by another decision about its record, is kept to be shown, and for its number: it decides nothing. */
const counts = `state <> 'superseded'`;

/** $1 target, $2 keys: what is in the queue of them, oldest first. Locked: the sender must not send one meanwhile. */
export const earlierSql = `
  SELECT key, seen_revision::float8 AS revision, patient, is_over AS "isOver", digest, state,
         control_id IS NOT NULL AS "wasSent"
    FROM hl7_outgoing
   WHERE target = $1 AND key = ANY ($2::text[]) AND ${counts}
   ORDER BY id
     FOR UPDATE`;

/** $1 target, $2 keys: what was never sent is replaced by what is newer. */
export const removeUnsentSql = `
  DELETE FROM hl7_outgoing WHERE target = $1 AND key = ANY ($2::text[]) AND control_id IS NULL
  RETURNING key, members`;

/**
 * $1 target, $2 keys about which it is decided anew what is to be told: what was refused before is nobody's to mend any more. It
 * was sent all the same, and the receiver may ask what it was: so it stays, with what was said of it.
 */
export const supersedeSql = `
  UPDATE hl7_outgoing SET state = 'superseded'
   WHERE target = $1 AND key = ANY ($2::text[]) AND state = 'refused'
  RETURNING key, members`;

/** $1 target; then one array each, in their order: $2 keys, $3 revisions, $4 patients, $5 over, $6 digests, $7 members (by blanks), $8 drafts, $9 faults (null: none). */
export const insertSql = `
  INSERT INTO hl7_outgoing (target, key, revision, seen_revision, patient, is_over, digest, members, draft, state, reason, next_attempt_at, settled_at)
  SELECT $1, key, revision, revision, patient, is_over, digest, string_to_array(members, ' '), draft,
         CASE WHEN fault IS NULL THEN 'queued' ELSE 'by-hand' END, fault,
         CASE WHEN fault IS NULL THEN now() END, CASE WHEN fault IS NOT NULL THEN now() END
    FROM unnest($2::text[], $3::bigint[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[])
         WITH ORDINALITY AS row (key, revision, patient, is_over, digest, members, draft, fault, place)
   ORDER BY place`;

/** $1 target, $2 keys, $3 revisions: the newest message of a key says what these revisions of it say. */
export const seenSql = `
  UPDATE hl7_outgoing AS message SET seen_revision = greatest(seen_revision, seen.revision)
    FROM unnest($2::text[], $3::bigint[]) AS seen (key, revision)
   WHERE message.id = (SELECT max(id) FROM hl7_outgoing AS newest
                      WHERE newest.target = $1 AND newest.key = seen.key AND ${counts})`;

/**
 * $1 target, $2 patients, $3 keys: the newest message of each document of these patients, or that speaks of these records. Its
 * number is higher than that of any before; where all were superseded it is over.
 */
export const filedSql = `
  WITH filed AS (
    SELECT DISTINCT key, patient FROM hl7_outgoing
     WHERE target = $1 AND members <> '{}' AND (patient = ANY ($2::text[]) OR members && $3::text[])
  )
  SELECT DISTINCT ON (key, patient) key, patient, members, is_over OR NOT ${counts} AS "isOver",
         (max(seen_revision) OVER (PARTITION BY key, patient))::float8 AS revision
    FROM filed JOIN hl7_outgoing USING (key, patient)
   WHERE target = $1 AND members <> '{}'
   ORDER BY key, patient, ${counts} DESC, id DESC`;

/** $1 target, $2 lease, $3 its milliseconds: free, run out, or one's own. */
export const leaseSql = `
  INSERT INTO hl7_senders AS sender (target, lease_id, lease_until)
  VALUES ($1, $2, clock_timestamp() + $3 * interval '1 ms')
      ON CONFLICT (target) DO UPDATE SET lease_id = excluded.lease_id, lease_until = excluded.lease_until
   WHERE sender.lease_id = excluded.lease_id OR sender.lease_until < clock_timestamp()
  RETURNING lease_id`;

/** $1 target, $2 lease. */
export const releaseSql = `DELETE FROM hl7_senders WHERE target = $1 AND lease_id = $2`;

/**
 * $1 target: nothing is taken for sending until the end of the transaction. What is written for a receiver is written by what it has
 * taken, and what is sent again counts as not taken for that time.
 */
export const holdSendingSql = `
  INSERT INTO hl7_senders AS sender (target, lease_id, lease_until) VALUES ($1, gen_random_uuid(), '-infinity')
      ON CONFLICT (target) DO UPDATE SET lease_until = sender.lease_until`;

/** Of a message: another one of the same record was decided on since, for the same patient. */
const hasNext = `
  EXISTS (SELECT FROM hl7_outgoing AS next
           WHERE next.target = message.target AND next.key = message.key AND next.patient = message.patient
             AND next.id > message.id AND next.state <> 'superseded')`;

/** $1 target, $2 lease: holds it until the end of the transaction, so that nobody takes over in between. */
export const holdLeaseSql = `
  SELECT lease_id FROM hl7_senders
   WHERE target = $1 AND lease_id = $2 AND lease_until > clock_timestamp()
     FOR SHARE`;

/** The first of its patient that is open, and of its key: who had a record before is told that it was wrong before anybody gets it. */
const isFirst = `
  NOT EXISTS (SELECT FROM hl7_outgoing AS earlier
               WHERE earlier.target = message.target AND earlier.patient = message.patient
                 AND earlier.id < message.id AND earlier.next_attempt_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM hl7_outgoing AS earlier
                   WHERE earlier.target = message.target AND earlier.key = message.key
                     AND earlier.id < message.id AND earlier.next_attempt_at IS NOT NULL)`;

/** $1 target, $2 most. A message that is about to be replaced is left alone. */
export const dueSql = `
  SELECT id, key, revision::float8 AS revision, patient, is_over AS "isOver", members, draft, control_id AS "controlId", message, errors, attempts
    FROM hl7_outgoing AS message
   WHERE target = $1 AND next_attempt_at <= now() AND ${isFirst}
   ORDER BY next_attempt_at, id
   LIMIT $2
     FOR UPDATE SKIP LOCKED`;

/** $1 target: milliseconds until a message may go; no row when none is open. */
export const msUntilDueSql = `
  SELECT greatest(0, extract(epoch FROM next_attempt_at - clock_timestamp()) * 1000)::float8 AS ms
    FROM hl7_outgoing AS message
   WHERE target = $1 AND next_attempt_at IS NOT NULL AND ${isFirst}
   ORDER BY next_attempt_at, id
   LIMIT 1`;

/** $1 target, $2 key, $3 patient, $4 id: the latest that the receiver has taken before this message. */
export const takenSql = `
  SELECT revision::float8 AS revision, standing
    FROM hl7_outgoing
   WHERE target = $1 AND key = $2 AND patient = $3 AND id < $4 AND state = 'acknowledged'
   ORDER BY id DESC
   LIMIT 1`;

/** $1 id, $2 standing, $3 control id, $4 message. What was written before stays as it was. */
export const sentSql = `
  UPDATE hl7_outgoing
     SET state = 'sent', sent_at = clock_timestamp(), attempts = attempts + 1, draft = NULL,
         standing = coalesce(standing, $2), control_id = coalesce(control_id, $3), message = coalesce(message, $4)
   WHERE id = $1`;

/** $1 id, $2 reason. */
export const byHandSql = `
  UPDATE hl7_outgoing SET state = 'by-hand', reason = $2, next_attempt_at = NULL, settled_at = now() WHERE id = $1`;

/** $1 id: there is nothing that its receiver would have to be told. */
export const needlessSql = `DELETE FROM hl7_outgoing WHERE id = $1`;

/**
 * $1 target, $2 lease, $3 id, $4 state, $5 reason, $6 errors, $7 delay (null: settled). Under the lease it was sent under. What is
 * refused when the next one waits already is superseded by that.
 */
export const settleSql = `
  UPDATE hl7_outgoing AS message
     SET state = CASE WHEN $4 = 'refused' AND ${hasNext} THEN 'superseded' ELSE $4 END, reason = $5, errors = $6,
         next_attempt_at = clock_timestamp() + $7::float8 * interval '1 ms',
         settled_at = CASE WHEN $7::float8 IS NULL THEN clock_timestamp() END
    FROM hl7_senders AS sender
   WHERE sender.target = $1 AND sender.lease_id = $2 AND message.id = $3 AND message.state = 'sent'
  RETURNING message.key`;

/**
 * $1 target, $2 key, $3 from, $4 to: of a record all that tells it, of a time what was last sent in it, and all that was sent of the same keys
 * since: an old result must not end up over a newer one. What was refused, and followed by another, was not there for that one: it
 * would stand beside it. What is on its way goes again as well, behind what is older; the answer to it counts no more.
 */
export const replaySql = `
  WITH first AS (
    SELECT key, min(id) AS id
      FROM hl7_outgoing
     WHERE target = $1 AND ${counts}
       AND (key = $2 OR (members <> '{}' AND members @> ARRAY[$2::text]) OR sent_at BETWEEN $3 AND $4)
     GROUP BY key
  ), again AS (
    UPDATE hl7_outgoing AS message
       SET state = 'queued', reason = NULL, errors = 0, settled_at = NULL, next_attempt_at = now()
      FROM first
     WHERE message.target = $1 AND message.key = first.key AND message.id >= first.id
       AND (message.state IN ('acknowledged', 'sent') OR (message.state IN ('refused', 'by-hand') AND NOT ${hasNext}))
       AND coalesce(message.message, message.draft) IS NOT NULL
    RETURNING message.id
  )
  SELECT count(*)::integer AS count FROM again`;

/**
 * $1 target, $2 key: of all that tells of it, what the receiver did not take last goes once more. What is older than that is told
 * by it.
 */
export const retrySql = `
  WITH told AS (
    SELECT DISTINCT key, patient FROM hl7_outgoing
     WHERE target = $1 AND (key = $2 OR (members <> '{}' AND members @> ARRAY[$2::text])) AND ${counts}
  ), newest AS (
    SELECT DISTINCT ON (key, patient) id FROM hl7_outgoing JOIN told USING (key, patient)
     WHERE target = $1 AND ${counts}
     ORDER BY key, patient, id DESC
  )
  UPDATE hl7_outgoing AS message
     SET state = 'queued', reason = NULL, errors = 0, settled_at = NULL, next_attempt_at = now()
    FROM newest
   WHERE message.id = newest.id AND message.state IN ('refused', 'by-hand')
     AND coalesce(message.message, message.draft) IS NOT NULL`;

/** $1 target. The acknowledged ones are counted as they become it: they are nearly all, and stay. */
export const countsSql = `
  SELECT state, count(*)::integer AS count FROM hl7_outgoing WHERE target = $1 AND state <> 'acknowledged' GROUP BY state
   UNION ALL
  SELECT 'acknowledged', coalesce(sum(count), 0)::integer FROM hl7_acknowledged WHERE target = $1`;

/** $1 target, $2 key: of the record itself, or of the documents that speak of it. */
export const statusSql = `
  SELECT key, revision::float8 AS revision, state, reason, standing, attempts, control_id AS "controlId",
         queued_at AS "queuedAt", sent_at AS "sentAt", settled_at AS "settledAt"
    FROM hl7_outgoing
   WHERE target = $1 AND (key = $2 OR (members <> '{}' AND members @> ARRAY[$2::text]))
   ORDER BY id`;

/**
 * $1 target, $2 keys: of all that tells of each (its own messages, and those of documents), for each patient who was told of it,
 * the one that is least far; none for a key of which nothing is told. A document that spoke of it and does no more has let it go
 * when any later version was taken. A patient who is not the one that it is of now counts only for the withdrawal.
 */
export const latestSql = `
  SELECT wanted.key, latest.state, latest.reason
    FROM unnest($2::text[]) AS wanted (key)
    JOIN LATERAL (
      SELECT standing.state, standing.reason
        FROM (SELECT key, patient, max(id) AS id FROM hl7_outgoing
               WHERE target = $1 AND (key = wanted.key OR (members <> '{}' AND members @> ARRAY[wanted.key])) AND ${counts}
               GROUP BY key, patient) AS told
        JOIN LATERAL (
          SELECT state, reason, is_over FROM hl7_outgoing AS message
           WHERE target = $1 AND message.key = told.key AND message.patient = told.patient AND message.id >= told.id AND ${counts}
           ORDER BY message.id > told.id AND message.state = 'acknowledged' DESC, message.id DESC
           LIMIT 1
        ) AS standing ON true
       WHERE standing.is_over
          OR told.patient = (SELECT patient FROM hl7_outgoing AS newest
                              WHERE newest.target = $1 AND newest.key = told.key AND ${counts}
                              ORDER BY id DESC LIMIT 1)
       ORDER BY array_position(ARRAY['refused', 'by-hand', 'queued', 'sent', 'acknowledged'], standing.state)
       LIMIT 1
    ) AS latest ON true`;

/** $1 target, $2 days, $3 most: texts of messages that were acknowledged before so many days. */
export const forgetSql = `
  UPDATE hl7_outgoing SET message = NULL
   WHERE id IN (SELECT id FROM hl7_outgoing
                 WHERE target = $1 AND state = 'acknowledged' AND message IS NOT NULL
                   AND settled_at < now() - $2 * interval '1 day'
                 ORDER BY settled_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING id`;

/** $1 target, $2 days, $3 most: of those that were refused before so many days, and are superseded since. */
export const forgetSupersededSql = `
  DELETE FROM hl7_outgoing
   WHERE id IN (SELECT id FROM hl7_outgoing
                 WHERE target = $1 AND state = 'superseded' AND settled_at < now() - $2 * interval '1 day'
                 ORDER BY settled_at LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING id`;
