import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTopics } from '@ilium/messaging';
import { provisionSchema } from '@ilium/persistence';
import { StartError } from '../cause.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import type { RunFolder } from '../project.js';
import { startServers, type Servers } from '../servers.js';
import type { Ports } from './ports.js';
import type { Secrets } from './secrets.js';
import { startService, tellFailure } from './service-process.js';
import { environmentOf, schemas, services, type Schema, type ServiceName, type Surroundings } from './services.js';
import type { Steps } from './steps.js';

/** What a run is, apart from what the hospital does in it. */
export interface SystemOptions {
  readonly folder: RunFolder;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly env: NodeJS.ProcessEnv;
  readonly steps: Steps;
  readonly watch: boolean;
  readonly topicPrefix: string;
  /** What the names of the roles end in. */
  readonly roleSuffix: string;
  /** Variables that a service has otherwise in this run. */
  readonly settings?: Partial<Record<ServiceName, Readonly<Record<string, string>>>>;
  /** Told when a part ends that nobody has stopped. */
  readonly fail: (reason: Error) => void;
}

/** What the hospital sends, and the day it is judged by. */
export type Play = Pick<
  Surroundings,
  'seed' | 'courses' | 'profile' | 'feedRate' | 'feedStart' | 'site' | 'door' | 'asOf'
>;

/** Kafka, PostgreSQL and the services that were started so far. */
export class System {
  readonly ports: Ports;
  readonly servers: Servers;
  readonly topicPrefix: string;
  readonly #options: SystemOptions;
  readonly #databaseUrls: Readonly<Record<Schema, string>>;
  readonly #children = new Map<ServiceName, ManagedProcess>();
  readonly #killed = new Set<ManagedProcess>();
  #stopping = false;

  private constructor(options: SystemOptions, servers: Servers, databaseUrls: Readonly<Record<Schema, string>>) {
    this.#options = options;
    this.ports = options.ports;
    this.servers = servers;
    this.topicPrefix = options.topicPrefix;
    this.#databaseUrls = databaseUrls;
  }

  /** Servers, topics, schemas and roles; no service yet. */
  static async prepare(options: SystemOptions): Promise<System> {
    const { folder, env, ports, secrets, steps, topicPrefix, roleSuffix } = options;
    const servers = await startServers({
      folder,
      env,
      ports,
      password: secrets.postgres,
      step: (name, work) => steps.do(name, work, ({ origin }) => origin),
    });
    const [, databaseUrls] = await Promise.all([
      steps.do('topics', () => createTopics({ brokers: servers.kafka.brokers.split(','), topicPrefix })),
      steps.do('schemas and roles', () => provisionAll(servers.postgres.adminUrl, secrets, roleSuffix)),
    ]);
    const system = new System(options, servers, databaseUrls);
    for (const { process } of [servers.kafka, servers.postgres]) if (process) system.#watch(process);
    return system;
  }

  /** Starts services side by side, and returns when all of them listen. */
  async start(names: readonly ServiceName[], play: Play): Promise<void> {
    const around = this.#surroundings(play);
    const { folder, env, watch, steps, settings = {} } = this.#options;
    await Promise.all(
      names.map(async (name) => {
        const onSpawn = (child: ManagedProcess): void => void this.#children.set(name, child);
        const { process: child } = await steps.do(name, (report) =>
          startService(services[name], { folder, around, env, settings: settings[name] ?? {}, watch, onSpawn, report }),
        );
        this.#watch(child);
      }),
    );
  }

  /** As a crash would: without notice, nothing finished, nothing closed. It can be started again. */
  async kill(name: ServiceName): Promise<void> {
    const child = this.#children.get(name);
    if (child === undefined) throw new Error(`${name} does not run`);
    this.#killed.add(child);
    await child.kill();
  }

  /** Leaves the services' environments for commands that join the running system (`feed`, `remap`, `republish`). */
  async writeEnvironments(play: Play): Promise<void> {
    const around = this.#surroundings(play);
    const environments = Object.values(services).map((service) => [service.name, environmentOf(service, around, {})]);
    const file = join(this.#options.folder.data, 'environment.json');
    await writeFile(file, JSON.stringify(Object.fromEntries(environments), null, 2), { mode: 0o600 });
  }

  /** Against the direction of the messages' way: who is asked stops after who asks. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const order: readonly (readonly ServiceName[])[] = [
      ['console'],
      ['analytics', 'fhir-sync', 'mapper'],
      ['intake'],
      ['hospital'],
    ];
    for (const names of order) await Promise.all(names.map((name) => this.#children.get(name)?.stop()));
    await this.servers.stop();
  }

  #watch(child: ManagedProcess): void {
    void child.exited.then(() => {
      if (!this.#stopping && !this.#killed.has(child)) this.#options.fail(new StartError(tellFailure(child)));
    });
  }

  #surroundings(play: Play): Surroundings {
    return {
      ...play,
      brokers: this.servers.kafka.brokers,
      databaseUrls: this.#databaseUrls,
      ports: this.#options.ports,
      secrets: this.#options.secrets,
      dataFolder: this.#options.folder.data,
      topicPrefix: this.#options.topicPrefix,
    };
  }
}

async function provisionAll(
  adminUrl: string,
  secrets: Secrets,
  roleSuffix: string,
): Promise<Readonly<Record<Schema, string>>> {
  const urls = await Promise.all(
    schemas.map(async (schema) => [
      schema,
      await provisionSchema(adminUrl, { schema, role: schema + roleSuffix, password: secrets[schema] }),
    ]),
  );
  return Object.fromEntries(urls) as Record<Schema, string>;
}
