import { createMetrics, HealthRegistry, silentLogger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { ReadBackMetrics } from '../read-back/read-back-metrics.js';
import { ReadBack, readBackSettings, type ReadBackSettings } from '../read-back/read-back.js';
import { ReadBacksRepository, type SentRecord } from '../read-back/read-backs.repository.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { ScriptedFhirServer } from './scripted-fhir-server.js';

const quick: ReadBackSettings = {
  ...readBackSettings,
  share: 1,
  afterMs: 0,
  idleMs: 50,
  again: { firstMs: 10, longestMs: 50 },
};

/** Reads back from what a scripted server holds, through a lens that may drop, change or refuse. */
export class ReadBackBed {
  readonly readBacks: ReadBacksRepository;
  readonly health = new HealthRegistry();
  readonly metrics = createMetrics('fhir-sync');
  /** Places of each batch that was read. */
  readonly read: string[][] = [];
  /** What the server answers instead of what it holds. */
  lens: (answer: EntryAnswer, place: string) => EntryAnswer | Promise<EntryAnswer> = (answer) => answer;
  isReachable = true;
  readonly #figures = new ReadBackMetrics(this.metrics);
  readonly #running: ReadBack[] = [];

  constructor(
    dataSource: DataSource,
    private readonly server: ScriptedFhirServer,
  ) {
    this.readBacks = new ReadBacksRepository(dataSource);
    this.#figures.watch(this.readBacks, this.health);
  }

  start(settings: Partial<ReadBackSettings> = {}): ReadBack {
    const parts = {
      target: 'fhir',
      readBacks: this.readBacks,
      read: (places: readonly string[]) => this.#read(places),
      mayRead: () => this.isReachable,
      metrics: this.#figures,
      logger: silentLogger,
    };
    const one = new ReadBack(parts, { ...quick, ...settings });
    this.#running.push(one);
    one.start();
    return one;
  }

  /** The record as the scripted server got it. */
  sent(key: string, revision = 1): SentRecord {
    const { resource, version = 0 } = this.server.stored.get(key) ?? {};
    return { key, revision, place: key, sent: JSON.stringify(resource), serverVersion: String(version) };
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((one) => one.stop()));
  }

  #read(places: readonly string[]): Promise<EntryAnswer[]> {
    this.read.push([...places]);
    return Promise.all(
      places.map((place) => {
        const { resource, version } = this.server.stored.get(place) ?? {};
        const status = resource === undefined ? 404 : 200;
        return this.lens(
          { status, version: version === undefined ? null : String(version), outcome: undefined, resource },
          place,
        );
      }),
    );
  }
}
