import { silentLogger } from '@ilium/observability';
import { createDataSource, runMigrations } from '@ilium/persistence';
import type { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { Hl7v2OutLane } from '../lanes/hl7v2-out/hl7v2-out-lane.js';
import { SendingQueue } from '../lanes/hl7v2-out/queue/sending-queue.js';
import { ToldRecords } from '../lanes/hl7v2-out/queue/told-records.js';
import { Hl7Sender, type SenderSettings } from '../lanes/hl7v2-out/send/sender.js';
import type { DeliverySettings } from '../settings.js';
import { only } from './hl7-reader.js';
import { writer } from './hl7-records.js';
import { Instance, quick } from './instance.js';
import { ScriptedMllpReceiver } from './scripted-mllp-receiver.js';

interface Wishes {
  readonly settings?: Partial<SenderSettings>;
  readonly connection?: Partial<SenderSettings['connection']>;
}

/** The target of the bed, as routes see it. */
export const hl7Destination = {
  name: 'ehr',
  site: null,
  lanes: { usual: 'hl7v2-out' },
  systemOfRecord: {},
  patients: 'referenced',
} as const;

const secret = 'a secret of the test, long enough';

/** The lane on a database of its own, a receiver, and as many senders as a test starts. */
export class Hl7Bed {
  readonly lane: Hl7v2OutLane;
  readonly #told: ToldRecords;
  receiver = new ScriptedMllpReceiver();
  unmatched = 0;
  readonly #senders: Hl7Sender[] = [];
  readonly #instances: Instance[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {
    const wake = (): void => {
      for (const sender of this.#senders) sender.wake();
    };
    this.#told = new ToldRecords(dataSource, 'ehr', silentLogger);
    this.lane = new Hl7v2OutLane(dataSource, 'ehr', writer.timeZone, wake, this.#told);
  }

  static async open(): Promise<Hl7Bed> {
    const database = await createDatabase();
    const dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'hl7v2-out test' });
    await runMigrations(dataSource);
    return new Hl7Bed(database, dataSource);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
    await this.database.drop();
  }

  /** A receiver that holds nothing. */
  async begin(): Promise<void> {
    this.unmatched = 0;
    this.receiver = new ScriptedMllpReceiver();
    await this.receiver.start();
  }

  async end(): Promise<void> {
    await Promise.all(this.#senders.splice(0).map((sender) => sender.stop()));
    await Promise.all(this.#instances.splice(0).map((instance) => instance.stop()));
    await this.#told.stop();
    await this.receiver.stop();
    await this.dataSource.query(
      'TRUNCATE hl7_outgoing, hl7_senders, desired_records, desired_bodies, source_identities',
    );
  }

  start(wishes: Wishes = {}): Hl7Sender {
    const unmatched = (more: number) => void (this.unmatched += more);
    const parts = { queue: this.queue(), logger: silentLogger, count: () => undefined, unmatched };
    const sender = new Hl7Sender(parts, this.#settings(wishes));
    this.#senders.push(sender);
    sender.start();
    return sender;
  }

  /** A whole instance, which delivers to the receiver alone. */
  async startInstance(settings: Partial<DeliverySettings> = {}, wishes: Wishes = {}): Promise<Instance> {
    const hl7 = { target: 'ehr', secret, writer, sender: this.#settings(wishes), keepDays: 90 };
    const target = { ...hl7Destination, settings: { ...quick, ...settings }, hl7 };
    const instance = await Instance.startFor(this.database.url, [target]);
    this.#instances.push(instance);
    return instance;
  }

  /** The queue as a sender of its own sees it. */
  queue(): SendingQueue {
    return new SendingQueue(this.dataSource, 'ehr', secret, writer, this.#told);
  }

  /** Waits until nothing is open. */
  settled() {
    return until('all to be settled', () => this.lane.counts(), { accept: ({ queued, sent }) => queued + sent === 0 });
  }

  /** What the receiver holds of scores, in order: patient, record, OBX-11 and value. */
  results(of = ''): readonly string[] {
    const told = [...this.receiver.taken.values()].map((message) => {
      const obx = only(message, 'OBX');
      return [only(message, 'PID').text(3), only(message, 'OBR').text(3), obx.text(11), obx.text(5)].join(' ');
    });
    return told.filter((result) => result.startsWith(of));
  }

  async states(key: string): Promise<readonly string[]> {
    return (await this.lane.status(key)).map(({ state }) => state);
  }

  #settings({ settings, connection }: Wishes): SenderSettings {
    return {
      connection: { port: this.receiver.port, answerMs: 300, window: 1, ...connection },
      leaseMs: 900,
      idleMs: 50,
      pause: { firstMs: 10, longestMs: 50 },
      patience: { firstMs: 10, longestMs: 50, mostErrors: 3 },
      stopWithinMs: 2_000,
      ...settings,
    };
  }
}
