import { join } from 'node:path';
import { loadSite } from '@ilium/site';
import { projectRoot } from '../project.js';
import type { FeedProfile } from '../../../apps/hospital/dist/feed/feed-profile.js';
import type { FeedDoor } from './options.js';
import type { Ports } from './ports.js';
import type { Secrets } from './secrets.js';

export type ServiceName = 'hospital' | 'intake' | 'mapper' | 'fhir-sync' | 'analytics' | 'console';

/** The schemas and roles of PostgreSQL, one per service that keeps something. */
export const schemas = ['intake', 'mapper', 'fhir_sync', 'analytics', 'console'] as const;
export type Schema = (typeof schemas)[number];

/** What the environment of a service is made of. */
export interface Surroundings {
  readonly brokers: string;
  readonly databaseUrls: Readonly<Record<Schema, string>>;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly dataFolder: string;
  readonly topicPrefix: string;
  readonly seed: number;
  readonly courses: number;
  /** What its courses are like; undefined: `varied`. */
  readonly profile?: FeedProfile | undefined;
  /** Courses per second after the first burst, 0: none. */
  readonly feedRate: number;
  /** Whether the feed begins with the hospital, or when it is asked for. */
  readonly feedStart?: 'auto' | 'manual';
  /** How the feed comes in; undefined: as events on Kafka. */
  readonly door?: FeedDoor | undefined;
  /** The day that windows are judged by; undefined: the clock's. */
  readonly asOf: string | undefined;
  /** Another site file than the simulated hospital's. */
  readonly site?: string | undefined;
}

export interface Service {
  readonly name: ServiceName;
  /** Its name among the ports. */
  readonly port: keyof Ports;
  readonly environment: (around: Surroundings) => Readonly<Record<string, string>>;
}

export const addressOf = (ports: Ports, port: keyof Ports): string => `http://127.0.0.1:${ports[port]}`;

const kafka = ({ brokers, topicPrefix }: Surroundings) => ({ KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix });
/** Who has believable courses also asks its patients for more. */
const siteFiles: Readonly<Record<FeedProfile, string>> = {
  varied: 'riverside.yaml',
  believable: 'riverside-outcomes.yaml',
};
const siteOf = ({ site, profile = 'varied' }: Surroundings) =>
  site ?? join(projectRoot, 'config', 'sites', siteFiles[profile]);
const day = ({ asOf }: Surroundings): Record<string, string> => (asOf === undefined ? {} : { AS_OF: asOf });

const feedDoor = ({ door = 'kafka', ports }: Surroundings): Record<string, string> => ({
  FEED_DOOR: door,
  ...(door === 'mllp' ? { MLLP_URL: `127.0.0.1:${ports.mllp}` } : {}),
});

export const services: Readonly<Record<ServiceName, Service>> = {
  hospital: {
    name: 'hospital',
    port: 'hospital',
    environment: (around) => ({
      ...kafka(around),
      SEED: String(around.seed),
      COURSES: String(around.courses),
      FEED_PROFILE: around.profile ?? 'varied',
      FEED_RATE: String(around.feedRate),
      FEED_START: around.feedStart ?? 'auto',
      ...feedDoor(around),
      DATA_DIR: join(around.dataFolder, 'hospital'),
    }),
  },
  intake: {
    name: 'intake',
    port: 'intake',
    environment: (around) => ({
      ...kafka(around),
      DATABASE_URL: around.databaseUrls.intake,
      ID_KEY: around.secrets.idKey,
      BODY_KEYS: `local:${around.secrets.bodyKey}`,
      MLLP_PORTS: String(around.ports.mllp),
      MAPPER_URL: addressOf(around.ports, 'mapper'),
      SITE: siteOf(around),
    }),
  },
  mapper: {
    name: 'mapper',
    port: 'mapper',
    environment: (around) => ({
      ...kafka(around),
      ...day(around),
      DATABASE_URL: around.databaseUrls.mapper,
      ID_KEY: around.secrets.idKey,
      SITE: siteOf(around),
    }),
  },
  'fhir-sync': {
    name: 'fhir-sync',
    port: 'fhir-sync',
    environment: (around) => ({
      ...kafka(around),
      DATABASE_URL: around.databaseUrls.fhir_sync,
      FHIR_BASE_URL: fhirBase(around.ports),
      SITE: siteOf(around),
      ...simulatedTargets(around),
    }),
  },
  analytics: {
    name: 'analytics',
    port: 'analytics',
    environment: (around) => ({
      ...kafka(around),
      DATABASE_URL: around.databaseUrls.analytics,
      SITE: siteOf(around),
    }),
  },
  console: {
    name: 'console',
    port: 'web',
    environment: ({ databaseUrls, ports }) => ({
      DATABASE_URL: databaseUrls.console,
      INTAKE_URL: addressOf(ports, 'intake'),
      MAPPER_URL: addressOf(ports, 'mapper'),
      FHIR_SYNC_URL: addressOf(ports, 'fhir-sync'),
      ANALYTICS_URL: addressOf(ports, 'analytics'),
      HOSPITAL_URL: addressOf(ports, 'hospital'),
      WEB_ROOT: join(projectRoot, 'apps', 'web', 'dist'),
    }),
  },
};

/** Whatever servers a site file names: here they are the simulated hospital. Nothing synthetic reaches a real one. */
function simulatedTargets(around: Surroundings): Record<string, string> {
  const targets = loadSite(siteOf(around)).targets.filter(({ url }) => url !== undefined);
  return Object.fromEntries(
    targets.map(({ name }) => [`FHIR_${name.toUpperCase().replaceAll('-', '_')}_BASE_URL`, fhirBase(around.ports)]),
  );
}

/** Where the simulated hospital's FHIR server is. */
export function fhirBase(ports: Ports): string {
  return `${addressOf(ports, 'hospital')}/fhir`;
}

/** What a service must not inherit from the launcher's own environment. */
const OWN =
  /^(DATABASE_URL|KAFKA_BROKERS|TOPIC_PREFIX|HTTP_HOST|HTTP_PORT|AS_OF|SEED|COURSES|FEED_PROFILE|FEED_RATE|FEED_START|FEED_DOOR|MLLP_URL|DATA_DIR|ID_KEY|BODY_KEYS|API_TOKEN|RECORDS_TOKEN|MLLP_PORTS|SITE|.*_BASE_URL|FHIR_.*|HL7_OUT_.*|npm_.*)$/;

/**
 * The whole environment of a service: the machine's, without what belongs to the launcher, and the service's own; `settings`
 * are what this run of it has otherwise.
 */
export function environmentOf(
  service: Service,
  around: Surroundings,
  env: NodeJS.ProcessEnv,
  settings: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !OWN.test(name))),
    ...service.environment(around),
    ...settings,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(around.ports[service.port]),
    EXIT_WITH_PARENT: '1',
  };
}
