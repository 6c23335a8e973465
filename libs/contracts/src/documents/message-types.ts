import { procedureEventTypes, type ProcedureEventType } from '../events/procedure-event.js';
import { fhirBundleType } from '../fhir-bundle.js';
import { outcomeObservationType } from '../outcome-observation.js';
import type { TopicBase } from '../topics.js';

export type MessageType = ProcedureEventType | typeof fhirBundleType | typeof outcomeObservationType;

/** One sentence per type: what its message says. */
export const summaries: Readonly<Record<MessageType, string>> = {
  'ilium.procedure.reported.v1': 'A source says something of a procedure.',
  'ilium.order.reported.v1': 'A source says something of an order.',
  'ilium.administration.reported.v1': 'A source says that a drug was given, or not given.',
  'ilium.charge.reported.v1': 'A source charges for a service, or credits a charge.',
  'ilium.score.reported.v1': 'A source says how a patient scored on a measure, or why there is no score.',
  'ilium.complication.reported.v1': 'A source says something of a complication.',
  'ilium.history.reported.v1': 'A source says what was done before, or elsewhere.',
  'ilium.patient.reported.v1': 'A source says something of the patient.',
  'ilium.patient.linked.v1':
    'Two identifiers are one patient; what is reported later for either belongs to the survivor.',
  'ilium.patient.unlinked.v1': 'Two identifiers are two patients after all.',
  'ilium.visit.moved.v1': 'A visit or an account, with all that was reported in it, belongs to another patient.',
  'ilium.snapshot.reported.v1':
    'The whole list of one kind that a visit or an account holds: what is not listed is void.',
  [fhirBundleType]: 'The changed records of a patient as a FHIR R4 transaction Bundle.',
  [outcomeObservationType]: 'One pseudonymised outcome: how a session turned out by one measure in one window.',
};

/** Which types a topic carries. `parked` carries what any of the others does. */
export const typesOfTopic: Readonly<Record<Exclude<TopicBase, 'parked'>, readonly MessageType[]>> = {
  'procedure-events': procedureEventTypes,
  'fhir-bundles': [fhirBundleType],
  'outcome-observations': [outcomeObservationType],
};

export const messageTypes = Object.values(typesOfTopic).flat();
