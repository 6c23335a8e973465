import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../dev/src/test-environment.js';
import { createDataSource } from './data-source.js';
import { messagingEntities, messagingMigrations } from './index.js';
import { provisionSchema } from './provision-schema.js';
import { runMigrations } from './run-migrations.js';

const names = ['CreateMessagingTables1763800000000', 'KeepOutboxUncompressed1764900000000'];

describe('runMigrations', () => {
  let database: TestDatabase;
  const open: DataSource[] = [];

  /** A service's data source, in a schema of its own. */
  async function service(schema: string, migrations = messagingMigrations): Promise<DataSource> {
    const url = await provisionSchema(database.url, { schema, role: `${database.name}_${schema}`, password: 'word' });
    const dataSource = createDataSource({
      url,
      entities: messagingEntities,
      migrations,
      applicationName: schema,
      poolSize: 2,
    });
    open.push(dataSource);
    return dataSource;
  }

  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(async () => {
    await Promise.all(open.filter(({ isInitialized }) => isInitialized).map((dataSource) => dataSource.destroy()));
    await database.drop();
  });

  it("creates the messaging tables in the service's own schema, once", async () => {
    const dataSource = await service('mapper');
    expect(await runMigrations(dataSource)).toEqual(names);
    expect(await runMigrations(dataSource)).toEqual([]);
    expect(await dataSource.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'mapper' ORDER BY 1`)).toEqual(
      ['consumer_offsets', 'fate_counts', 'inbox', 'migrations', 'outbox'].map((tablename) => ({ tablename })),
    );
  });

  it('creates exactly the columns that the entities name', async () => {
    const dataSource = await service('fhir_sync');
    await runMigrations(dataSource);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('runs each migration once when several instances start at the same time', async () => {
    const instances = [await service('analytics'), await service('analytics'), await service('analytics')];
    const ran = await Promise.all(instances.map((instance) => runMigrations(instance)));
    expect(ran.flat()).toEqual(names);
  });

  it('leaves the connections with their time-outs, and no lock behind', async () => {
    const dataSource = await service('console');
    await runMigrations(dataSource);
    const settings = await Promise.all([1, 2].map(() => dataSource.query('SHOW statement_timeout')));
    expect(settings.flat()).toEqual([{ statement_timeout: '1min' }, { statement_timeout: '1min' }]);
    expect(
      await dataSource.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      ),
    ).toEqual([]);
  });

  it('keeps what earlier migrations did when a later one fails, and lets the next start try again', async () => {
    let broken = true;
    class Breaks1765000000001 implements MigrationInterface {
      async up(runner: QueryRunner): Promise<void> {
        await runner.query('CREATE TABLE half_done (id integer)');
        if (broken) await runner.query('SELECT no_such_column');
      }
      async down(): Promise<void> {}
    }
    const dataSource = await service('hospital', [...messagingMigrations, Breaks1765000000001]);
    await expect(runMigrations(dataSource)).rejects.toMatchObject({ code: '42703' });
    expect(
      await dataSource.query(`SELECT to_regclass('half_done') AS found, to_regclass('outbox')::text AS kept`),
    ).toEqual([{ found: null, kept: 'outbox' }]);
    broken = false;
    expect(await runMigrations(dataSource)).toEqual(['Breaks1765000000001']);
  });
});
