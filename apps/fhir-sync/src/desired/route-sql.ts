import { firstAttempt, firstState, unleased } from './sql.js';

/** The statements that have what is stored follow the site file, page by page in the order of keys. */

/** $1 key before the page, $2 rows of a page, whichever targets they are of: where it ends, and how many it has; none at the end. */
export const pageSql = `
  SELECT max(key) AS to, count(*)::integer AS count
    FROM (SELECT key FROM desired_records WHERE key > $1 ORDER BY key LIMIT $2) AS page
  HAVING count(*) > 0`;

/** It is on the server, and may stay there unchanged whichever of the two lanes it goes by from now on. */
const stays = `(record.state = 'delivered' AND record.lane IN ('repository', 'create-only') AND routes.lane IN ('repository', 'create-only'))`;

/** It was told by a document, which is withdrawn when the record is there by itself. */
const leaves = `(record.lane = 'document' AND routes.lane IN ('repository', 'create-only', 'hl7v2-out'))`;

/** It was sent, or in hand of an instance that died, and nobody knows whether it is there. (While it waits for something it is not sent.) */
const mayBeThere = `(record.lane = 'repository' AND (record.doubt_until IS NOT NULL OR record.lease_id IS NOT NULL))`;

/** It was sent in HL7 v2, by itself or in a document, and not refused: what was told so is corrected so. */
const isToldInHl7 = `(record.lane = 'hl7v2-out' AND (
    EXISTS (SELECT FROM hl7_outgoing AS message
             WHERE message.target = record.target AND message.key = record.key
               AND message.control_id IS NOT NULL AND message.state NOT IN ('refused', 'superseded'))
    OR EXISTS (SELECT FROM hl7_outgoing AS message
                WHERE message.members <> '{}' AND message.members @> ARRAY[record.key] AND message.target = record.target
                  AND message.control_id IS NOT NULL AND message.state NOT IN ('refused', 'superseded'))))`;

/**
 * $1 target, $2 its site (null: all), $3 resource types, $4 their lanes, $5 key before the page, $6 its last one: what
 * is stored follows a lane that was changed. What is at the target already keeps its lane, but for what was told by documents, and
 * for the two lanes that write records: between them it keeps its place. While a create is in doubt its lane has to end that, and
 * so has one that writes under our ids, unless the new one searches. What was queued in HL7 v2 and not sent goes no more; what
 * else was told with it is told anew.
 */
export const rerouteSql = `
  WITH routes AS (
    SELECT * FROM unnest($3::text[], $4::text[]) AS route (resource_type, lane)
  ), held AS (
    SELECT record.key, routes.lane, record.lane = 'hl7v2-out' AS was_queued
      FROM desired_records AS record JOIN routes USING (resource_type)
     WHERE record.target = $1 AND record.key > $5 AND record.key <= $6 AND record.lane <> routes.lane AND ($2::text IS NULL OR record.site = $2)
       AND record.intent_at IS NULL AND ${unleased}
       AND (${stays} OR ${leaves} OR record.lane IN ('none', 'native') OR coalesce(record.delivered_revision::text, record.server_id) IS NULL)
       AND NOT (${mayBeThere} AND routes.lane <> 'create-only') AND NOT ${isToldInHl7}
     ORDER BY record.key COLLATE "C"
       FOR UPDATE OF record
  ), routed AS (
    UPDATE desired_records AS record
       SET lane = routes.lane,
           server_id = CASE WHEN record.lane = 'native' THEN NULL
                            WHEN record.lane = 'repository' AND record.delivered_revision IS NOT NULL THEN coalesce(record.server_id, record.key)
                            ELSE record.server_id END,
           delivered_revision = CASE WHEN record.lane NOT IN ('native', 'document') THEN record.delivered_revision END,
           first_revision = CASE WHEN record.lane NOT IN ('native', 'document') THEN record.first_revision END,
           intent_at = CASE WHEN record.lane = 'repository' AND routes.lane = 'create-only' AND record.delivered_revision IS NULL
                             AND (${mayBeThere} OR record.attempts > 0) THEN now() END,
           state = CASE WHEN ${stays} THEN record.state ELSE ${firstState('routes.lane')} END,
           next_attempt_at = CASE WHEN ${stays} THEN record.next_attempt_at ELSE ${firstAttempt('routes.lane')} END,
           reason = CASE WHEN ${stays} THEN record.reason END, attempts = 0, outcome = NULL
      FROM held AS routes
     WHERE record.target = $1 AND record.key = routes.key
    RETURNING record.key
  ), queued AS (
    SELECT message.id FROM held JOIN hl7_outgoing AS message ON message.key = held.key
     WHERE held.was_queued AND message.target = $1 AND message.control_id IS NULL
     UNION
    SELECT message.id FROM held JOIN hl7_outgoing AS message ON message.members <> '{}' AND message.members @> ARRAY[held.key]
     WHERE held.was_queued AND message.target = $1 AND message.control_id IS NULL
  ), unsent AS (
    DELETE FROM hl7_outgoing AS message USING queued WHERE message.id = queued.id AND message.control_id IS NULL
    RETURNING message.members
  ), told_along AS (
    UPDATE desired_records AS record SET state = 'pending', reason = NULL, attempts = 0, next_attempt_at = now()
     WHERE record.target = $1 AND record.lane = 'hl7v2-out' AND ${unleased}
       AND record.key IN (SELECT unnest(members) FROM unsent) AND record.key NOT IN (SELECT key FROM held)
  )
  SELECT count(*)::integer AS count FROM routed`;

