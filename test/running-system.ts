import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { feedStatus, topicName } from '@ilium/contracts';
import { createTopics, openProducer, type OutgoingRecord } from '@ilium/messaging';
import { provisionSchema } from '@ilium/persistence';
import type { ChartRecord } from '../apps/hospital/src/feed/chart-resources.js';
import { openItems } from '../dev/src/start/balance.js';
import type { FeedDoor } from '../dev/src/start/options.js';
import { anyPorts, type Ports } from '../dev/src/start/ports.js';
import { startService, type RunningService } from '../dev/src/start/service-process.js';
import {
  addressOf,
  schemas,
  services,
  type Schema,
  type ServiceName,
  type Surroundings,
} from '../dev/src/start/services.js';
import { readSnapshot, type Snapshot } from '../dev/src/start/snapshot.js';
import { createDatabase, kafkaBrokers, topicPrefix, until, type TestDatabase } from '../dev/src/test-environment.js';

export interface SystemOptions {
  readonly courses: number;
  readonly seed?: number;
  /** What the courses are like; `varied` where nothing is said. */
  readonly profile?: Surroundings['profile'];
  readonly asOf?: string;
  /** manual: the hospital waits with its feed until it is asked. */
  readonly feedStart?: 'auto' | 'manual';
  /** How the feed comes in; left out: as events on Kafka. */
  readonly door?: FeedDoor;
  /** Another site file than the simulated hospital's. */
  readonly site?: string;
  /** How long fhir-sync waits for an answer. */
  readonly fhirTimeoutMs?: number;
  /** Variables that a service has besides. */
  readonly settings?: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;
  /** What services log; by default what they log in production. */
  readonly logLevel?: 'info' | 'debug';
}

/** Long enough for a feed on a busy machine of two cores; a wait that succeeds is never this long. */
const settleWithinMs = 240_000;

/**
 * The whole system as `npm start` runs it: the compiled services as processes of their own, on the Kafka and PostgreSQL of
 * the test run, under topics, roles and ports that nobody else uses.
 */
export class RunningSystem {
  readonly #running = new Map<ServiceName, RunningService>();

  private constructor(
    private surroundings: Surroundings,
    private readonly database: TestDatabase,
    private readonly folder: string,
    private readonly logLevel: string,
    private readonly fhirTimeoutMs: number,
    private readonly settings: NonNullable<SystemOptions['settings']>,
  ) {}

  static async prepare(options: SystemOptions): Promise<RunningSystem> {
    const brokers = kafkaBrokers();
    const prefix = topicPrefix();
    const [database, ports, folder] = await Promise.all([
      createDatabase(),
      anyPorts(),
      mkdtemp(join(tmpdir(), 'ilium-system-')),
      createTopics({ brokers, topicPrefix: prefix }),
    ]);
    await mkdir(join(folder, 'logs'));
    const secrets = { postgres: '', ...namedBy(schemas, secret), idKey: secret(), bodyKey: secret() };
    const urls = await Promise.all(schemas.map((schema) => schemaUrl(database, schema, secrets[schema])));
    const around: Surroundings = {
      brokers: brokers.join(','),
      databaseUrls: Object.fromEntries(urls) as Record<Schema, string>,
      ports,
      secrets,
      dataFolder: folder,
      topicPrefix: prefix,
      seed: options.seed ?? 1,
      courses: options.courses,
      profile: options.profile,
      feedRate: 0,
      feedStart: options.feedStart ?? 'auto',
      door: options.door,
      asOf: options.asOf,
      site: options.site,
    };
    const { logLevel = 'info', fhirTimeoutMs = 3_000, settings = {} } = options;
    return new RunningSystem(around, database, folder, logLevel, fhirTimeoutMs, settings);
  }

  get around(): Surroundings {
    return this.surroundings;
  }

  get ports(): Ports {
    return this.around.ports;
  }

  get brokers(): readonly string[] {
    return this.around.brokers.split(',');
  }

