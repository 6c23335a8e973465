import type { DataSource, EntityManager } from 'typeorm';
import { documentType, routesOf, type Destination } from './routes.js';
import { newTargetSql, otherTargetSql, rerouteSql, storedTypesSql } from './route-sql.js';

/** Has what is stored already follow a configuration that was changed: other lanes, further targets. To be done before anything is sent. */
export async function routeStored(dataSource: DataSource, destinations: readonly Destination[]): Promise<void> {
  // Millions of rows take their time, once.
  await dataSource.transaction(async (manager) => {
    await manager.query('SET LOCAL statement_timeout = 0');
    await route(manager, destinations);
  });
}

async function route(manager: EntityManager, destinations: readonly Destination[]): Promise<void> {
  const stored: { type: string }[] = await manager.query(storedTypesSql);
  const types = stored.map(({ type }) => type);
  for (const destination of destinations) {
    const routes = routesOf([destination], types);
    const parameters = [
      destination.name,
      destination.site,
      routes.map(({ resourceType }) => resourceType),
      routes.map(({ lane }) => lane),
    ];
    await manager.query(rerouteSql, parameters);
    const [other]: { isThere: boolean }[] = await manager.query(otherTargetSql, [destination.name]);
    if (other?.isThere === true) await manager.query(newTargetSql, [...parameters, documentType]);
  }
}
