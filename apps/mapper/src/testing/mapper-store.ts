import { afterAll, beforeEach } from '@jest/globals';
import { defaultRules, factsFrom, patientKey } from '@ilium/clinical';
import type { ProcedureEvent } from '@ilium/contracts';
import { OutboxSender, wantsRepeat, type Outgoing, type OutgoingRecord } from '@ilium/messaging';
import { createDataSource, provisionSchema, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { DerivePatientsService } from '../derive-patients.service.js';
import { keyedIds } from '../keyed-ids.js';
import { registerRules } from '../rules-version.js';

const testIds = keyedIds('a key for tests that is long enough to pass');

/** The mapper's database and its one path to it, without Kafka: what a batch does, a test can do. */
export class MapperStore {
  readonly ids = testIds;
  asOf = '2026-04-01';
  /** One for all batches, as in the service: it remembers. */
  #learning: DerivePatientsService | undefined;

  private constructor(
    readonly dataSource: DataSource,
    readonly rulesOrdinal: number,
  ) {}

  static async open(adminUrl: string): Promise<MapperStore> {
    const url = await provisionSchema(adminUrl, { schema: 'mapper', role: `m${Date.now()}`, password: 'test' });
    const dataSource = createDataSource({ url, entities, migrations, applicationName: 'mapper test', poolSize: 8 });
    await runMigrations(dataSource);
    return new MapperStore(dataSource, await registerRules(dataSource, defaultRules, testIds));
  }

  service(rulesOrdinal = this.rulesOrdinal): DerivePatientsService {
    return new DerivePatientsService({
      current: { rules: defaultRules, rulesOrdinal, ids: this.ids, asOf: () => this.asOf, site: 'built-in' },
    });
  }

  /** Learns events as one batch, again and again as the strategy would when somebody else was faster. */
  async learn(...events: readonly ProcedureEvent[]): Promise<readonly Outgoing[]> {
    this.#learning ??= this.service();
    return this.learnBy(this.#learning, events);
  }

  async learnBy(service: DerivePatientsService, events: readonly ProcedureEvent[]): Promise<readonly Outgoing[]> {
    const news = events.map((event) => factsFrom(event, this.ids));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.dataSource.transaction((manager) => service.learn(manager, news));
      } catch (error) {
        if (attempt >= 20 || !wantsRepeat(error)) throw error;
      }
    }
  }

  /** An outbox whose records end up in a list instead of Kafka. */
  outbox(published: OutgoingRecord[]): OutboxSender {
    const open = async () => ({
      send: async (_topic: string, records: readonly OutgoingRecord[]) => void published.push(...records),
      close: async () => undefined,
    });
    return new OutboxSender({ brokers: [], topicPrefix: '', dataSource: this.dataSource, open });
  }

  patientKey(value: string): string {
    return patientKey({ system: 'urn:ilium:test:mrn', value }, this.ids);
  }

  /** Live keys and their digests: what two histories of the same events must agree on. */
  async live(): Promise<Record<string, string>> {
    const rows: { key: string; digest: string }[] = await this.dataSource.query(
      `SELECT key, digest FROM published WHERE NOT is_retracted ORDER BY key`,
    );
    return Object.fromEntries(rows.map(({ key, digest }) => [key, digest]));
  }

  async published(key: string): Promise<{ patient_key: string; revision: string; is_retracted: boolean } | undefined> {
    const rows: { patient_key: string; revision: string; is_retracted: boolean }[] = await this.dataSource.query(
      `SELECT patient_key, revision, is_retracted FROM published WHERE key = $1`,
      [key],
    );
    return rows[0];
  }

  async empty(): Promise<void> {
    await this.dataSource.query(
      `TRUNCATE patients, facts, fact_holders, links, published, pseudonyms, work_items, unmapped_codes, code_resolutions`,
    );
    await this.dataSource.query(`DELETE FROM rules_versions WHERE ordinal > $1`, [this.rulesOrdinal]);
  }
}

/** A store of a spec's own: empty before each test, dropped after the last. */
export async function storeOfSpec(asOf = '2026-04-01'): Promise<MapperStore> {
  const database = await createDatabase();
  const store = await MapperStore.open(database.url);
  beforeEach(async () => {
    store.asOf = asOf;
    await store.empty();
  });
  afterAll(async () => {
    await store.dataSource.destroy();
    await database.drop();
  });
  return store;
}
