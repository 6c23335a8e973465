/** Why records wait for something that nobody but a person brings about; they are tried again all the same. */
export const heldReasons = ['identity-mismatch', 'overlay-suspected', 'patient-ambiguous', 'no-session'] as const;
export type HeldReason = (typeof heldReasons)[number];

/** As the index `desired_records_held_back` has it: with other words PostgreSQL would not use it. */
export const heldSql = `state = 'waiting' AND reason IN (${heldReasons.map((reason) => `'${reason}'`).join(', ')})`;

/**
 * Patients whose identifier may be somebody else's now, at each target that is to have their records. One by one, so that no
 * statistics make the planner read all records for the few of them.
 */
export const overlaidSql = `
  (SELECT subject, key FROM source_identities WHERE overlay_since IS NOT NULL OFFSET 0) AS overlaid
  CROSS JOIN LATERAL (SELECT * FROM desired_records AS patient
                       WHERE patient.key = overlaid.key AND patient.subject = overlaid.subject OFFSET 0) AS record`;
