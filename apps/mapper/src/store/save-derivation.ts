import type { PatientKey, PatientOutputs, Scope } from '@ilium/clinical';
import type { EntityManager } from 'typeorm';
import { saveUnmappedCodes, type Looked } from './save-unmapped-codes.js';

/** What was derived of a person: everything, or what is of some scopes. */
export interface Derivation {
  readonly outputs: PatientOutputs;
  readonly scopes?: ReadonlySet<Scope>;
}

/** Notes under which rules patients were derived, when they are due again, who is excluded, and what needs a look. */
export async function saveDerivations(
  manager: EntityManager,
  derivations: readonly Derivation[],
  rulesOrdinal: number,
): Promise<void> {
  await savePatients(manager, derivations, rulesOrdinal);
  const looked = lookedAt(derivations);
  await saveWork(manager, derivations, looked);
  await saveUnmappedCodes(manager, derivations, looked);
}

/** Places whose work was derived: a whole patient where no scope is named. */
function lookedAt(derivations: readonly Derivation[]): readonly Looked[] {
  return derivations.flatMap(({ outputs: { members }, scopes = [undefined] }) =>
    members.flatMap((patient_key) => [...scopes].map((scope) => ({ patient_key, scope }))),
  );
}

/** After a part the earlier day counts: at worst somebody is derived whole on a day on which nothing changes. */
async function savePatients(
  manager: EntityManager,
  derivations: readonly Derivation[],
  rulesOrdinal: number,
): Promise<void> {
  const derived = derivations.flatMap(({ outputs: { survivor, members, dueDay, excluded }, scopes }) =>
    members.map((patient_key) => ({
      patient_key,
      is_part: scopes !== undefined,
      ...(patient_key === survivor ? { due_day: dueDay, excluded } : {}),
    })),
  );
  await manager.query(
    `UPDATE patients SET due_day = row.due_day, excluded = row.excluded, rules_ordinal = $2
       FROM (SELECT derived.patient_key, derived.excluded,
                    CASE WHEN is_part THEN least(before.due_day, derived.due_day) ELSE derived.due_day END AS due_day
               FROM json_to_recordset($1::json)
                 AS derived (patient_key text, is_part boolean, due_day date, excluded text)
               JOIN patients before USING (patient_key)) row
      WHERE patients.patient_key = row.patient_key
        AND (patients.due_day, patients.excluded, patients.rules_ordinal) IS DISTINCT FROM (row.due_day, row.excluded, $2)`,
    [JSON.stringify(derived), rulesOrdinal],
  );
}

async function saveWork(
  manager: EntityManager,
  derivations: readonly Derivation[],
  looked: readonly Looked[],
): Promise<void> {
  const work = derivations.flatMap(({ outputs: { survivor, work: items } }) =>
    items.map(({ key, reason, detail, facts: [fact = '', ...others] }) => {
      return { patient_key: survivor, key, reason, detail, scope: others.length === 0 ? fact : '' };
    }),
  );
  await manager.query(
    `WITH present AS (
       SELECT * FROM json_to_recordset($2::json)
         AS row (patient_key text, key text, reason text, detail text, scope text)
     ), gone AS (
       DELETE FROM work_items
        USING json_to_recordset($1::json) AS looked (patient_key text, scope text)
        WHERE work_items.patient_key = looked.patient_key
          AND (looked.scope IS NULL OR looked.scope = work_items.scope)
          AND (work_items.patient_key, key) NOT IN (SELECT patient_key, key FROM present)
     )
     INSERT INTO work_items AS known (patient_key, key, reason, detail, scope)
     SELECT DISTINCT ON (patient_key, key) patient_key, key, reason, detail, scope FROM present ORDER BY patient_key, key
         ON CONFLICT (patient_key, key) DO UPDATE SET scope = excluded.scope WHERE known.scope <> excluded.scope`,
    [JSON.stringify(looked), JSON.stringify(work)],
  );
}

/** All patients of whom something was derived. */
export function membersOf(derivations: readonly Derivation[]): readonly PatientKey[] {
  return derivations.flatMap(({ outputs }) => outputs.members);
}
