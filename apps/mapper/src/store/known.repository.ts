import {
  linkKey,
  type Fact,
  type FactKind,
  type Facts,
  type Link,
  type PatientKey,
  type PublishedKey,
  type ScopeKey,
} from '@ilium/clinical';
import type { EntityManager } from 'typeorm';
import type { FactRow, PatientRow, PublishedRow } from './entities.js';

/** What is known of some patients, and what has been published of them. */
export interface Known {
  readonly facts: Facts;
  readonly published: ReadonlyMap<string, PublishedKey & { readonly patientKey: PatientKey }>;
  /** The newest rules that any of them was derived under. */
  readonly rulesOrdinal: number;
}

type Row<Entity> = { readonly [Name in keyof Entity as SnakeCase<string & Name>]: Entity[Name] };
type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> ? '_' : ''}${Lowercase<First>}${SnakeCase<Rest>}`
  : '';

interface StoredLink extends Omit<Link, 'pair' | 'scope'> {
  readonly one: PatientKey;
  readonly other: PatientKey;
  readonly scope: ScopeKey;
}

/** Loads the whole of some locked patients in four queries, however many they are. */
export async function loadKnown(manager: EntityManager, patients: readonly PatientKey[]): Promise<Known> {
  const people: Row<PatientRow>[] = await manager.query(
    `SELECT patient_key, system, value, rules_ordinal FROM patients WHERE patient_key = ANY($1)`,
    [patients],
  );
  const facts: Row<FactRow>[] = await manager.query(
    `SELECT fact_key, kind, origin, statements FROM facts WHERE patient_key = ANY($1)
      UNION ALL
     SELECT fact_key, kind, origin, statements FROM facts
      WHERE NOT patient_key = ANY($1)
        AND fact_key IN (SELECT fact_key FROM fact_holders WHERE patient_key = ANY($1))`,
    [patients],
  );
  const links: StoredLink[] = await manager.query(
    `SELECT one, other, scope, survivor, active, version FROM links WHERE one = ANY($1) OR other = ANY($1)`,
    [patients],
  );
  return {
    facts: {
      facts: new Map(facts.map((row) => [row.fact_key, toFact(row)])),
      links: new Map(links.map(toLink).map((link) => [linkKey(link), link])),
      patients: new Map(people.map(({ patient_key, system, value }) => [patient_key, { system, value }])),
    },
    published: await loadPublished(manager, patients),
    rulesOrdinal: Math.max(0, ...people.map((row) => row.rules_ordinal ?? 0)),
  };
}

async function loadPublished(manager: EntityManager, patients: readonly PatientKey[]): Promise<Known['published']> {
  const rows: Row<PublishedRow>[] = await manager.query(
    `SELECT key, patient_key, digest, is_retracted, retraction FROM published WHERE patient_key = ANY($1)`,
    [patients],
  );
  return new Map(
    rows.map(({ key, patient_key, digest, is_retracted, retraction }) => [
      key,
      { key, patientKey: patient_key, digest, isRetracted: is_retracted, retraction },
    ]),
  );
}

function toFact({ fact_key, kind, origin, statements }: Row<FactRow>): Fact {
  // Only saveFacts writes the column, from a Fact.
  return { key: fact_key, kind: kind as FactKind, origin, statements };
}

function toLink({ one, other, scope, ...link }: StoredLink): Link {
  return { ...link, pair: [one, other], scope: scope === '' ? undefined : scope };
}
