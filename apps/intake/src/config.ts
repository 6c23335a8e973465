import {
  ConfigurationError,
  databaseVariables,
  kafkaVariables,
  readConfig,
  serviceVariables,
  type Environment,
} from '@ilium/observability';
import { accessOf, recordsAccessOf, recordsVariables, tokenVariables, type Access } from '@ilium/security';
import { loadSite, SiteError, type Site } from '@ilium/site';
import { z } from 'zod';
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { BodyKeys } from './source-messages/sealed-body.js';

const shortestKey = 32;
const { KAFKA_BROKERS, TOPIC_PREFIX } = kafkaVariables;

const variables = z.object({
  ...serviceVariables,
  ...databaseVariables,
  KAFKA_BROKERS,
  TOPIC_PREFIX,
  ID_KEY: z
    .string()
    .min(shortestKey, `expected at least ${shortestKey} characters`)
    .describe(
      `Set it to a secret of at least ${shortestKey} random characters and never change it: messages are recognised by it.`,
    ),
  BODY_KEYS: z
    .string()
    .transform(bodyKeysIn)
    .refine((keys) => keys !== undefined, 'expected name:key, several of them separated by commas')
    .describe(
      'Keys that messages are sealed with at rest, name:key with 32 bytes in base64 (`openssl rand -base64 32`). The first one seals, all of them open: put a new one in front.',
    ),
  BODY_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(90)
    .describe('Days until the body of a message is removed.'),
  MESSAGE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(400)
    .describe('Days until a message is forgotten, and would be taken again.'),
  MLLP_PORTS: z
    .string()
    .regex(/^\d{1,5}(,\d{1,5})*$/, 'expected ports, several of them separated by commas')
    .transform((text) => text.split(',').map(Number))
    .default([])
    .describe('Ports of the listeners in place of those in the site files, in their order there.'),
  MLLP_HOST: z
    .string()
    .min(1)
    .optional()
    .describe('Address that the listeners listen on in place of the one in the site files; in a container 0.0.0.0.'),
  MAPPER_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http(s) URL' })
    .optional()
    .describe('Address of the mapper, which knows whose follow-up windows are open; needed to catch up per patient.'),
  MAPPER_TOKEN: z.string().optional().describe("The mapper's API_TOKEN, where it has one."),
  ...tokenVariables,
  ...recordsVariables,
});

export interface IntakeConfig extends Omit<z.output<typeof variables>, 'BODY_KEYS'> {
  readonly bodyKeys: BodyKeys;
  readonly sites: readonly Site[];
  /** The first one: what comes over HTTP and in files is of this site. */
  readonly site: Site;
  /** The value of a variable that a site file names, such as a token's. */
  readonly variable: (name: string) => string | undefined;
  /** Who may use the HTTP interfaces. */
  readonly access: Access;
  /** Who may see the messages behind a figure. */
  readonly recordsAccess: Access;
}

/** The one place that reads the environment. */
export function readIntakeConfig(env: Environment = process.env): IntakeConfig {
  const { BODY_KEYS, ...rest } = readConfig(variables, env);
  const [site, ...others] = sitesOf(env, rest);
  return {
    ...rest,
    bodyKeys: BODY_KEYS ?? new Map(),
    site,
    sites: [site, ...others],
    variable: (name) => env[name],
    access: accessOf(rest, env),
    recordsAccess: recordsAccessOf(rest, env),
  };
}

type Addresses = Pick<z.output<typeof variables>, 'MLLP_PORTS' | 'MLLP_HOST'>;

/** `SITE` names the site file, or several, each with its own listeners. */
function sitesOf({ SITE }: Environment, { MLLP_PORTS, MLLP_HOST }: Addresses): readonly [Site, ...Site[]] {
  const [first, ...others] = (SITE ?? '')
    .split(',')
    .map((file) => file.trim())
    .filter((file) => file !== '');
  if (first === undefined) {
    throw new ConfigurationError(['SITE is not set. Name the site file, for example config/sites/riverside.yaml.']);
  }
  const left = [...MLLP_PORTS];
  const load = (file: string) => withAddresses(siteIn(file), left, MLLP_HOST);
  const sites: readonly [Site, ...Site[]] = [load(first), ...others.map(load)];
  const twice = sites.find(({ name }, index) => sites.findIndex((other) => other.name === name) < index);
  if (twice === undefined) return sites;
  throw new ConfigurationError(['SITE names two files with the same `name`: each site needs one of its own.']);
}

function siteIn(file: string): Site {
  try {
    return loadSite(file);
  } catch (error) {
    if (error instanceof SiteError) throw new ConfigurationError(error.faults);
    throw error;
  }
}

/** Takes from the ports what its listeners need. */
function withAddresses(site: Site, ports: number[], givenHost: string | undefined): Site {
  const listeners = site.incoming.listeners.map((one) => ({
    ...one,
    host: givenHost ?? one.host,
    port: ports.shift() ?? one.port,
  }));
  return { ...site, incoming: { ...site.incoming, listeners } };
}

/** Undefined where the text is not of the form; a key is 32 bytes. */
function bodyKeysIn(text: string): BodyKeys | undefined {
  const keys = new Map<string, KeyObject>();
  for (const part of text.split(',')) {
    const [name = '', key = '', more] = part.trim().split(':');
    const bytes = Buffer.from(key, 'base64');
    if (!/^[\w.-]{1,40}$/.test(name) || bytes.length !== 32 || more !== undefined || keys.has(name)) return undefined;
    keys.set(name, createSecretKey(bytes));
  }
  return keys;
}
