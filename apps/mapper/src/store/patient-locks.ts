import type { Facts, PatientKey } from '@ilium/clinical';
import { RepeatBatch } from '@ilium/messaging';
import type { EntityManager } from 'typeorm';

/**
 * Locks everybody whom new knowledge may touch: the patients it names, the patients that its facts were reported for
 * before, and whoever is linked with them, if only by the move of a visit. In key order, so that two batches wait for each other and never in a circle.
 * If the circle is another one by the time the locks are held, the batch starts again.
 */
export async function lockTouchedPatients(manager: EntityManager, news: Facts): Promise<readonly PatientKey[]> {
  await insertPatients(manager, news);
  const touched = await touchedPatients(manager, news);
  await lockPatients(manager, touched);
  const again = await touchedPatients(manager, news);
  if (!isSame(again, touched)) throw new RepeatBatch('Somebody else linked or reported at the same moment.');
  return touched;
}

/** Locks patients and all that are linked with them, if only by the move of a visit. */
export async function lockLinkedPatients(
  manager: EntityManager,
  patients: readonly PatientKey[],
): Promise<readonly PatientKey[]> {
  const linked = await withLinked(manager, new Set(patients));
  await lockPatients(manager, linked);
  const again = await withLinked(manager, new Set(patients));
  if (!isSame(again, linked)) throw new RepeatBatch('Somebody else linked at the same moment.');
  return linked;
}

/** Both sorted. A circle may lose one and win another: its size says nothing. */
function isSame(a: readonly PatientKey[], b: readonly PatientKey[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

async function insertPatients(manager: EntityManager, { patients }: Facts): Promise<void> {
  const rows = [...patients].map(([patient_key, { system, value }]) => ({ patient_key, system, value }));
  await manager.query(
    `INSERT INTO patients (patient_key, system, value)
     SELECT patient_key, system, value
       FROM json_to_recordset($1::json) AS row (patient_key text, system text, value text)
      WHERE NOT EXISTS (SELECT FROM patients known WHERE known.patient_key = row.patient_key)
      ORDER BY patient_key
         ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

async function touchedPatients(manager: EntityManager, { patients, facts }: Facts): Promise<readonly PatientKey[]> {
  const holders: { patient_key: string }[] = await manager.query(
    `SELECT patient_key FROM facts WHERE fact_key = ANY($1)
      UNION SELECT patient_key FROM fact_holders WHERE fact_key = ANY($1)`,
    [[...facts.keys()]],
  );
  return withLinked(manager, new Set([...patients.keys(), ...holders.map((row) => row.patient_key)]));
}

/** Patients and all that are linked with them, as far as one looks without a lock. */
export async function withLinked(
  manager: EntityManager,
  patients: ReadonlySet<PatientKey>,
): Promise<readonly PatientKey[]> {
  const linked: { patient_key: string }[] = await manager.query(
    `WITH RECURSIVE circle AS (
       SELECT unnest($1::text[]) AS patient_key
       UNION
       SELECT next.patient_key
         FROM circle
         JOIN LATERAL (
           SELECT links.other AS patient_key FROM links WHERE links.one = circle.patient_key AND active
            UNION ALL SELECT links.one FROM links WHERE links.other = circle.patient_key AND active
         ) next ON true
     )
     SELECT patient_key FROM circle`,
    [[...patients]],
  );
  return linked.map((row) => row.patient_key).sort();
}

async function lockPatients(manager: EntityManager, patients: readonly PatientKey[]): Promise<void> {
  await manager.query(`SELECT FROM patients WHERE patient_key = ANY($1) ORDER BY patient_key FOR UPDATE`, [patients]);
}