  /** From now on, services judge windows by the last day of the hospital's feed, as the hospital itself does. */
  async judgeByLastDay(): Promise<void> {
    const { lastDay } = feedStatus.parse(await this.read('hospital', '/feed/status'));
    if (lastDay === null) throw new Error('the hospital has no feed');
    this.surroundings = { ...this.surroundings, asOf: lastDay };
  }

  url(name: ServiceName): string {
    return addressOf(this.ports, services[name].port);
  }

  async start(...names: readonly ServiceName[]): Promise<void> {
    await Promise.all(names.map((name) => this.#start(name)));
  }

  /** As a crash would: without notice, nothing finished, nothing closed. */
  async kill(name: ServiceName): Promise<void> {
    await this.#take(name).process.kill();
  }

  async stop(name: ServiceName): Promise<void> {
    await this.#take(name).process.stop();
  }

  isUp(name: ServiceName): boolean {
    return this.#running.get(name)?.process.running ?? false;
  }

  /** Sends events in the hospital's stead. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const producer = await openProducer({ brokers: this.brokers });
    await producer.send(topicName(this.around.topicPrefix, 'procedure-events'), records);
    await producer.close();
  }

  /** Patients and visits that the hospital has in its own records before it tells anybody of them. */
  async writeCharts(resources: readonly ChartRecord[]): Promise<void> {
    const entry = resources.map((resource) => {
      return { resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } };
    });
    const response = await fetch(`${this.url('hospital')}/fhir`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
    });
    if (!response.ok) throw new Error(`the hospital answers ${response.status} to its own charts`);
  }

  /**
   * Waits until every message has its fate and all ends agree on every key and its revision. `sent`: how many events there
   * are, where the hospital has not sent them itself.
   */
  async settled(sent?: number): Promise<Snapshot> {
    let snapshot: Snapshot | undefined;
    const look = async () => {
      snapshot = await readSnapshot(this.ports);
      const feed = sent === undefined ? snapshot.feed : { ...snapshot.feed, events: sent, done: true };
      return openItems({ ...snapshot, feed });
    };
    await until('everything to be accounted for', look, {
      accept: (open) => open.length === 0,
      timeoutMs: settleWithinMs,
      intervalMs: 200,
    });
    if (snapshot === undefined) throw new Error('settled without a look');
    return snapshot;
  }

  /** What all ends say now. */
  look(): Promise<Snapshot> {
    return readSnapshot(this.ports);
  }

  /** Reads one of a service's own pages. */
  async read(name: ServiceName, path: string): Promise<unknown> {
    const response = await fetch(`${this.url(name)}${path}`, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${name} answers ${response.status} to ${path}`);
    return response.json();
  }

  /** All that the services have logged since each was started last. */
  async logs(): Promise<string> {
    const folder = join(this.folder, 'logs');
    const files = await readdir(folder);
    return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
  }

  async close(): Promise<void> {
    const order: readonly ServiceName[] = ['console', 'analytics', 'fhir-sync', 'mapper', 'intake', 'hospital'];
    for (const name of order) await this.#running.get(name)?.process.stop();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #start(name: ServiceName): Promise<void> {
    const folder = { data: this.folder, logs: join(this.folder, 'logs') };
    // After a crash a record is taken over when its lease ends, and a lease is three time-outs.
    const common = { FHIR_TIMEOUT_MS: String(this.fhirTimeoutMs), LOG_LEVEL: this.logLevel };
    const settings = { ...common, ...this.settings[name] };
    const options = { folder, around: this.around, env: process.env, settings, watch: false };
    const running = await startService(services[name], options);
    this.#running.set(name, running);
  }

  #take(name: ServiceName): RunningService {
    const running = this.#running.get(name);
    if (running === undefined) throw new Error(`${name} does not run`);
    this.#running.delete(name);
    return running;
  }
}

/** Roles belong to the whole server, so each database has its own. */
async function schemaUrl(database: TestDatabase, schema: Schema, password: string): Promise<readonly [Schema, string]> {
  return [schema, await provisionSchema(database.url, { schema, role: `${database.name}_${schema}`, password })];
}

function namedBy<Name extends string>(names: readonly Name[], value: () => string): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, value()])) as Record<Name, string>;
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
