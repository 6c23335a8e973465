import {
  databaseVariables,
  kafkaVariables,
  readConfig,
  serviceVariables,
  type Environment,
} from '@ilium/observability';
import { z } from 'zod';
import { hl7OutVariables } from './lanes/hl7v2-out/hl7-out-variables.js';
import { readEntrySettings } from './authorization/read-settings.js';
import type { EntrySettings } from './authorization/settings.js';
import { entryVariables } from './authorization/variables.js';

const count = (most: number) => z.coerce.number().int().min(1).max(most);

/** What the service reads from its environment. */
const variables = z.object({
  ...serviceVariables,
  ...kafkaVariables,
  ...databaseVariables,
  FHIR_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'credentials do not belong into the URL')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe("Set it to the base of the FHIR server's REST interface, for example http://127.0.0.1:8080/fhir."),
  FHIR_CONCURRENCY: count(256).default(8).describe('Requests in flight to the FHIR server, 1 to 256.'),
  FHIR_TIMEOUT_MS: count(120_000).default(10_000).describe('Milliseconds that a request may take, up to 120000.'),
  FHIR_MAX_ENTRIES: count(5_000).default(200).describe('Most records in one transaction, 1 to 5000.'),
  FHIR_MAX_BYTES: count(100_000_000)
    .default(1_000_000)
    .describe('Most bytes of records in one transaction; a larger record goes alone.'),
  ...hl7OutVariables,
});

export interface FhirSyncConfig extends z.output<typeof variables> {
  /** Holds what is secret, and what was read from files. */
  readonly entry: EntrySettings;
}

/** The one place that reads the environment. */
export function readFhirSyncConfig(env: Environment = process.env): FhirSyncConfig {
  const read = readConfig(variables, env);
  const entry = readEntrySettings({ ...readConfig(entryVariables, env), FHIR_BASE_URL: read.FHIR_BASE_URL });
  return { ...read, entry };
}
