import type { Observation } from '@medplum/fhirtypes';
import type { Outcome } from '../derive/outcomes.js';
import type { Ids } from '../ids.js';
import { metaOf, quantityOf, referencesTo, subjectOf, type FhirContext } from './records.js';

/**
 * The computed improvement of one outcome, where it has a percentage: an Observation of its own, under a code of our own,
 * because a percentage under the score's code would corrupt every query for the score.
 */
export function toPercentImprovement(
  outcome: Outcome,
  context: FhirContext,
  ids: Ids,
): (Observation & { id: string }) | undefined {
  const { baseline, followUp, result, measure, session, window } = outcome;
  const percent = result?.percentBetter ?? null;
  if (percent === null || baseline === undefined || followUp?.effective === undefined) return undefined;
  return {
    resourceType: 'Observation',
    id: ids.identify(['Observation', 'percent-improvement', outcome.key]),
    meta: metaOf(context, 'us-core-simple-observation'),
    partOf: referencesTo(
      'Procedure',
      session.joints.map((joint) => joint.id),
    ),
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] }],
    code: {
      coding: [{ system: `${context.rules.base}/CodeSystem/derived-observation`, code: 'percent-improvement' }],
      text: `Percent improvement, ${measure.name}, window ${window}`,
    },
    subject: subjectOf(context),
    effectiveDateTime: followUp.effective.text,
    valueQuantity: quantityOf(percent, '%'),
    derivedFrom: referencesTo('Observation', [baseline.id, followUp.id]),
  };
}
