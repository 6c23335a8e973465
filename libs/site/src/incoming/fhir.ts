import { z } from 'zod';

/** FHIR servers and clients that records come from. Secrets stand in the environment, never here. */

/** Types of records that events are made of, in the order in which they are fetched: who is referred to comes first. */
export const fhirTypes = [
  'Patient',
  'Encounter',
  'Procedure',
  'MedicationAdministration',
  'Observation',
  'QuestionnaireResponse',
] as const;
export type FhirType = (typeof fhirTypes)[number];

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'small letters, digits and hyphens expected')
  .describe('Names the source in addresses, counts and logs.');
const uri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'a URI expected, such as urn:oid:1.2.3 or https://…');
const address = z
  .url({ protocol: /^https?$/, error: 'an http or https address expected' })
  .refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'credentials do not belong into the address')
  .transform((url) => url.replace(/\/+$/, ''));
const application = z.string().min(1).max(100);
const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'the name of an environment variable expected, such as EHR_FHIR_TOKEN');

/** What holds for records whoever brings them. */
const sender = {
  applications: z
    .record(uri, application)
    .default({})
    .describe(
      'The application behind a meta.source (up to its #), where several send through one server. Part of the keys of facts: never change it.',
    ),
  identifierSystems: z
    .array(uri)
    .readonly()
    .default([])
    .describe(
      'Which identifier names a record, the best first; without one of these, its first one, else its id. Part of the keys of facts: never change it.',
    ),
};

const subscription = z.strictObject({
  topic: uri.describe('Canonical address of the topic, as the server declares it.'),
  criteria: z
    .array(z.string().min(1).max(500))
    .readonly()
    .default([])
    .describe('Filters of the topic, such as Procedure?code=27096.'),
  payload: z
    .enum(['empty', 'id-only', 'full-resource'])
    .default('id-only')
    .describe('What a notification carries. id-only: no patient data travel but where they are asked for.'),
  heartbeatSeconds: z.int().min(10).max(86_400).default(300),
  tokenVariable: variable
    .optional()
    .describe('Environment variable of the bearer token that the server has to send with its notifications.'),
});

export const catchUpStrategies = ['auto', 'search', 'per-patient', 'bulk-export', 'none'] as const;
export type CatchUpStrategy = (typeof catchUpStrategies)[number];

const catchUp = z.strictObject({
  strategy: z
    .enum(catchUpStrategies)
    .default('auto')
    .describe(
      'How what was missed is found: search by _lastUpdated, searches per patient with an open window, or bulk export. auto: the first that the server declares.',
    ),
  everyMinutes: z.int().min(1).max(10_080).default(60),
  overlapMinutes: z
    .int()
    .min(0)
    .max(1_440)
    .default(10)
    .describe(
      'Looks back so far behind the last record found: servers finish writing in another order than they began.',
    ),
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Where the first search begins. Left out: at the first start, and nothing older is fetched.'),
  exportPath: z
    .string()
    .regex(
      /^(Group\/[A-Za-z0-9.-]{1,64}\/|Patient\/)?\$export$/,
      'expected: $export, Patient/$export or Group/<id>/$export',
    )
    .default('$export'),
});

const source = z.strictObject({
  name,
  baseUrl: address.describe("Base of the server's REST interface."),
  application: application.optional().describe('Name of the feed in facts; never change it. Left out: the name.'),
  ...sender,
  types: z.array(z.enum(fhirTypes)).readonly().default(fhirTypes).describe('What is fetched.'),
  tokenVariable: variable.optional().describe('Environment variable of the bearer token for this server.'),
  subscription: subscription.optional().describe('R4 Subscription with a topic (backport guide).'),
  catchUp: catchUp.prefault({}),
});

export const fhir = z
  .strictObject({
    posted: z
      .strictObject({ application: application.default('fhir'), ...sender })
      .prefault({})
      .describe('Of records that come to POST /fhir from a client that is none of the sources.'),
    sources: z.array(source).readonly().default([]),
    ownTags: z
      .array(z.strictObject({ system: uri, code: z.string().min(1).max(100) }))
      .readonly()
      .default([])
      .describe('Further tags of records that we wrote, such as those of a former base: never taken in again.'),
  })
  .refine(({ sources }) => new Set(sources.map((one) => one.name)).size === sources.length, {
    path: ['sources'],
    error: 'two sources have the same name',
  });

export type FhirIncoming = z.output<typeof fhir>;
export type FhirSource = z.output<typeof source>;
export type FhirSender = FhirIncoming['posted'];
