import { ConfigurationError, readConfig, type Environment } from '@ilium/observability';
import type { Site, Target } from '@ilium/site';
import { z } from 'zod';
import { readEntrySettings } from './authorization/read-settings.js';
import type { EntrySettings } from './authorization/settings.js';
import { entryVariables } from './authorization/variables.js';
import { deliveredTypes, isNative, laneOf, type Lane } from '@ilium/site';
import { documentSettings, type DocumentSettings } from './lanes/document/document-settings.js';
import { hl7OutSettings, type Hl7OutSettings } from './lanes/hl7v2-out/hl7-out-settings.js';
import { hl7OutVariables } from './lanes/hl7v2-out/hl7-out-variables.js';
import type { ProvenanceSettings } from './provenance/provenance-of.js';
import { environmentOfTarget, prefixOf } from './target/target-environment.js';

const count = (most: number) => z.coerce.number().int().min(1).max(most);

const variables = z.object({
  FHIR_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'credentials do not belong into the URL')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  FHIR_CONCURRENCY: count(256).default(8).describe('Requests in flight to the FHIR server, 1 to 256.'),
  FHIR_TIMEOUT_MS: count(120_000).default(10_000).describe('Milliseconds that a request may take, up to 120000.'),
  FHIR_MAX_ENTRIES: count(5_000).default(200).describe('Most records in one transaction, 1 to 5000.'),
  FHIR_MAX_BYTES: count(100_000_000)
    .default(1_000_000)
    .describe('Most bytes of records in one transaction; a larger record goes alone.'),
});

/** What holds where nothing is said. */
export const targetDefaults: TargetVariables = variables.parse({});

export type TargetVariables = z.output<typeof variables>;

/** One place that records go to, with all that it takes to get there. */
export interface TargetConfig extends Omit<Target, 'url' | 'provenance'>, TargetVariables {
  /** The site whose records it takes; null: of all. */
  readonly site: string | null;
  /** Undefined where nothing goes over FHIR. */
  readonly baseUrl: string | undefined;
  readonly entry: EntrySettings;
  readonly hl7: Hl7OutSettings | undefined;
  readonly documents: DocumentSettings | undefined;
  /** Undefined where records go without. */
  readonly provenance: ProvenanceSettings | undefined;
}

/** Where no site file names a target: everything to the one FHIR server that the environment names. */
const single: Target = {
  name: 'fhir',
  environment: 'test',
  lanes: {},
  systemOfRecord: {},
  patients: 'referenced',
  identity: 'compared',
  encounterWaitMinutes: 0,
  othersChanges: 'ours-wins',
  validation: 'warn',
  readBack: 0,
  provenance: false,
};

/** @throws ConfigurationError with each thing that is missing or contradicts another, and what to do about it */
export function readTargets(env: Environment, sites: readonly Site[]): readonly TargetConfig[] {
  const named = sites.flatMap((site) => site.targets.map((target) => ({ site, target })));
  const [twice] = [...Map.groupBy(named, ({ target }) => target.name)].filter(([, those]) => those.length > 1);
  if (twice !== undefined) {
    throw new ConfigurationError([`Two site files have a target \`${twice[0]}\`. Give one of them another name.`]);
  }
  if (named.length === 0) return [singleTarget(env)];
  const ofAll = sites.length === 1;
  const targets = named.map(({ site, target }) => declaredTarget(env, target, site, ofAll));
  if (targets.filter(({ hl7 }) => hl7 !== undefined).length > 1) {
    throw new ConfigurationError([
      'Two targets have the lane hl7v2-out. HL7_OUT_HOST is one receiver: run a second fhir-sync for the other.',
    ]);
  }
  return targets;
}

function singleTarget(env: Environment): TargetConfig {
  const read = readConfig(variables, env);
  if (read.FHIR_BASE_URL === undefined) {
    throw new ConfigurationError([
      "FHIR_BASE_URL is not set. Set it to the base of the FHIR server's REST interface, for example http://127.0.0.1:8080/fhir, or name targets in the file of SITE.",
    ]);
  }
  return targetConfig(env, single, read, null);
}

/** Its address stands in the site file; only a variable of its own overrules that. */
function declaredTarget(env: Environment, target: Target, site: Site, ofAll: boolean): TargetConfig {
  const { FHIR_BASE_URL: _ofAnother, ...shared } = env;
  const own = environmentOfTarget(shared, target.name);
  const read = readConfig(variables, { FHIR_BASE_URL: target.url, ...own });
  const isNeeded = deliveredTypes.some((type) => isNative(target, type) || isOverFhir(laneOf(target, type)));
  if (isNeeded && read.FHIR_BASE_URL === undefined) {
    throw new ConfigurationError([
      `${prefixOf(target.name)}BASE_URL is not set, and the target has no \`url\`. Give it one of them.`,
    ]);
  }
  const config = targetConfig(own, target, read, ofAll ? null : site.name);
  const provenance = target.provenance ? { base: site.rules.base } : undefined;
  const documents = config.baseUrl === undefined ? undefined : documentSettings(target, site.rules);
  return { ...config, provenance, documents };
}

function targetConfig(env: Environment, target: Target, read: TargetVariables, site: string | null): TargetConfig {
  const { url: _stands, ...policy } = target;
  const baseUrl = read.FHIR_BASE_URL;
  const entry = readEntrySettings({ ...readConfig(entryVariables, env), FHIR_BASE_URL: baseUrl ?? 'http://127.0.0.1' });
  const speaksHl7 = deliveredTypes.some((type) => laneOf(target, type) === 'hl7v2-out');
  const hl7 = speaksHl7 ? hl7OutSettings(readConfig(z.object(hl7OutVariables), env), target.name) : undefined;
  return { ...policy, ...read, baseUrl, entry, hl7, site, documents: undefined, provenance: undefined };
}

function isOverFhir(lane: Lane): boolean {
  return lane === 'repository' || lane === 'create-only' || lane === 'document';
}
