import type { Observation } from '@medplum/fhirtypes';
import type { Finding, FindingKind } from '../derive/sessions/findings.js';
import { contrastSpreadNames } from '../terminology/contrast.js';
import {
  codingOf,
  distinctCodings,
  encounterOf,
  identifierOf,
  metaOf,
  observationStatusOf,
  referencesTo,
  subjectOf,
  type FhirContext,
} from './records.js';

const category = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'procedure' }] },
];

export const findingNames: Readonly<Record<FindingKind['code'], string>> = {
  'contrast-spread': 'What contrast showed',
  'patient-position': 'Position of the patient',
};

/** In words; what is not listed reads well as its own code. */
const meanings: Readonly<Record<string, string>> = contrastSpreadNames;

/**
 * What was seen during a procedure → US Core Simple Observation, part of the procedure. No standard code was found for
 * these, so that they come in our own, with the reported one beside it.
 */
export function toFinding(finding: Finding, context: FhirContext): Observation & { id: string } {
  const { id, kind, source, joints, effective } = finding;
  const { base } = context.rules;
  const encounter = encounterOf(source.report.visit);
  const identifier = source.kind === 'score' ? source.identifier : undefined;
  const measure = source.kind === 'score' && source.report.measure ? [codingOf(source.report.measure)] : [];
  return {
    resourceType: 'Observation',
    id,
    // us-core-1 wants a day at least.
    meta: metaOf(
      context,
      effective !== undefined && effective.day === undefined ? undefined : 'us-core-simple-observation',
    ),
    ...(identifier === undefined ? {} : { identifier: [identifierOf(identifier)] }),
    ...(joints.length === 0
      ? {}
      : {
          partOf: referencesTo(
            'Procedure',
            joints.map((joint) => joint.id),
          ),
        }),
    status: observationStatusOf(source.status),
    category,
    code: {
      coding: distinctCodings([{ system: `${base}/CodeSystem/finding`, code: kind.code }, ...measure]),
      text: findingNames[kind.code],
    },
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { encounter }),
    ...(effective === undefined ? {} : { effectiveDateTime: effective.text }),
    ...valueOf(finding, base),
  };
}

function valueOf(
  { kind, said, meaning }: Finding,
  base: string,
): Pick<Observation, 'valueCodeableConcept' | 'dataAbsentReason'> {
  if (said === undefined) {
    const reasons = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
    return { dataAbsentReason: { coding: [{ system: reasons, code: 'unknown' }] } };
  }
  const text = meaning === undefined ? said.display : (meanings[meaning] ?? meaning);
  const system = `${base}/CodeSystem/`;
  const isOwn = meaning !== undefined && said.system?.startsWith(system) === true;
  return {
    valueCodeableConcept: {
      coding: distinctCodings([
        ...(meaning === undefined ? [] : [{ system: system + kind.code, code: meaning }]),
        ...(isOwn ? [] : [codingOf(said)]),
      ]),
      ...(text === undefined ? {} : { text }),
    },
  };
}
