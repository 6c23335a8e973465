import {
  canonicalJson,
  linkKey,
  type Fact,
  type Facts,
  type Link,
  type PatientKey,
  type PatientOutputs,
} from '@ilium/clinical';
import { RepeatBatch } from '@ilium/messaging';
import type { EntityManager } from 'typeorm';

/** Facts and links that are new, or that say more than before. */
export interface News {
  readonly newFacts: readonly Fact[];
  readonly changedFacts: readonly Fact[];
  readonly changedLinks: readonly Link[];
}

/** What joining has changed. */
export function newsOf(before: Facts, after: Facts, touched: Facts): News {
  const facts = [...touched.facts.keys()].map((key) => after.facts.get(key)).filter((fact) => fact !== undefined);
  const links = [...touched.links.keys()].map((key) => after.links.get(key)).filter((link) => link !== undefined);
  return {
    newFacts: facts.filter((fact) => !before.facts.has(fact.key)),
    changedFacts: facts.filter((fact) => {
      const known = before.facts.get(fact.key);
      return known !== undefined && canonicalJson(known.statements) !== canonicalJson(fact.statements);
    }),
    changedLinks: links.filter((link) => {
      const known = before.links.get(linkKey(link));
      return known === undefined || canonicalJson(known) !== canonicalJson(link);
    }),
  };
}

/** Patients of whom something is known now that wasn't before. */
export function patientsOf({ newFacts, changedFacts, changedLinks }: News): ReadonlySet<PatientKey> {
  const holders = [...newFacts, ...changedFacts].flatMap((fact) => Object.keys(fact.statements));
  return new Set([...holders, ...changedLinks.flatMap((link) => link.pair)]);
}

/** Writes what is new, one statement a table, in key order. */
export async function saveNews(manager: EntityManager, { newFacts, changedFacts, changedLinks }: News): Promise<void> {
  if (newFacts.length > 0) await insertFacts(manager, newFacts);
  if (changedFacts.length > 0) {
    await manager.query(
      `UPDATE facts SET statements = row.statements
         FROM json_to_recordset($1::json) AS row (fact_key text, statements jsonb)
        WHERE facts.fact_key = row.fact_key`,
      [JSON.stringify(changedFacts.map(({ key, statements }) => ({ fact_key: key, statements })))],
    );
  }
  const shared = [...newFacts, ...changedFacts].filter((fact) => Object.keys(fact.statements).length > 1);
  if (shared.length > 0) await insertHolders(manager, shared);
  if (changedLinks.length > 0) await upsertLinks(manager, changedLinks);
}

async function insertFacts(manager: EntityManager, facts: readonly Fact[]): Promise<void> {
  const rows = facts.map(({ key, kind, origin, statements }) => {
    return { fact_key: key, patient_key: Object.keys(statements)[0], kind, origin, statements };
  });
  const inserted: unknown[] = await manager.query(
    `INSERT INTO facts (fact_key, patient_key, kind, origin, statements)
     SELECT fact_key, patient_key, kind, origin, statements
       FROM json_to_recordset($1::json)
         AS row (fact_key text, patient_key text, kind text, origin jsonb, statements jsonb)
      ORDER BY fact_key
         ON CONFLICT (fact_key) DO NOTHING
     RETURNING fact_key`,
    [JSON.stringify(rows)],
  );
  // The same new fact was reported for another patient at the same moment: its row is there now, so look at it.
  if (inserted.length < facts.length) throw new RepeatBatch('Somebody else reported the same fact at the same moment.');
}

async function insertHolders(manager: EntityManager, facts: readonly Fact[]): Promise<void> {
  const rows = facts.flatMap((fact) =>
    Object.keys(fact.statements).map((patient_key) => ({ fact_key: fact.key, patient_key })),
  );
  await manager.query(
    `INSERT INTO fact_holders (patient_key, fact_key)
     SELECT patient_key, fact_key FROM json_to_recordset($1::json) AS row (patient_key text, fact_key text)
      ORDER BY 1, 2
         ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

async function upsertLinks(manager: EntityManager, links: readonly Link[]): Promise<void> {
  const rows = links.map(({ pair: [one, other], scope = '', survivor, active, version }) => {
    return { one, other, scope, survivor, active, version };
  });
  await manager.query(
    `INSERT INTO links (one, other, scope, survivor, active, version)
     SELECT one, other, scope, survivor, active, version
       FROM json_to_recordset($1::json)
         AS row (one text, other text, scope text, survivor text, active boolean, version jsonb)
      ORDER BY one, other, scope
         ON CONFLICT (one, other, scope) DO UPDATE
        SET survivor = excluded.survivor, active = excluded.active, version = excluded.version`,
    [JSON.stringify(rows)],
  );
}

/** Notes under which rules patients were derived, when they are due again, who is excluded, and what needs a look. */
export async function saveDerivation(
  manager: EntityManager,
  outputs: readonly PatientOutputs[],
  rulesOrdinal: number,
): Promise<void> {
  const derived = outputs.flatMap(({ survivor, members, dueDay, excluded }) =>
    members.map((patient_key) => ({ patient_key, ...(patient_key === survivor ? { due_day: dueDay, excluded } : {}) })),
  );
  await manager.query(
    `UPDATE patients SET due_day = row.due_day, excluded = row.excluded, rules_ordinal = $2
       FROM json_to_recordset($1::json) AS row (patient_key text, due_day date, excluded text)
      WHERE patients.patient_key = row.patient_key
        AND (patients.due_day, patients.excluded, patients.rules_ordinal) IS DISTINCT FROM (row.due_day, row.excluded, $2)`,
    [JSON.stringify(derived), rulesOrdinal],
  );
  const work = outputs.flatMap(({ survivor, work: items }) =>
    items.map(({ key, reason, detail }) => ({ patient_key: survivor, key, reason, detail })),
  );
  await manager.query(
    `WITH present AS (
       SELECT * FROM json_to_recordset($2::json) AS row (patient_key text, key text, reason text, detail text)
     ), gone AS (
       DELETE FROM work_items WHERE patient_key = ANY($1) AND (patient_key, key) NOT IN (SELECT patient_key, key FROM present)
     )
     INSERT INTO work_items (patient_key, key, reason, detail)
     SELECT DISTINCT ON (patient_key, key) patient_key, key, reason, detail FROM present ORDER BY patient_key, key
         ON CONFLICT DO NOTHING`,
    [outputs.flatMap((patient) => patient.members), JSON.stringify(work)],
  );
}
