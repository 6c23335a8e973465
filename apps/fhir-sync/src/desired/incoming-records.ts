import type { EntityManager } from 'typeorm';
import { keepIdentities } from '../identity/source-identities.js';
import { routesOf, type Destination } from './routes.js';
import { keepSql, storedRevisionsSql } from './sql.js';
import type { DesiredRow } from './to-desired-row.js';

interface StoredRevision {
  readonly key: string;
  /** Null for a key that was new. */
  readonly before: string | null;
}

/** Takes in what targets should hold. */
export class IncomingRecords {
  constructor(private readonly destinations: readonly Destination[]) {}

  /** Their names. */
  get targets(): readonly string[] {
    return this.destinations.map(({ name }) => name);
  }

  /** Whether any target is for the records of this site. */
  takes(site: string | null): boolean {
    return this.destinations.some((destination) => destination.site === null || destination.site === site);
  }

  /**
   * Stores each record that is newer than what is known under its key, for each target that it is for. Returns the revisions
   * that were stored before.
   * @param rows the newest of each key
   * @param patients all that was said of Patients, also what is superseded by now
   */
  async keep(
    manager: EntityManager,
    rows: readonly DesiredRow[],
    patients: readonly DesiredRow[] = rows,
  ): Promise<Map<string, number>> {
    const routes = routesOf(
      this.destinations,
      rows.map(({ resourceType }) => resourceType),
    );
    const written: StoredRevision[] = await manager.query(keepSql, [
      rows.map(({ key }) => key),
      rows.map(({ resourceType }) => resourceType),
      rows.map(({ revision }) => revision),
      rows.map(({ body }) => body),
      rows.map(({ subject }) => subject),
      rows.map(({ refersTo }) => refersTo.join(' ')),
      rows.map(({ retracted }) => retracted),
      rows.map(({ site }) => site),
      routes.map(({ target }) => target),
      routes.map(({ site }) => site),
      routes.map(({ resourceType }) => resourceType),
      routes.map(({ lane }) => lane),
    ]);
    await keepIdentities(manager, patients);
    const isWritten = new Set(written.map(({ key }) => key));
    const others = rows.map(({ key }) => key).filter((key) => !isWritten.has(key));
    const kept: StoredRevision[] = others.length === 0 ? [] : await manager.query(storedRevisionsSql, [others]);
    const known = [...written, ...kept].filter(({ before }) => before !== null);
    return new Map(known.map(({ key, before }) => [key, Number(before)]));
  }
}
