import { newestPerKey } from '@ilium/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { FactChange } from '../rollups/rollup-difference.js';
import { asProperties, rowSource } from '../set-based.js';
import { OutcomeFact } from './outcome-fact.entity.js';

export interface Written {
  readonly changes: readonly FactChange[];
  /** The revision that was stored of each key before; keys that are new are not in it. */
  readonly storedBefore: ReadonlyMap<string, number>;
}

type Absent = { readonly [Name in keyof OutcomeFact]: null };

/** The row that was there before the write, if there was one, and the key that was written. */
type WrittenRow = (OutcomeFact | Absent) & { readonly written: string };

@Injectable()
export class OutcomeFactsRepository {
  /** Stores each key's highest revision; what is older than the stored row changes nothing. */
  async write(manager: EntityManager, facts: readonly OutcomeFact[]): Promise<Written> {
    const newest = newestPerKey(facts);
    const rows = await this.#upsert(manager, newest);
    const replaced = new Map(rows.map(({ written, ...before }) => [written, before.key === null ? null : before]));
    const changes: FactChange[] = [];
    const storedBefore = new Map<string, number>();
    for (const after of newest) {
      const before = replaced.get(after.key);
      if (before === undefined) continue;
      changes.push({ before, after });
      if (before !== null) storedBefore.set(after.key, Number(before.revision));
    }
    const unwritten = newest.filter(({ key }) => !replaced.has(key)).map(({ key }) => key);
    for (const { key, revision } of await this.#revisions(manager, unwritten)) storedBefore.set(key, Number(revision));
    return { changes, storedBefore };
  }

  /** In key order, so that two transactions never wait for each other in a circle. `RETURNING old` needs PostgreSQL 18. */
  async #upsert(manager: EntityManager, facts: readonly OutcomeFact[]): Promise<WrittenRow[]> {
    const entity = manager.dataSource.getMetadata(OutcomeFact);
    const { columns, unnest, parameters } = rowSource(entity, facts);
    const replaced = entity.columns.map(({ databaseName }) => `"${databaseName}" = excluded."${databaseName}"`);
    return manager.query(
      `INSERT INTO outcome_facts AS fact (${columns})
       SELECT * FROM ${unnest} AS incoming (${columns}) ORDER BY key
       ON CONFLICT (key) DO UPDATE SET ${replaced.join(', ')} WHERE fact.revision < excluded.revision
       RETURNING new.key AS written, ${asProperties(entity, 'old')}`,
      parameters,
    );
  }

  /** Of the keys that were not written: their rows are as new or newer, and locked by the write. */
  async #revisions(manager: EntityManager, keys: readonly string[]): Promise<{ key: string; revision: string }[]> {
    if (keys.length === 0) return [];
    return manager.query('SELECT key, revision FROM outcome_facts WHERE key = ANY ($1::uuid[])', [keys]);
  }
}
