import {
  linkKey,
  type DaySpan,
  type Fact,
  type FactKey,
  type FactKind,
  type Facts,
  type Link,
  type PatientKey,
  type PublishedKey,
  type Scope,
  type ScopeKey,
  type ScoredDay,
} from '@ilium/clinical';
import type { EntityManager } from 'typeorm';
import type { FactRow, PatientRow, PublishedRow } from './entities.js';

/** Patients, who of them is one person, and how far they were derived. */
export interface People extends Pick<Facts, 'links' | 'patients'> {
  readonly derived: ReadonlyMap<PatientKey, { readonly rulesOrdinal: number | null; readonly dueDay: string | null }>;
}

export interface KnownFacts {
  readonly facts: Facts['facts'];
  /** Of those that are nothing but scores. */
  readonly days: ReadonlyMap<FactKey, ScoredDay>;
}

/** What was published, with the place that it has. */
export type Published = ReadonlyMap<string, PublishedKey & { readonly patientKey: PatientKey; readonly scope: Scope }>;

type Row<Entity> = { readonly [Name in keyof Entity as SnakeCase<string & Name>]: Entity[Name] };
type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> ? '_' : ''}${Lowercase<First>}${SnakeCase<Rest>}`
  : '';

interface StoredLink extends Omit<Link, 'pair' | 'scope'> {
  readonly one: PatientKey;
  readonly other: PatientKey;
  readonly scope: ScopeKey;
}

export async function loadPeople(manager: EntityManager, patients: readonly PatientKey[]): Promise<People> {
  const people: Row<PatientRow>[] = await manager.query(
    `SELECT patient_key, system, value, rules_ordinal, due_day::text FROM patients WHERE patient_key = ANY($1)`,
    [patients],
  );
  const links: StoredLink[] = await manager.query(
    `SELECT one, other, scope, survivor, active, version FROM links WHERE one = ANY($1) OR other = ANY($1)`,
    [patients],
  );
  return {
    links: new Map(links.map(toLink).map((link) => [linkKey(link), link])),
    patients: new Map(people.map(({ patient_key, system, value }) => [patient_key, { system, value }])),
    derived: new Map(
      people.map(({ patient_key, rules_ordinal, due_day }) => [
        patient_key,
        { rulesOrdinal: rules_ordinal, dueDay: due_day },
      ]),
    ),
  };
}

const factColumns = 'fact_key, kind, origin, statements, scored_day';

export async function loadFacts(manager: EntityManager, keys: readonly FactKey[]): Promise<KnownFacts> {
  return toFacts(await manager.query(`SELECT ${factColumns} FROM facts WHERE fact_key = ANY($1)`, [keys]));
}

/** Everything that was reported for some patients. */
export function loadAllFacts(manager: EntityManager, patients: readonly PatientKey[]): Promise<KnownFacts> {
  return loadFactsOf(manager, patients, 'true');
}

/** All but what is nothing but a score. */
export function loadCourseFacts(manager: EntityManager, patients: readonly PatientKey[]): Promise<KnownFacts> {
  return loadFactsOf(manager, patients, 'scored_day IS NULL');
}

/** Names the rows that courses are made of: another stamp, another course. With the number of facts. */
export async function loadCourseStamps(
  manager: EntityManager,
  patients: readonly PatientKey[],
): Promise<ReadonlyMap<PatientKey, { readonly stamp: string; readonly size: number }>> {
  const rows: { patient_key: PatientKey; stamp: string; size: number }[] = await manager.query(
    // xmin is the transaction that wrote the row as it is.
    `SELECT patient_key, md5(string_agg(fact_key || ' ' || written, ' ' ORDER BY fact_key)) AS stamp, count(*)::int AS size
       FROM (
         SELECT patient_key, fact_key, xmin::text AS written FROM facts
          WHERE patient_key = ANY($1) AND scored_day IS NULL
          UNION
         SELECT holder.patient_key, fact_key, facts.xmin::text FROM fact_holders holder JOIN facts USING (fact_key)
          WHERE holder.patient_key = ANY($1)
       ) course
      GROUP BY patient_key`,
    [patients],
  );
  return new Map(rows.map(({ patient_key, stamp, size }) => [patient_key, { stamp, size }]));
}

async function loadFactsOf(
  manager: EntityManager,
  patients: readonly PatientKey[],
  condition: string,
): Promise<KnownFacts> {
  const rows: Row<FactRow>[] = await manager.query(
    `SELECT ${factColumns} FROM facts WHERE patient_key = ANY($1) AND ${condition}
      UNION ALL
     SELECT ${factColumns} FROM facts
      WHERE NOT patient_key = ANY($1)
        AND fact_key IN (SELECT fact_key FROM fact_holders WHERE patient_key = ANY($1))`,
    [patients],
  );
  return toFacts(rows);
}

/** The scores of some days. Each span by the index on its own: a planner that takes the list for long reads all facts. */
export async function loadScores(
  manager: EntityManager,
  spans: readonly (DaySpan & { readonly patient: PatientKey })[],
): Promise<KnownFacts> {
  if (spans.length === 0) return toFacts([]);
  const rows: Row<FactRow>[] = await manager.query(
    `SELECT fact.*
       FROM json_to_recordset($1::json) AS span (patient text, "from" text, "to" text)
      CROSS JOIN LATERAL (
         SELECT ${factColumns} FROM facts
          WHERE patient_key = span.patient AND scored_day BETWEEN span."from" AND span."to"
         OFFSET 0
      ) fact`,
    [JSON.stringify(spans)],
  );
  return toFacts(rows);
}

const publishedColumns = 'key, patient_key, scope, digest, is_retracted, retraction';

export async function loadPublished(manager: EntityManager, patients: readonly PatientKey[]): Promise<Published> {
  const rows: Row<PublishedRow>[] = await manager.query(
    `SELECT ${publishedColumns} FROM published WHERE patient_key = ANY($1)`,
    [patients],
  );
  return toPublished(rows);
}

export async function loadPublishedIn(manager: EntityManager, places: readonly Place[]): Promise<Published> {
  const rows: Row<PublishedRow>[] = await manager.query(
    `SELECT row.*
       FROM json_to_recordset($1::json) AS place (patient_key text, scope text)
      CROSS JOIN LATERAL (
         SELECT ${publishedColumns} FROM published
          WHERE patient_key = place.patient_key AND scope = place.scope
         OFFSET 0
      ) row`,
    [JSON.stringify(places)],
  );
  return toPublished(rows);
}

/** A scope of a patient. */
export interface Place {
  readonly patient_key: PatientKey;
  readonly scope: Scope;
}

function toPublished(rows: readonly Row<PublishedRow>[]): Published {
  return new Map(
    rows.map(({ key, patient_key, scope, digest, is_retracted, retraction }) => [
      key,
      { key, patientKey: patient_key, scope, digest, isRetracted: is_retracted, retraction },
    ]),
  );
}

function toFacts(rows: readonly Row<FactRow>[]): KnownFacts {
  return {
    facts: new Map(rows.map((row) => [row.fact_key, toFact(row)])),
    days: new Map(rows.flatMap(({ fact_key, scored_day }) => (scored_day === null ? [] : [[fact_key, scored_day]]))),
  };
}

function toFact({ fact_key, kind, origin, statements }: Row<FactRow>): Fact {
  // Only saveNews writes the column, from a Fact.
  return { key: fact_key, kind: kind as FactKind, origin, statements };
}

function toLink({ one, other, scope, ...link }: StoredLink): Link {
  return { ...link, pair: [one, other], scope: scope === '' ? undefined : scope };
}
