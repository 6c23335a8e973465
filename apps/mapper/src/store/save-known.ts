import {
  canonicalJson,
  linkKey,
  type Fact,
  type FactKey,
  type Facts,
  type Link,
  type PatientKey,
  type ScoredDay,
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
export function newsOf(before: Pick<Facts, 'facts' | 'links'>, after: Facts, touched: Facts): News {
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
export async function saveNews(
  manager: EntityManager,
  { newFacts, changedFacts, changedLinks }: News,
  days: ReadonlyMap<FactKey, ScoredDay>,
): Promise<void> {
  if (newFacts.length > 0) await insertFacts(manager, newFacts, days);
  if (changedFacts.length > 0) {
    const rows = changedFacts.map(({ key, statements }) => {
      return { fact_key: key, statements, scored_day: days.get(key) };
    });
    await manager.query(
      `UPDATE facts SET statements = row.statements, scored_day = row.scored_day
         FROM json_to_recordset($1::json) AS row (fact_key text, statements jsonb, scored_day text)
        WHERE facts.fact_key = row.fact_key`,
      [JSON.stringify(rows)],
    );
  }
  const shared = [...newFacts, ...changedFacts].filter((fact) => Object.keys(fact.statements).length > 1);
  if (shared.length > 0) await insertHolders(manager, shared);
  if (changedLinks.length > 0) await upsertLinks(manager, changedLinks);
}

/** Other rules may find other days. */
export async function saveScoredDays(
  manager: EntityManager,
  before: ReadonlyMap<FactKey, ScoredDay>,
  days: ReadonlyMap<FactKey, ScoredDay>,
): Promise<void> {
  const rows = [...new Set([...before.keys(), ...days.keys()])]
    .filter((key) => before.get(key) !== days.get(key))
    .map((key) => ({ fact_key: key, scored_day: days.get(key) }));
  if (rows.length === 0) return;
  await manager.query(
    `UPDATE facts SET scored_day = row.scored_day
       FROM json_to_recordset($1::json) AS row (fact_key text, scored_day text)
      WHERE facts.fact_key = row.fact_key`,
    [JSON.stringify(rows)],
  );
}

async function insertFacts(
  manager: EntityManager,
  facts: readonly Fact[],
  days: ReadonlyMap<FactKey, ScoredDay>,
): Promise<void> {
  const rows = facts.map(({ key, kind, origin, statements }) => {
    const patient_key = Object.keys(statements)[0];
    return { fact_key: key, patient_key, kind, origin, statements, scored_day: days.get(key) };
  });
  const inserted: unknown[] = await manager.query(
    `INSERT INTO facts (fact_key, patient_key, kind, origin, statements, scored_day)
     SELECT fact_key, patient_key, kind, origin, statements, scored_day
       FROM json_to_recordset($1::json)
         AS row (fact_key text, patient_key text, kind text, origin jsonb, statements jsonb, scored_day text)
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
