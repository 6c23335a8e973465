import type { DataSource } from 'typeorm';
import { whileDatabaseIsThere } from '../../source-messages/database-away.js';
import { noProgress, type SourceProgress, type SubscriptionState } from './subscription-state.js';

const progressSql = `
  SELECT subscription, taken::float8 AS taken, heard::float8 AS heard, searched_until AS "searchedUntil"
    FROM fhir_sources WHERE source = $1`;

/** $1 source, $2 subscription, $3 events. The same subscription begins again only where its numbers do. */
const beginSql = `
  INSERT INTO fhir_sources AS known (source, subscription, taken, heard) VALUES ($1, $2, $3, $3)
      ON CONFLICT (source) DO UPDATE
     SET subscription = excluded.subscription, taken = excluded.taken, heard = excluded.heard
   WHERE known.subscription IS DISTINCT FROM excluded.subscription OR known.taken > excluded.taken`;

const raiseSql = (column: 'taken' | 'heard' | 'searched_until', type: 'bigint' | 'timestamptz') => `
  INSERT INTO fhir_sources AS known (source, ${column}) VALUES ($1, $2::${type})
      ON CONFLICT (source) DO UPDATE SET ${column} = greatest(known.${column}, excluded.${column})`;

/** $1 source, $2 milliseconds; by the clock of the database. */
const claimSql = `
  INSERT INTO fhir_sources AS known (source, search_claimed_at) VALUES ($1, clock_timestamp())
      ON CONFLICT (source) DO UPDATE SET search_claimed_at = clock_timestamp()
   WHERE known.search_claimed_at IS NULL
      OR known.search_claimed_at <= clock_timestamp() - $2 * interval '1 ms'
  RETURNING source`;

interface Row {
  readonly subscription: string | null;
  readonly taken: number | null;
  readonly heard: number | null;
  readonly searchedUntil: Date | null;
}

/** The progress with each source, in PostgreSQL: one statement each, so that instances never undo each other's. */
export class SubscriptionStateRepository implements SubscriptionState {
  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  async progress(source: string): Promise<SourceProgress> {
    const [row]: readonly Row[] = await whileDatabaseIsThere(() => this.dataSource.query(progressSql, [source]));
    if (row === undefined) return noProgress;
    const { subscription, taken, heard, searchedUntil } = row;
    return {
      subscription: subscription ?? undefined,
      taken: taken ?? undefined,
      heard: heard ?? undefined,
      searchedUntil: searchedUntil?.toISOString(),
    };
  }

  begin(source: string, subscription: string, events: number): Promise<void> {
    return this.#run(beginSql, [source, subscription, events]);
  }

  hear(source: string, event: number): Promise<void> {
    return this.#run(raiseSql('heard', 'bigint'), [source, event]);
  }

  take(source: string, event: number): Promise<void> {
    return this.#run(raiseSql('taken', 'bigint'), [source, event]);
  }

  searched(source: string, until: string): Promise<void> {
    return this.#run(raiseSql('searched_until', 'timestamptz'), [source, until]);
  }

  async claimSearch(source: string, everyMs: number): Promise<boolean> {
    const rows: readonly unknown[] = await whileDatabaseIsThere(() =>
      this.dataSource.query(claimSql, [source, everyMs]),
    );
    return rows.length > 0;
  }

  async #run(sql: string, parameters: readonly unknown[]): Promise<void> {
    await whileDatabaseIsThere(() => this.dataSource.query(sql, [...parameters]));
  }
}
