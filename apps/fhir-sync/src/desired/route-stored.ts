import type { Logger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { documentType, routesOf, type Destination } from './routes.js';
import {
  followingSql,
  forgetRoutedSql,
  markLeftSql,
  newTargetSql,
  otherTargetSql,
  pageSql,
  rerouteSql,
  routedSql,
  storedTypesSql,
} from './route-sql.js';
import { alongIndexSql, byIndexSql } from './sql.js';

interface Page {
  /** Its last key. */
  readonly to: string;
  readonly count: number;
}

/** One way of going through all that is stored. */
interface Pass {
  readonly destination: Destination;
  readonly operation: 'lanes' | 'further-target';
  readonly sql: string;
  /** After the routes and the page. */
  readonly more: readonly unknown[];
  /** What follows from it, by target and page. */
  readonly afterwards?: string;
}

export interface RoutingSettings {
  /** Rows of a page, each of which is a transaction. */
  readonly pageSize: number;
  /** How often it is told how far a long one is. */
  readonly tellEveryMs: number;
}

const usual: RoutingSettings = { pageSize: 5_000, tellEveryMs: 10_000 };

/**
 * Has what is stored follow a site file that was changed: other lanes, further targets. Page by page in the order of keys, so
 * that no lock is held for long, it can be stopped, and begun anew without doing again what is done; several instances
 * that are at it change each row once.
 */
export class StoredRoutes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    private readonly settings: RoutingSettings = usual,
  ) {}

  /** Those of which all that is stored was routed before as they want it now. Who is not among them is left out from now on. */
  async following(destinations: readonly Destination[]): Promise<ReadonlySet<string>> {
    const names = destinations.map(({ name }) => name);
    await this.dataSource.query(forgetRoutedSql, [names]);
    const rows: { target: string }[] = await this.dataSource.query(followingSql, [names, destinations.map(textOf)]);
    return new Set(rows.map(({ target }) => target));
  }

  /** From now on they follow. */
  async routed(destination: Destination): Promise<void> {
    await this.dataSource.query(routedSql, [destination.name, textOf(destination)]);
  }

  /** Other lanes; to be done before anything is sent to the target. False when it was told to stop before the end. */
  reroute(destination: Destination, signal: AbortSignal): Promise<boolean> {
    return this.#goThrough(
      { destination, operation: 'lanes', sql: rerouteSql, more: [], afterwards: markLeftSql },
      signal,
    );
  }

  /** What other targets have and this one has not. False when it was told to stop before the end. */
  async complete(destination: Destination, signal: AbortSignal): Promise<boolean> {
    const [other]: { isThere: boolean }[] = await this.dataSource.query(otherTargetSql, [destination.name]);
    if (other?.isThere !== true) return true;
    const pass = { destination, operation: 'further-target', sql: newTargetSql, more: [documentType] } as const;
    return this.#goThrough(pass, signal);
  }

  async #goThrough({ destination, operation, sql, more, afterwards }: Pass, signal: AbortSignal): Promise<boolean> {
    const about = { target: destination.name, operation };
    const routes = await this.#routes(destination);
    let toldAt = performance.now();
    let [after, rows, changed] = ['', 0, 0];
    for (;;) {
      if (signal.aborted) return false;
      const [page] = await this.#run<Page>(alongIndexSql, pageSql, [after, this.settings.pageSize]);
      if (page === undefined) break;
      const parameters = [...routes, after, page.to, ...more];
      const [done] = await this.#run<{ count: number }>(alongIndexSql, sql, parameters);
      if (afterwards !== undefined) await this.#run(byIndexSql, afterwards, [destination.name, after, page.to]);
      changed += done?.count ?? 0;
      rows += page.count;
      after = page.to;
      if (performance.now() - toldAt < this.settings.tellEveryMs) continue;
      toldAt = performance.now();
      this.logger.info('what is stored is being routed', { ...about, rows, changed });
    }
    if (changed > 0) this.logger.info('what is stored follows the site file', { ...about, rows, changed });
    return true;
  }

  #run<Row>(plan: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(plan);
      return manager.query<Row[]>(sql, [...parameters]);
    });
  }

  async #routes(destination: Destination): Promise<readonly unknown[]> {
    const stored: { type: string }[] = await this.dataSource.query(storedTypesSql);
    const routes = routesOf(
      [destination],
      stored.map(({ type }) => type),
    );
    return [
      destination.name,
      destination.site,
      routes.map(({ resourceType }) => resourceType),
      routes.map(({ lane }) => lane),
    ];
  }
}

/** All that decides what becomes of a record at a target. */
function textOf({ site, lanes, systemOfRecord, patients }: Destination): string {
  return JSON.stringify({ site, lanes: sorted(lanes), systemOfRecord: sorted(systemOfRecord), patients });
}

function sorted(rows: object): object {
  return Object.fromEntries(Object.entries(rows).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
