import type { Change, PatientKey, Scope } from '@ilium/clinical';
import type { EntityManager } from 'typeorm';

/** Whose a key is now, and what it follows from. */
export interface KeyPlace {
  readonly patientKey: PatientKey;
  readonly scope: Scope;
}

export interface OwnedChange extends KeyPlace {
  readonly change: Change;
}

/** How coarse the time is that may be read from what goes to the outcome topic (clinical rule 25). */
export type Coarseness = 'month' | 'year';

export interface RevisionSettings {
  readonly outcomesTo: Coarseness;
  /**
   * Published again, whatever was said before: revisions take the whole clock then, so that they pass all that a store gave
   * out after its back-up and no longer knows. They tell when the operator republished, and nothing of a patient.
   */
  readonly isRepublished: boolean;
}

/**
 * Gives each changed key its next revision, under the lock of its row, in key order. Revisions are microseconds of the
 * database's clock: they grow from one owner to the next, whichever patient a key moves to. Those of outcomes begin at the
 * start of the month or the year and count from there, so that nobody reads from them when somebody was treated.
 */
export async function savePublished(
  manager: EntityManager,
  changes: readonly OwnedChange[],
  { outcomesTo, isRepublished }: RevisionSettings,
): Promise<ReadonlyMap<string, number>> {
  if (changes.length === 0) return new Map();
  const rows: { key: string; revision: string }[] = await manager.query(
    `INSERT INTO published AS p (key, patient_key, scope, kind, digest, revision, is_retracted, retraction)
     SELECT key, patient_key, scope, kind, digest,
            (extract(epoch FROM CASE WHEN kind = 'outcome' AND NOT $3 THEN date_trunc($2, clock_timestamp(), 'UTC')
                                ELSE clock_timestamp() END) * 1000000)::bigint,
            is_retracted, retraction
       FROM json_to_recordset($1::json)
         AS row (key text, patient_key text, scope text, kind text, digest text, is_retracted boolean, retraction jsonb)
      ORDER BY key
         ON CONFLICT (key) DO UPDATE
        SET patient_key = excluded.patient_key,
            scope = excluded.scope,
            digest = excluded.digest,
            revision = greatest(p.revision + 1, excluded.revision),
            is_retracted = excluded.is_retracted,
            retraction = coalesce(excluded.retraction, p.retraction)
     RETURNING key, revision`,
    [JSON.stringify(changes.map(toRow)), outcomesTo, isRepublished],
  );
  return new Map(rows.map(({ key, revision }) => [key, Number(revision)]));
}

function toRow({ change, patientKey, scope }: OwnedChange) {
  const row = { key: change.key, patient_key: patientKey, scope };
  switch (change.kind) {
    case 'resource':
      return {
        ...row,
        kind: 'resource',
        digest: change.digest,
        is_retracted: false,
        retraction: change.derived.retraction,
      };
    case 'outcome':
      return { ...row, kind: 'outcome', digest: change.digest, is_retracted: false, retraction: null };
    case 'retracted-resource':
      return { ...row, kind: 'resource', digest: '', is_retracted: true, retraction: change.retraction };
    case 'retracted-outcome':
      return { ...row, kind: 'outcome', digest: '', is_retracted: true, retraction: null };
  }
}

/** Keys that are derived for another patient of the same person now, or follow from another session, unchanged. */
export async function moveKeys(manager: EntityManager, moved: ReadonlyMap<string, KeyPlace>): Promise<void> {
  if (moved.size === 0) return;
  await manager.query(
    `UPDATE published SET patient_key = row.patient_key, scope = row.scope
       FROM json_to_recordset($1::json) AS row (key text, patient_key text, scope text)
      WHERE published.key = row.key`,
    [JSON.stringify([...moved].map(([key, { patientKey, scope }]) => ({ key, patient_key: patientKey, scope })))],
  );
}

/** The pseudonyms of some keys, made where there are none yet. */
export async function pseudonymsOf(
  manager: EntityManager,
  keys: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  if (keys.size === 0) return new Map();
  const sorted = [...keys].sort();
  await manager.query(
    `INSERT INTO pseudonyms (key)
     SELECT key FROM unnest($1::text[]) AS key WHERE key NOT IN (SELECT key FROM pseudonyms WHERE key = ANY($1))
         ON CONFLICT DO NOTHING`,
    [sorted],
  );
  const rows: { key: string; pseudonym: string }[] = await manager.query(
    `SELECT key, pseudonym FROM pseudonyms WHERE key = ANY($1)`,
    [sorted],
  );
  return new Map(rows.map(({ key, pseudonym }) => [key, pseudonym]));
}
