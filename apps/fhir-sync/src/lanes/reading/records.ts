import type { DesiredRecord } from '@ilium/contracts';
import { z } from 'zod';
import { concept, numberOf, quantity, reference, type Number } from './elements.js';
import { valued } from './valued.js';

/** What is read of the records of a patient. */

const references = z.array(reference).optional();
const period = z.object({ start: z.string().optional(), end: z.string().optional() });
const ofEach = { id: z.string(), status: z.string(), subject: reference.optional(), partOf: references };

const procedure = z.object({
  ...ofEach,
  resourceType: z.literal('Procedure'),
  code: concept.optional(),
  encounter: reference.optional(),
  performedDateTime: z.string().optional(),
  performedPeriod: period.optional(),
  performer: z.array(z.object({ actor: reference })).optional(),
  reasonCode: z.array(concept).optional(),
  bodySite: z.array(concept).optional(),
  complication: z.array(concept).optional(),
});
export type Procedure = z.output<typeof procedure>;

const administration = z.object({
  ...ofEach,
  resourceType: z.literal('MedicationAdministration'),
  category: concept.optional(),
  medicationCodeableConcept: concept.optional(),
  effectiveDateTime: z.string().optional(),
  effectivePeriod: period.optional(),
  dosage: z.object({ site: concept.optional(), route: concept.optional(), dose: quantity.optional() }).optional(),
});
export type Administration = z.output<typeof administration>;

const observation = z.object({
  ...ofEach,
  ...valued.shape,
  resourceType: z.literal('Observation'),
  category: z.array(concept).optional(),
  bodySite: concept.optional(),
  method: concept.optional(),
  encounter: reference.optional(),
  effectiveDateTime: z.string().optional(),
  derivedFrom: references,
  component: z.array(valued).optional(),
});
export type Observation = z.output<typeof observation>;

const resource = z.discriminatedUnion('resourceType', [procedure, administration, observation]);

export interface Known<Resource> {
  readonly key: string;
  readonly revision: number;
  readonly resource: Resource;
  readonly patient: Number | undefined;
}

export type KnownRecord = Known<z.output<typeof resource>>;

/** Undefined for what nobody is told of. */
export function readRecord({ key, revision, resource: said }: DesiredRecord): KnownRecord | undefined {
  const read = resource.safeParse(said);
  return read.success ? { key, revision, resource: read.data, patient: numberOf(read.data.subject) } : undefined;
}

const aboutSomebody = z.object({ subject: reference.optional() });

export function subjectOf(said: unknown): Number | undefined {
  const read = aboutSomebody.safeParse(said);
  return read.success ? numberOf(read.data.subject) : undefined;
}

export function isLive({ resource: { status } }: KnownRecord): boolean {
  return status !== 'entered-in-error';
}

export function performedOf({ performedDateTime, performedPeriod }: Procedure): string | undefined {
  return performedDateTime ?? performedPeriod?.start;
}
