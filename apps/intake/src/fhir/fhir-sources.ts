import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import type { FhirSource, Site } from '@ilium/site';
import type { MessageStore } from '../source-messages/source-message.js';
import { CatchUp } from './catch-up/catch-up.js';
import type { CatchUpParts, PatientsWithOpenWindows } from './catch-up/search.js';
import { FhirDoor, type DoorParts } from './door/fhir-door.js';
import { createFhirMetrics } from './fhir-metrics.js';
import { FhirPull } from './door/fhir-pull.js';
import { EhrServer } from './ehr/ehr-server.js';
import type { KnownRecords } from './naming/known-records.js';
import { postingSender, senderOfSource, type Sender } from './naming/sender.js';
import { Gaps } from './notifications/gaps.js';
import { Notifications } from './notifications/notifications.js';
import type { SubscriptionState } from './state/subscription-state.js';

/** What the door keeps things in. */
export interface FhirPorts {
  readonly store: MessageStore;
  readonly known: KnownRecords;
  readonly state: SubscriptionState;
}

export interface FhirSettings {
  readonly site: Site;
  readonly logger: Logger;
  /** Ids for records that come without one: keyed, as `Ids.identify` of the clinical core. */
  readonly identify: (parts: readonly string[]) => string;
  /** The value of an environment variable that the site file names. */
  readonly variable: (name: string) => string | undefined;
  /** Left out until somebody can tell: then no search per patient is possible. */
  readonly patients?: PatientsWithOpenWindows | undefined;
  /** Left out: nothing is shown to Prometheus. */
  readonly metrics?: Registry | undefined;
  /** Gets the check `fhir gaps`. */
  readonly health?: HealthRegistry | undefined;
  readonly wait: CatchUpParts['wait'];
  readonly now?: () => number;
}

/** A source with what works for it. */
export interface RunningSource {
  readonly source: FhirSource;
  readonly notifications: Notifications;
  readonly catchUp: CatchUp;
}

/** Everybody who brings records: the sources of the site file, each with its server, and those who post. */
export class FhirSources {
  readonly door: FhirDoor;
  /** For other doors that records come through, such as files. */
  readonly parts: DoorParts;
  readonly #site: Site;
  readonly #servers = new Map<string, EhrServer>();
  readonly #running = new Map<string, RunningSource>();

  constructor(settings: FhirSettings, ports: FhirPorts) {
    const { site, identify, variable } = settings;
    this.#site = site;
    const { ownTags, sources } = site.incoming.fhir;
    this.parts = {
      site,
      identify,
      store: ports.store,
      known: ports.known,
      metrics: figuresOf(settings, ports),
      marks: { base: site.rules.base, ownTags },
      readerOf: ({ name }) => this.#servers.get(name),
    };
    this.door = new FhirDoor(this.parts);
    const pull = new FhirPull(this.parts);
    for (const source of sources) {
      const { tokenVariable } = source;
      const token = tokenVariable === undefined ? undefined : () => variable(tokenVariable);
      const server = new EhrServer({ baseUrl: source.baseUrl, token });
      this.#servers.set(source.name, server);
      this.#running.set(source.name, run(source, server, pull, settings, ports));
    }
  }

  all(): readonly RunningSource[] {
    return [...this.#running.values()];
  }

  get(name: string): RunningSource | undefined {
    return this.#running.get(name);
  }

  /** The source of this name, else whoever posts. */
  sender(name: string | undefined): Sender {
    const source = name === undefined ? undefined : senderOfSource(this.#site, name);
    return source ?? postingSender(this.#site);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers.values()].map((server) => server.close()));
  }
}

const minuteMs = 60_000;

/** Twice the time between two searches is enough to fill a gap. */
function figuresOf({ site, metrics, health, now = Date.now }: FhirSettings, { state }: FhirPorts) {
  const sources = site.incoming.fhir.sources.map(({ name, catchUp }) => ({
    name,
    patienceMs: 2 * catchUp.everyMinutes * minuteMs,
  }));
  const gaps = new Gaps(sources, state, now);
  if (health !== undefined) gaps.watch(health);
  return metrics === undefined ? undefined : createFhirMetrics(metrics, () => gaps.ask());
}

function run(
  source: FhirSource,
  server: EhrServer,
  pull: FhirPull,
  settings: FhirSettings,
  { state }: FhirPorts,
): RunningSource {
  const { site, logger, patients, wait, now = Date.now } = settings;
  const sender = senderOfSource(site, source.name) ?? postingSender(site);
  const common = { source, sender, server, state, pull, logger };
  const catchUp = new CatchUp({ ...common, patients, wait, now });
  return { source, catchUp, notifications: new Notifications({ ...common, catchUp }) };
}
