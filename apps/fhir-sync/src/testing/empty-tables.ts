import { createDataSource } from '@ilium/persistence';
import { entities, migrations } from '../database.js';

/** After all instances have stopped: a settlement takes these tables in another order, and would wait for this as this does for it. */
export async function emptyTables(url: string): Promise<void> {
  const dataSource = createDataSource({ url, entities, migrations, applicationName: 'test' });
  await dataSource.initialize();
  await dataSource.query(
    `TRUNCATE desired_records, desired_bodies, documents, source_identities, identity_doubts, identity_decisions, read_backs,
              routed_targets`,
  );
  await dataSource.destroy();
}
