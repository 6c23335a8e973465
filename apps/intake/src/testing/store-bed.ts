import { createSecretKey } from 'node:crypto';
import type { TopicBase } from '@ilium/contracts';
import { createLogger, createMetrics } from '@ilium/observability';
import { createDataSource, provisionSchema, runMigrations } from '@ilium/persistence';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { readDoorLedger } from '../ledger.js';
import { DoorClock } from '../source-messages/door-clock.js';
import { GroupCommit } from '../source-messages/group-commit.js';
import { createMessageStoreMetrics } from '../source-messages/message-store-metrics.js';

export const bodyKeys = new Map([['k1', createSecretKey(Buffer.alloc(32, 7))]]);
const keys = { idKey: 'a key for tests that is long enough to pass', bodyKeys };
export const quiet = createLogger({ service: 'test', level: 'fatal' });

interface Offered {
  readonly topic: TopicBase;
  readonly key: unknown;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** Intake's tables in a database of their own, and stores that work on them. */
export class StoreBed {
  /** What stores offered for publication. */
  offered: Offered[] = [];
  /** Whether Kafka takes no more for now. */
  isFull = false;

  private constructor(
    private readonly database: TestDatabase,
    /** For the service's role. */
    readonly url: string,
    readonly dataSource: DataSource,
  ) {}

  static async open(): Promise<StoreBed> {
    const database = await createDatabase();
    const url = await provisionSchema(database.url, { schema: 'intake', role: `i${Date.now()}`, password: 'test' });
    return new StoreBed(database, url, await connect(url));
  }

  /** With connections of its own, which can be cut. */
  connect(url = this.url, statementMs?: number): Promise<DataSource> {
    return connect(url, statementMs);
  }

  openStore(withinMs = 5_000, dataSource = this.dataSource): GroupCommit {
    return new GroupCommit({
      dataSource,
      outbox: {
        offer: (publication) => void this.offered.push(...(publication?.records ?? [])),
        isFull: this.isFull,
      },
      keys,
      clock: new DoorClock(),
      logger: quiet,
      metrics: createMessageStoreMetrics(createMetrics('test')),
      withinMs,
    });
  }

  async empty(): Promise<void> {
    this.offered = [];
    this.isFull = false;
    await this.dataSource.query('TRUNCATE source_messages, message_work, door_counts, outbox, journal, journal_owners');
  }

  async kept(): Promise<{ control_id: string; sequence: string }[]> {
    return await this.dataSource.query('SELECT control_id, sequence FROM source_messages ORDER BY sequence');
  }

  async counts(): Promise<Record<string, number>> {
    const [door] = (await readDoorLedger(this.dataSource)).topics;
    return { done: door?.done ?? 0, ...door?.reasons };
  }

  /** Nothing is written by others while the table is locked, as on a server that is busy with itself. */
  async lock(table: string): Promise<() => Promise<void>> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    await client.query(`BEGIN; LOCK TABLE ${table} IN EXCLUSIVE MODE`);
    return async () => {
      await client.query('ROLLBACK');
      await client.end();
    };
  }

  /** Closes the connections of everything that was opened here, as a server that restarts would. */
  async cut(): Promise<void> {
    await this.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE pid <> pg_backend_pid() AND application_name = 'intake test' AND usename = current_user`,
    );
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }
}

async function connect(url: string, statementMs = 60_000): Promise<DataSource> {
  const settings = { url, entities, migrations, applicationName: 'intake test', poolSize: 4, statementMs };
  const source = createDataSource(settings);
  await runMigrations(source);
  return source;
}
