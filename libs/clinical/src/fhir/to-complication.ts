import type { CodeableConcept, Observation } from '@medplum/fhirtypes';
import type { Complication } from '../derive/person/complications.js';
import {
  codingOf,
  encounterOf,
  identifierOf,
  metaOf,
  observationStatusOf,
  referencesTo,
  subjectOf,
  type FhirContext,
} from './records.js';

/** What somebody saw or found, whether on the day or weeks later. */
const exam = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam' }] }];

/**
 * A complication → Observation of our own code. Not `Procedure.complication` alone, which is for the procedure itself and
 * the time right after it (R4), and says neither when nor how sure; not a Condition, which a clinician diagnoses.
 */
export function toComplication(complication: Complication, context: FhirContext): Observation & { id: string } {
  const { id, sources, onset, session } = complication;
  const [best] = sources;
  const encounter = encounterOf(best.report.visit);
  const identifiers = sources.flatMap(({ identifier }) => (identifier === undefined ? [] : [identifierOf(identifier)]));
  // us-core-1 wants a day at least.
  const isVague = onset !== undefined && onset.day === undefined;
  return {
    resourceType: 'Observation',
    id,
    meta: metaOf(context, isVague ? undefined : 'us-core-simple-observation'),
    ...(identifiers.length > 0 ? { identifier: identifiers } : {}),
    ...(session === undefined
      ? {}
      : {
          partOf: referencesTo(
            'Procedure',
            session.joints.map((joint) => joint.id),
          ),
        }),
    status: observationStatusOf(best.status),
    category: exam,
    code: {
      coding: [{ system: `${context.rules.base}/CodeSystem/finding`, code: 'complication' }],
      text: 'Complication after a procedure',
    },
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { encounter }),
    ...(onset === undefined ? {} : { effectiveDateTime: onset.text }),
    valueCodeableConcept: complicationConcept(complication, context),
  };
}

/** The codes as reported, and our own beside them. */
export function complicationConcept({ sources, category }: Complication, { rules }: FhirContext): CodeableConcept {
  const reported = sources.flatMap(({ report }) => report.codes ?? []).map(codingOf);
  const own = { system: `${rules.base}/CodeSystem/complication`, code: category };
  const codings = new Map([...reported, own].map((coding) => [`${coding.system}|${coding.code}`, coding]));
  const { text } = sources[0].report;
  return { coding: [...codings.values()], ...(text ? { text } : {}) };
}
