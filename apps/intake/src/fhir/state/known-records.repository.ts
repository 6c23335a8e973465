import type { DataSource } from 'typeorm';
import type { KnownRecord, KnownRecords } from '../naming/known-records.js';
import { whileDatabaseIsThere } from '../../source-messages/database-away.js';

/** $1 base, $2 places. */
const findSql = `
  SELECT place, version, name_system AS "system", name_value AS "value"
    FROM fhir_records WHERE base = $1 AND place = ANY ($2::text[])`;

/** $1 base, then one array each: $2 places, $3 versions, $4 systems, $5 values. In one order, so that no two writers wait in a circle. */
const rememberSql = `
  INSERT INTO fhir_records AS known (base, place, version, name_system, name_value)
  SELECT $1, row.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS row (place, version, system, value)
   ORDER BY place COLLATE "C"
      ON CONFLICT (base, place) DO UPDATE
     SET version = coalesce(excluded.version, known.version),
         name_system = coalesce(excluded.name_system, known.name_system),
         name_value = CASE WHEN excluded.name_system IS NULL THEN known.name_value ELSE excluded.name_value END
   WHERE (known.version, known.name_system, known.name_value)
         IS DISTINCT FROM (coalesce(excluded.version, known.version), coalesce(excluded.name_system, known.name_system),
                           coalesce(excluded.name_value, known.name_value))`;

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
}
