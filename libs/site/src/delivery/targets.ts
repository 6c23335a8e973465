import { z } from 'zod';
import type { Fault } from '../faults.js';

/** Where the records of a site are written to, and how. Secrets stand in the environment, never here. */

/** How records get to a target. */
export const lanes = ['repository', 'create-only', 'document', 'hl7v2-out', 'none'] as const;
export type Lane = (typeof lanes)[number];

/** The types of records that have a lane of their own. */
export const deliveredTypes = ['Procedure', 'MedicationAdministration', 'Observation'] as const;
export type DeliveredType = (typeof deliveredTypes)[number];

const byType = z.enum(['usual', ...deliveredTypes]);

const address = z
  .url({ protocol: /^https?$/, error: 'an http or https address expected' })
  .refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'credentials do not belong into the address')
  .transform((url) => url.replace(/\/+$/, ''));

const coding = z.strictObject({
  system: z.url(),
  code: z.string().min(1),
  display: z.string().optional(),
});

const documents = z.strictObject({
  types: z
    .partialRecord(z.enum(['session', 'follow-up']), coding)
    .default({})
    .describe('What the target calls such documents (DocumentReference.type). Left out: unknown, with our words.'),
  category: coding.optional().describe('Left out: a clinical note, as US Core has it.'),
});

/** How targets may be named. */
export const targetName = /^[a-z][a-z0-9-]{0,29}$/;

const target = z.strictObject({
  name: z
    .string()
    .regex(targetName, 'small letters, digits and hyphens expected')
    .describe('Names the target in addresses, metrics and logs, and its variables: FHIR_EHR_TOKEN is for `ehr`.'),
  url: address.optional().describe('Base of its FHIR R4 interface. Left out where all lanes are hl7v2-out or none.'),
  environment: z
    .enum(['production', 'test'])
    .default('test')
    .describe("Must be the site's own: a test feed never reaches a production chart."),
  lanes: z
    .partialRecord(byType, z.enum(lanes))
    .default({})
    .describe('How records get there, by type; `usual` for the types that are not named. Left out: repository.'),
  systemOfRecord: z
    .partialRecord(byType, z.enum(['ilium', 'target']))
    .default({})
    .describe(
      'Who keeps the original. What the target keeps itself is never written to it: our records are linked to its own.',
    ),
  patients: z
    .enum(['referenced', 'created'])
    .default('referenced')
    .describe('created: a patient who is not there is written too. For repositories only, never for an EHR.'),
  identity: z
    .enum(['compared', 'trusted'])
    .default('compared')
    .describe(
      "compared: birth date, sex and family name of its Patient are compared with the source's before writing.",
    ),
  encounterWaitMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .default(0)
    .describe(
      'How long a record waits for its encounter; then it goes without, and is mended when the encounter comes.',
    ),
  othersChanges: z
    .enum(['ours-wins', 'theirs-wins'])
    .default('ours-wins')
    .describe('Whose value stays where somebody changed what we wrote. What is not ours is left alone either way.'),
  validation: z
    .enum(['block', 'warn', 'pass'])
    .default('warn')
    .describe('What becomes of a record that would not pass: kept back, sent with a note, or not looked at.'),
  readBack: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('The part of written records that is read again and compared in meaning: 0.01 is one of a hundred.'),
  provenance: z
    .boolean()
    .default(false)
    .describe(
      'Whether each record of the lane repository goes with a Provenance: who wrote it, when, as its first version or a later one.',
    ),
  document: documents.optional().describe('How documents are coded, where a lane is document.'),
});

export const targets = z.array(target).readonly().default([]);

export type Target = z.output<typeof target>;

export function laneOf({ lanes: given }: Pick<Target, 'lanes'>, type: DeliveredType): Lane {
  return given[type] ?? given.usual ?? 'repository';
}

/** Whether the target keeps the originals of a type. */
export function isNative({ systemOfRecord: given }: Pick<Target, 'systemOfRecord'>, type: DeliveredType): boolean {
  return (given[type] ?? given.usual ?? 'ilium') === 'target';
}

const overFhir: ReadonlySet<Lane> = new Set(['repository', 'create-only', 'document']);

interface Named {
  readonly environment: Target['environment'];
  readonly targets: readonly Target[];
}

/** Targets have names of their own, an address where they need one, and the environment of their site. */
export function targetFaults({ environment, targets: given }: Named): Fault[] {
  return given.flatMap((one, index) => {
    const path = ['targets', index];
    const faults: Fault[] = [];
    if (given.findIndex(({ name }) => name === one.name) < index) {
      faults.push({ path: [...path, 'name'], message: 'another target has this name already' });
    }
    if (one.environment !== environment) {
      faults.push({ path: [...path, 'environment'], message: `\`${environment}\` expected, as the site's own` });
    }
    const isWritten = deliveredTypes.some((type) => overFhir.has(laneOf(one, type)) || isNative(one, type));
    if (isWritten && one.url === undefined) {
      faults.push({ path: [...path, 'url'], message: 'an address expected: a lane of it goes over FHIR' });
    }
    if (one.patients === 'created' && deliveredTypes.some((type) => laneOf(one, type) !== 'repository')) {
      faults.push({ path: [...path, 'patients'], message: 'patients are created where all lanes are repository' });
    }
    const isTold = deliveredTypes.some((type) => laneOf(one, type) === 'repository' && !isNative(one, type));
    if (one.provenance && !isTold) {
      const message =
        'Provenance is written by the lane repository alone, where ids of ours keep it from being there twice: leave it out, or give a type that lane';
      faults.push({ path: [...path, 'provenance'], message });
    }
    return faults;
  });
}
