import { newestPerKey } from '@ilium/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { movesTable } from '../rollups/tables.js';
import { statementMovements } from '../statements/movement-sql.js';
import { rowSource } from '../set-based.js';
import { amongFactWriters } from './fact-writers.js';
import { OutcomeFact } from './outcome-fact.entity.js';

interface RevisionRow {
  readonly key: string;
  /** Of the row that was there before; null where there was none. */
  readonly revision: string | null;
}

@Injectable()
export class OutcomeFactsRepository {
  /**
   * Stores each key's highest revision, and beside it, in the same transaction, what statistics have to count for that and what
   * it makes of published statements; what is older than the stored row changes nothing. Returns the revision that was stored of
   * each key before; keys that are new are not in it.
   */
  async write(manager: EntityManager, facts: readonly OutcomeFact[]): Promise<ReadonlyMap<string, number>> {
    // A correction is either in a statement that is published now, or behind it.
    await amongFactWriters(manager);
    const newest = newestPerKey(facts);
    const written = await this.#upsert(manager, newest);
    const keys = new Set(written.map(({ key }) => key));
    const unwritten = newest.filter(({ key }) => !keys.has(key)).map(({ key }) => key);
    const before = [...written, ...(await this.#revisions(manager, unwritten))];
    return new Map(before.flatMap(({ key, revision }) => (revision === null ? [] : [[key, Number(revision)]])));
  }

  /** In key order, so that two transactions never wait for each other in a circle. `RETURNING old` needs PostgreSQL 18. */
  async #upsert(manager: EntityManager, facts: readonly OutcomeFact[]): Promise<RevisionRow[]> {
    const entity = manager.dataSource.getMetadata(OutcomeFact);
    const { columns, unnest, parameters } = rowSource(entity, facts);
    const names = entity.columns.map(({ databaseName }) => databaseName);
    const image = (of: string) => names.map((name) => `"${of}_${name}"`).join(', ');
    return manager.query(
      `WITH written AS (
         INSERT INTO outcome_facts AS fact (${columns})
         SELECT * FROM ${unnest} AS incoming (${columns}) ORDER BY key
         ON CONFLICT (key) DO UPDATE SET ${names.map((name) => `"${name}" = excluded."${name}"`).join(', ')}
          WHERE fact.revision < excluded.revision
             -- A release before kept less of it: what is published again fills it in.
             OR (fact.revision = excluded.revision AND fact.is_expected IS NULL AND excluded.is_expected IS NOT NULL)
         RETURNING ${['new', 'old'].flatMap((of) => names.map((name) => `${of}."${name}" AS "${of}_${name}"`)).join(', ')},
                   old AS before, new AS after
       ), pending AS (
         INSERT INTO ${movesTable} (sign, ${columns})
         SELECT 1, ${image('new')} FROM written
          UNION ALL
         SELECT -1, ${image('old')} FROM written WHERE old_key IS NOT NULL
       ), ${statementMovements('written')}
       SELECT new_key AS key, old_revision AS revision FROM written`,
      parameters,
    );
  }

  /** Of the keys that were not written: their rows are as new or newer, and locked by the write. */
  async #revisions(manager: EntityManager, keys: readonly string[]): Promise<RevisionRow[]> {
    if (keys.length === 0) return [];
    return manager.query('SELECT key, revision FROM outcome_facts WHERE key = ANY ($1::uuid[])', [keys]);
  }
}