/**
 * Of a document: all that it tells goes to the target in another way. What is kept here only goes in no way. (`target` and `told`:
 * the expressions that say what it is of, and what it tells.)
 */
export const goesAnotherWay = (target: string, told: string): string => `coalesce((
    SELECT bool_and(lane <> 'document') AND bool_or(lane <> 'none') FROM desired_records AS record
     WHERE record.target = ${target} AND record.key = ANY (${told})), false)`;

/**
 * $1 target, $2 key before the page, $3 its last one: of the documents that tell records of a page, whether they may be left, where
 * that has changed. One that is written meanwhile, by the lanes of before, is found in the next pass.
 */
export const markLeftSql = `
  WITH held AS (
    SELECT document.key FROM documents AS document
     WHERE document.target = $1
       AND document.told && (SELECT array_agg(key) FROM desired_records WHERE target = $1 AND key > $2 AND key <= $3)
       AND may_be_left <> ${goesAnotherWay('document.target', 'document.told')}
     ORDER BY document.key
       FOR UPDATE
  )
  UPDATE documents AS document SET may_be_left = NOT may_be_left
    FROM held WHERE document.target = $1 AND document.key = held.key`;

/**
 * $1 target, $2 its site (null: all), $3 resource types, $4 their lanes, $5 key before the page, $6 its last one, $7 the type of
 * documents: a target gets what others have that it has not, or has in an older revision since it was left out for a while; but
 * for the documents that were made for them.
 */
export const newTargetSql = `
  WITH given AS (
    INSERT INTO desired_records AS record
           (target, key, site, lane, resource_type, revision, bytes, subject, refers_to, retracted, state, next_attempt_at)
    SELECT DISTINCT ON (key) $1, key, site, route.lane, resource_type, revision, bytes, subject, refers_to, retracted,
           ${firstState('route.lane')}, ${firstAttempt('route.lane')}
      FROM desired_records AS other JOIN unnest($3::text[], $4::text[]) AS route (resource_type, lane) USING (resource_type)
     WHERE target <> $1 AND key > $5 AND key <= $6 AND resource_type <> $7 AND ($2::text IS NULL OR site = $2)
       AND NOT EXISTS (SELECT FROM desired_records AS own
                        WHERE own.target = $1 AND own.key = other.key AND own.revision >= other.revision)
     ORDER BY key, revision DESC
        ON CONFLICT (target, key) DO UPDATE
       SET revision = excluded.revision, bytes = excluded.bytes, subject = excluded.subject, site = excluded.site,
           refers_to = excluded.refers_to, retracted = excluded.retracted, state = ${firstState('record.lane')}, reason = NULL,
           attempts = 0, next_attempt_at = ${firstAttempt('record.lane')}, outcome = NULL, revised_at = now()
     WHERE record.revision < excluded.revision
    RETURNING record.key
  )
  SELECT count(*)::integer AS count FROM given`;

/** $1 target: whether there is another one, in one row. */
export const otherTargetSql = `SELECT EXISTS (SELECT FROM desired_records WHERE target <> $1) AS "isThere"`;

/** $1 targets: how many records there are of others. */
export const leftAloneSql = `
  SELECT target, count(*)::integer AS count FROM desired_records WHERE target <> ALL ($1::text[]) GROUP BY target`;

/** What types of records there are. */
export const storedTypesSql = `SELECT DISTINCT resource_type AS type FROM desired_records`;

/** $1 targets, $2 what they take: those of which all that is stored follows that. */
export const followingSql = `
  SELECT target FROM routed_targets JOIN unnest($1::text[], $2::text[]) AS wanted (target, destination) USING (target, destination)`;

/** $1 targets: who is left out for a while does not get what comes meanwhile. */
export const forgetRoutedSql = `DELETE FROM routed_targets WHERE target <> ALL ($1::text[])`;

/** $1 target, $2 what it takes. */
export const routedSql = `
  INSERT INTO routed_targets (target, destination) VALUES ($1, $2)
      ON CONFLICT (target) DO UPDATE SET destination = excluded.destination, routed_at = now()`;
