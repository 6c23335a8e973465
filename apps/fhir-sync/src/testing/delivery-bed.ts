import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { createDatabase, until, type TestDatabase } from '../../../../dev/src/test-environment.js';
import type { RecordStatus } from '../api/records-status.repository.js';
import { openEntry } from '../authorization/settings.js';
import { emptyTables } from './empty-tables.js';
import { Instance } from './instance.js';
import { patientIdentifier } from './records.js';
import { ScriptedFhirServer } from './scripted-fhir-server.js';

/** A database, and for each test a scripted FHIR server that knows patient 1, and instances that deliver to it. */
export class DeliveryBed {
  readonly #instances: Instance[] = [];
  #server = new ScriptedFhirServer();

  private constructor(private readonly database: TestDatabase) {}

  static async open(): Promise<DeliveryBed> {
    return new DeliveryBed(await createDatabase());
  }

  /** For all tests of a file: opened and closed with it, and begun and ended with each test. */
  static ofThisFile(): { readonly bed: DeliveryBed } {
    let opened: DeliveryBed | undefined;
    const bed = (): DeliveryBed => {
      if (opened === undefined) throw new Error('The bed is open while tests run, and not before.');
      return opened;
    };
    beforeAll(async () => {
      opened = await DeliveryBed.open();
    });
    beforeEach(() => bed().begin());
    afterEach(() => bed().end());
    afterAll(() => bed().close());
    return {
      get bed() {
        return bed();
      },
    };
  }

  get server(): ScriptedFhirServer {
    return this.#server;
  }

  async begin(): Promise<void> {
    this.#server = new ScriptedFhirServer();
    this.#server.places.set(patientIdentifier('1'), 'pat-1');
    await this.#server.start();
  }

  async start(
    settings: Parameters<typeof Instance.start>[2] = {},
    target: Parameters<typeof Instance.start>[4] = {},
  ): Promise<Instance> {
    const instance = await Instance.start(this.database.url, this.#server.baseUrl, settings, openEntry, target);
    this.#instances.push(instance);
    return instance;
  }

  settled(instance: Instance, key: string, state: string): Promise<RecordStatus> {
    return until(`${key} to be ${state}`, () => instance.record(key), { accept: (record) => record.state === state });
  }

  async end(): Promise<void> {
    const instances = this.#instances.splice(0);
    await Promise.all(instances.map((instance) => instance.stop()));
    if (instances.length > 0) await emptyTables(this.database.url);
    await this.#server.stop();
  }

  close(): Promise<void> {
    return this.database.drop();
  }
}
