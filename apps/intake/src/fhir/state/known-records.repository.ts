import type { DataSource } from 'typeorm';
import type { KnownRecord, KnownRecords } from '../naming/known-records.js';
import type { ArrivedVersion, Standing } from './standing.js';
import { whileDatabaseIsThere } from '../../source-messages/database-away.js';

/**
 * $1 base, $2 places. What is asked for is in use, and stays: noted once a day, and never waited for. In PostgreSQL both
 * parts see the rows as they were.
 */
const findSql = `
  WITH used AS (
    UPDATE fhir_records SET seen_at = now() WHERE (base, place) IN (
      SELECT base, place FROM fhir_records
       WHERE base = $1 AND place = ANY ($2::text[]) AND seen_at < now() - interval '1 day'
         FOR UPDATE SKIP LOCKED))
  SELECT place, version, name_system AS "system", name_value AS "value"
    FROM fhir_records WHERE base = $1 AND place = ANY ($2::text[])`;

/** $1 base, then one array each: $2 places, $3 versions, $4 systems, $5 values. In one order, so that no two writers wait in a circle. */
const rememberSql = `
  INSERT INTO fhir_records AS known (base, place, version, name_system, name_value)
  SELECT $1, row.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS row (place, version, system, value)
   ORDER BY place COLLATE "C"
      ON CONFLICT (base, place) DO UPDATE
     SET seen_at = now(),
         version = coalesce(excluded.version, known.version),
         name_system = coalesce(excluded.name_system, known.name_system),
         name_value = CASE WHEN excluded.name_system IS NULL THEN known.name_value ELSE excluded.name_value END
   WHERE (known.version, known.name_system, known.name_value)
         IS DISTINCT FROM (coalesce(excluded.version, known.version), coalesce(excluded.name_system, known.name_system),
                           coalesce(excluded.name_value, known.name_value))`;

/** As `joinVersion` says: without both numbers it was said now. */
const isNow = '(excluded.revision IS NULL AND excluded.said_ms IS NULL)';
const isNewest = `(${isNow}
          OR (coalesce(excluded.revision, known.revision, 0), coalesce(excluded.said_ms, ${-(2 ** 53)}))
          >= (coalesce(known.revision, 0), coalesce(known.said_ms, ${-(2 ** 53)})))`;

/** $1 base, then one array each: $2 places, $3 revisions, $4 moments, $5 parts. By the clock of the database. */
const arriveSql = `
  INSERT INTO fhir_records AS known (base, place, revision, said_ms, parts, held)
  SELECT $1, row.place, row.revision, row.said_ms, row.parts, row.parts
    FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::jsonb[]) AS row (place, revision, said_ms, parts)
   ORDER BY place COLLATE "C"
      ON CONFLICT (base, place) DO UPDATE
     SET seen_at = now(),
         revision = CASE WHEN ${isNewest} THEN coalesce(excluded.revision, known.revision) ELSE known.revision END,
         said_ms = CASE WHEN ${isNow}
                        THEN greatest((extract(epoch FROM clock_timestamp()) * 1000)::bigint, known.said_ms + 1)
                        WHEN ${isNewest} THEN excluded.said_ms ELSE known.said_ms END,
         held = CASE WHEN ${isNewest} THEN excluded.held ELSE known.held END,
         parts = coalesce((SELECT jsonb_agg(DISTINCT part)
                             FROM jsonb_array_elements(known.parts || excluded.parts) AS part), '[]')
  RETURNING place, revision::float8 AS revision, said_ms::float8 AS "saidMs", parts, held`;

interface StandingRow {
  readonly place: string;
  readonly revision: number | null;
  readonly saidMs: number | null;
  readonly parts: readonly string[];
  readonly held: readonly string[];
}

interface Row {
  readonly place: string;
  readonly version: string | null;
  readonly system: string | null;
  readonly value: string | null;
}

/** What is remembered of records, in PostgreSQL. */
export class KnownRecordsRepository implements KnownRecords {
  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  async find(base: string, places: readonly string[]): Promise<ReadonlyMap<string, KnownRecord>> {
    const rows: readonly Row[] = await whileDatabaseIsThere(() =>
      this.dataSource.query(findSql, [base, [...new Set(places)]]),
    );
    return new Map(
      rows.map(({ place, version, system, value }) => [
        place,
        {
          place,
          version: version ?? undefined,
          name: system === null || value === null ? undefined : { system, value },
        },
      ]),
    );
  }

  async remember(base: string, records: readonly KnownRecord[]): Promise<void> {
    const byPlace = new Map<string, KnownRecord>();
    for (const { place, version, name } of records) {
      const before = byPlace.get(place);
      byPlace.set(place, { place, version: version ?? before?.version, name: name ?? before?.name });
    }
    const rows = [...byPlace.values()];
    await whileDatabaseIsThere(() =>
      this.dataSource.query(rememberSql, [
        base,
        rows.map(({ place }) => place),
        rows.map(({ version }) => version ?? null),
        rows.map(({ name }) => name?.system ?? null),
        rows.map(({ name }) => name?.value ?? null),
      ]),
    );
  }

  async arrive(base: string, versions: readonly ArrivedVersion[]): Promise<ReadonlyMap<string, Standing>> {
    if (versions.length === 0) return new Map();
    const rows: readonly StandingRow[] = await whileDatabaseIsThere(() =>
      this.dataSource.query(arriveSql, [
        base,
        versions.map(({ place }) => place),
        versions.map(({ revision }) => revision ?? null),
        versions.map(({ saidMs }) => saidMs ?? null),
        versions.map(({ parts }) => JSON.stringify(parts)),
      ]),
    );
    return new Map(
      rows.map(({ place, revision, saidMs, parts, held }) => {
        const standing = { revision: revision ?? undefined, saidMs: saidMs ?? undefined, parts, held };
        return [place, standing] as const;
      }),
    );
  }
}
