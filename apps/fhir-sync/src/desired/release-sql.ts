import { referenceFound } from './owed-reasons.js';

/** The statements that make records due when what they wait for has happened. */

/**
 * $1 target, $2 keys that the server holds now: what waited for them is due. A row that somebody else is changing is left alone: its
 * own clock brings it back. Looked up by each key, and by nothing else: a planner that has no statistics yet takes the rows of
 * a target for few, and would read all of them for each settlement.
 */
export const releaseReferringSql = `
  WITH referring AS MATERIALIZED (
    SELECT record.target, record.key
      FROM unnest($2::text[]) AS there (key)
      JOIN desired_records AS record ON record.state = 'waiting' AND record.refers_to @> ARRAY[there.key]
  ), held AS (
    SELECT record.key FROM desired_records AS record
     WHERE (target, key) IN (SELECT target, key FROM referring)
       AND target = $1 AND state = 'waiting' AND reason = 'reference'
       FOR UPDATE SKIP LOCKED
  )
  UPDATE desired_records AS record SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = now()
    FROM held WHERE record.target = $1 AND record.key = held.key`;

/**
 * $1 target, $2 whether some of the target's own records were found in this transaction; else some that are named by identifier only
 * may be. Each of the two kinds waits for the other, so that of a record that is found while another that names it is settled one
 * sees the other. No deadlock comes of it: whoever has it waits for no row of `desired_records` from there on.
 */
export const lockNamingSql = `
  SELECT CASE WHEN $2 THEN pg_advisory_xact_lock(hashtextextended('naming ' || $1::text, 0))
              ELSE pg_advisory_xact_lock_shared(hashtextextended('naming ' || $1::text, 0)) END`;

/**
 * $1 target, $2 keys of the target's own records that were found, $3 keys that are delivered and name some by identifier only: what
 * names one that is found by now goes once more, and names its place. What is in hand comes by here once more when it is settled;
 * a row that somebody else is changing is left alone: the one that was found is looked at once more.
 */
export const releaseNamingSql = `
  WITH naming AS MATERIALIZED (
    SELECT record.key
      FROM unnest($2::text[]) AS there (key)
      JOIN desired_records AS own ON own.target = $1 AND own.key = there.key AND own.server_id IS NOT NULL
      JOIN desired_records AS record ON record.target = $1 AND record.subject = own.subject
       AND record.named_only @> ARRAY[own.key]
     UNION
    SELECT record.key
      FROM unnest($3::text[]) AS delivered (key)
      JOIN desired_records AS record ON record.target = $1 AND record.key = delivered.key
       -- What went for that, in vain, goes again in its time.
       AND record.reason IS DISTINCT FROM '${referenceFound}'
      JOIN desired_records AS own ON own.target = $1 AND own.key = ANY (record.named_only)
       AND own.lane = 'native' AND own.server_id IS NOT NULL AND own.state = 'native'
  ), held AS (
    SELECT key FROM desired_records AS record
     WHERE (target, key) IN (SELECT $1, key FROM naming) AND state = 'delivered' AND lane = 'repository'
       FOR UPDATE SKIP LOCKED
  )
  UPDATE desired_records AS record SET reason = '${referenceFound}', attempts = 0, next_attempt_at = now()
    FROM held WHERE record.target = $1 AND record.key = held.key`;

/** Records that wait for what they are told by, or share its fate, as they stand in the table. */
const asFarAsTold = `('waiting', 'refused', 'outcome-unknown', 'by-hand')`;
/** Of a document that does not get there by itself. */
const stuck = `('refused', 'outcome-unknown', 'by-hand')`;

const toldSql = (lock: string): string => `
  WITH told AS (
    SELECT unnest(document.told) AS key, record.state
      FROM documents AS document JOIN desired_records AS record USING (target, key)
     WHERE target = $1 AND key = ANY ($2::text[])
  ), held AS (
    SELECT record.key FROM told JOIN desired_records AS record USING (key)
     WHERE record.target = $1 AND record.lane = 'document'
       AND (record.state IN ${asFarAsTold}
            -- Whoever has it in hand found the document there, and would say so of the record.
            OR (told.state IN ${stuck} AND (record.state = 'delivered' OR record.lease_id IS NOT NULL)))
     ORDER BY record.key
       FOR UPDATE OF record ${lock}
  )
  UPDATE desired_records AS record SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = now(), lease_id = NULL, lease_until = NULL
    FROM held WHERE record.target = $1 AND record.key = held.key`;

/**
 * $1 target, $2 keys of documents that are settled: the records that they tell are as far as they are, which is to be looked at.
 * A row that somebody else is changing comes back by its own clock; but not one that is delivered.
 */
export const releaseToldSql = toldSql('SKIP LOCKED');
/** The same, waiting for every row: in a transaction of its own. */
export const pullToldSql = toldSql('');

/**
 * $1 target; then one array each: $2 keys of HL7 v2 messages that are settled, $3 whether the receiver does not have them: what they
 * tell, or told and have let go, is as far as they are. What another message that is open tells as well waits for that one; what
 * waits for anything else is left alone, and so is what a person has entered. Whoever has a record in hand may have looked before:
 * it is told by messages only, so who has it may lose it. It waits for locks: to be run by itself, when the messages are settled
 * for all to see; of two that are settled at the same time the later one finds none that is open. By arrays of keys: joined,
 * all that there is of the target may be read.
 */
export const releaseToldInHl7Sql = `
  WITH settled AS (
    SELECT * FROM unnest($2::text[], $3::boolean[]) AS message (key, is_stuck)
  ), told AS (
    SELECT key, bool_or(is_stuck) AS is_stuck
      FROM (SELECT key, is_stuck FROM settled
             UNION ALL
            SELECT unnest(members), is_stuck FROM settled JOIN hl7_outgoing USING (key) WHERE target = $1) AS each
     GROUP BY key
  ), open AS (
    SELECT key FROM hl7_outgoing
     WHERE target = $1 AND key = ANY (ARRAY(SELECT key FROM told)) AND next_attempt_at IS NOT NULL
     UNION ALL
    SELECT unnest(members) FROM hl7_outgoing
     WHERE members <> '{}' AND members && ARRAY(SELECT key FROM told) AND target = $1 AND next_attempt_at IS NOT NULL
  ), held AS (
    SELECT key FROM desired_records AS record
     WHERE target = $1 AND key = ANY (ARRAY(SELECT key FROM told)) AND lane = 'hl7v2-out'
       AND (state IN ('refused', 'by-hand') OR (state = 'waiting' AND reason LIKE 'hl7v2-%') OR lease_id IS NOT NULL
            OR (state = 'delivered' AND NOT entered_by_hand AND key = ANY (ARRAY(SELECT key FROM told WHERE is_stuck))))
       AND key <> ALL (ARRAY(SELECT key FROM open))
     ORDER BY key
       FOR UPDATE
  )
  UPDATE desired_records AS record
     SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = now(), lease_id = NULL, lease_until = NULL
    FROM held WHERE record.target = $1 AND record.key = held.key
  RETURNING record.key`;
