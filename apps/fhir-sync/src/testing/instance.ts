import type { DesiredRecord, Fate } from '@ilium/contracts';
import { createLogger, createMetrics, HealthRegistry, type HealthReport } from '@ilium/observability';
import { createDataSource, dataSourceOptions, runMigrations } from '@ilium/persistence';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { RecordsStatusRepository, type RecordStatus } from '../api/records-status.repository.js';
import { WorkRepository } from '../api/work.repository.js';
import { openEntry, type EntrySettings } from '../authorization/settings.js';
import { entities, migrations } from '../database.js';
import { Deliveries } from '../delivery/deliveries.js';
import type { DeliveryTarget } from '../delivery/target-delivery.js';
import { DeliveryModule, type DeliveryOptions } from '../delivery.module.js';
import { FhirBundlesConsumer } from '../fhir-bundles.consumer.js';
import type { Hl7v2OutLane } from '../lanes/hl7v2-out/hl7v2-out-lane.js';
import type { DeliverySettings } from '../settings.js';
import type { TargetStatus } from '../target/target-watch.js';

const encounter = { waitMs: 0, mendForMs: 60_000, again: { firstMs: 20, longestMs: 100 } };

/** Settings that make a test quick; otherwise those of a real service. */
export const quick: DeliverySettings = {
  concurrency: 4,
  timeoutMs: 400,
  leaseMs: 1_200,
  limits: { entries: 50, bytes: 1_000_000 },
  idleMs: 100,
  stopWithinMs: 5_000,
  patience: { again: { firstMs: 20, longestMs: 200 }, waiting: { firstMs: 20, longestMs: 200 }, encounter },
  breaker: { patience: 5, firstMs: 20, longestMs: 100 },
  tokens: { away: { firstMs: 20, longestMs: 100 }, refused: { firstMs: 20, longestMs: 100 } },
};

/** Everything by PUT to the one target. */
const repository = {
  name: 'fhir',
  site: null,
  lanes: {},
  systemOfRecord: {},
  patients: 'referenced',
  identity: 'compared',
  readBack: 0,
  validation: 'warn',
  othersChanges: 'ours-wins',
  hl7: undefined,
  documents: undefined,
  provenance: undefined,
} as const;

@Module({})
class Root {}

/** One running instance of the service, without Kafka and HTTP: bundles are handed to the consumer directly. */
export class Instance {
  readonly dataSource: DataSource;
  #stopped: Promise<void> | undefined;

  private constructor(
    private readonly app: INestApplicationContext,
    private readonly context: Pick<DeliveryOptions, 'metrics' | 'health'>,
    readonly logged: readonly string[],
  ) {
    this.dataSource = app.get(DataSource);
  }

  static async start(
    databaseUrl: string,
    baseUrl: string,
    settings: Partial<DeliverySettings> = {},
    entry: EntrySettings = openEntry,
    target: Partial<DeliveryTarget> = {},
  ): Promise<Instance> {
    const numbers = { ...quick, ...settings };
    return Instance.startFor(databaseUrl, [{ ...repository, baseUrl, entry, settings: numbers, ...target }]);
  }

  /** With a target for each of these; quick ones, which take everything by PUT, but for what is said. */
  static async startFor(databaseUrl: string, targets: readonly Partial<DeliveryTarget>[]): Promise<Instance> {
    const database = { url: databaseUrl, entities, migrations, applicationName: 'fhir-sync test' };
    const logged: string[] = [];
    const destination = { write: (line: string): void => void logged.push(line) };
    const context = {
      logger: createLogger({ service: 'fhir-sync', level: 'debug', destination }),
      metrics: createMetrics('fhir-sync'),
      health: new HealthRegistry(),
    };
    const usual = { ...repository, baseUrl: undefined, entry: openEntry, settings: quick };
    const delivery = DeliveryModule.forRoot({ ...context, targets: targets.map((one) => ({ ...usual, ...one })) });
    const imports = [
      TypeOrmModule.forRootAsync({
        useFactory: () => dataSourceOptions(database),
        dataSourceFactory: async () => {
          const dataSource = createDataSource(database);
          await runMigrations(dataSource);
          return dataSource;
        },
      }),
      delivery,
    ];
    const root = { module: Root, imports, providers: [FhirBundlesConsumer, RecordsStatusRepository] };
    const app = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
    return new Instance(app, context, logged);
  }

  /** One batch of bundles, in a transaction of its own, as the messaging library runs it. */
  receive(...bundles: readonly (readonly DesiredRecord[])[]): Promise<readonly Fate[]> {
    return this.receiveOf(undefined, ...bundles);
  }

  /** Records of a site. */
  async receiveOf(
    site: string | undefined,
    ...bundles: readonly (readonly DesiredRecord[])[]
  ): Promise<readonly Fate[]> {
    const said = site === undefined ? {} : { site };
    const messages = bundles.map((records, index) => {
      const id = String(index);
      const event = { specversion: '1.0' as const, id, source: 'test', type: 'test', records, ...said };
      return { event, id, source: 'test', key: null, partition: 0, offset: BigInt(index), receivedAt: new Date() };
    });
    const consumer = this.app.get(FhirBundlesConsumer);
    const { fates } = await this.dataSource.transaction((manager) => consumer.consume({ messages, manager }));
    return fates;
  }

  /** The record as the API shows it. */
  async record(key: string, target = 'fhir'): Promise<RecordStatus> {
    const record = await this.app.get(RecordsStatusRepository).record(target, key);
    if (record === undefined) throw new Error(`There is no record ${key}.`);
    return record;
  }

  /** What waits for a person. */
  get work(): WorkRepository['page'] {
    const work = new WorkRepository(this.dataSource);
    return (query) => work.page(query);
  }

  get status(): RecordsStatusRepository {
    return this.app.get(RecordsStatusRepository);
  }

  get target(): TargetStatus {
    const [only] = this.app.get(Deliveries).all;
    if (only === undefined) throw new Error('There is no target.');
    return only.status();
  }

  /** Its queue of HL7 v2 messages. */
  get hl7(): Hl7v2OutLane {
    const [only] = this.app.get(Deliveries).all.flatMap(({ hl7 }) => hl7?.lane ?? []);
    if (only === undefined) throw new Error('No target has the lane hl7v2-out.');
    return only;
  }

  health(): Promise<HealthReport> {
    return this.context.health.report();
  }

  metrics(): Promise<string> {
    return this.context.metrics.metrics();
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.app.close());
  }
}
