import type { DesiredResource } from '@ilium/contracts';
import { z } from 'zod';
import { baseOf, concept, meta, number, numberOf, reference, type Concept } from '../../reading/elements.js';
import { isSurvey, valued, values } from '../../reading/valued.js';
import { codeSystemName, ownName } from '../write/code-systems.js';
import { NotWritable } from '../write/not-writable.js';

const about = {
  id: z.string(),
  status: z.string(),
  code: concept,
  bodySite: concept.optional(),
  method: concept.optional(),
  ...values,
  component: z.array(valued).optional(),
};

const observation = z.object({
  ...about,
  meta: meta.optional(),
  category: z.array(concept).optional(),
  subject: reference.optional(),
  encounter: reference.optional(),
  effectiveDateTime: z.string().optional(),
});

/** A score as a message tells it: what the writer needs of the Observation, and nothing else. */
export const score = z.object({
  ...about,
  kind: z.literal('score'),
  /** Where Ilium's own code systems are. */
  base: z.string().optional(),
  patient: number,
  visit: number.optional(),
  effective: z.string().optional(),
});
export type Score = z.output<typeof score>;

/**
 * Undefined for what is no score: a score is an answer of a questionnaire, or a figure derived from some.
 * @throws NotWritable
 */
export function readScore(resource: DesiredResource): Score | undefined {
  if (resource.resourceType !== 'Observation') return undefined;
  const read = observation.safeParse(resource);
  if (!read.success) throw new NotWritable('not-fhir');
  const { meta: tags, category, subject, encounter, effectiveDateTime, ...said } = read.data;
  const base = baseOf(tags);
  if (!isSurvey(category) || !isScored(said.code, base)) return undefined;
  if (!statuses.has(said.status)) throw new NotWritable('status');
  for (const part of [resource, ...partsOf(resource)]) refuseOtherValues(part);
  const patient = numberOf(subject);
  if (patient === undefined) throw new NotWritable('no-patient');
  const visit = numberOf(encounter);
  return {
    ...said,
    kind: 'score',
    patient,
    ...(base === undefined ? {} : { base }),
    ...(visit === undefined ? {} : { visit }),
    ...(effectiveDateTime === undefined ? {} : { effective: effectiveDateTime }),
  };
}

/** What is only registered, or unknown, is no result yet; what was cancelled never will be one. */
const statuses = new Set(['preliminary', 'final', 'amended', 'corrected', 'entered-in-error']);

/** Of a code system that names measures: LOINC, Ilium's own, and SNOMED CT for EQ-5D. */
const measuring = new Set<string | undefined>(['LN', 'SCT', ownName]);

function isScored({ coding }: Concept, base: string | undefined): boolean {
  return coding?.some(({ system }) => system !== undefined && measuring.has(codeSystemName(system, base))) ?? false;
}

function partsOf(resource: DesiredResource): readonly unknown[] {
  const { component } = resource;
  return Array.isArray(component) ? component : [];
}

/** A value of another type must not go missing in silence. */
function refuseOtherValues(part: unknown): void {
  const names = typeof part === 'object' && part !== null ? Object.keys(part) : [];
  if (names.some((name) => name.startsWith('value') && !Object.hasOwn(values, name))) throw new NotWritable('value');
}
