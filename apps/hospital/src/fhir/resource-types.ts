/** What R4 demands of each type that this server keeps. A type that has no row here is not supported. */
interface ResourceRules {
  /** Elements that must be there; `agent.who` means: in each `agent`. */
  readonly required: readonly string[];
  /** Codes that `status` may have (required bindings of R4). */
  readonly statuses?: readonly string[];
}

const eventStatus = [
  'preparation',
  'in-progress',
  'not-done',
  'on-hold',
  'stopped',
  'completed',
  'entered-in-error',
  'unknown',
];

export const resourceTypes = {
  Patient: { required: [] },
  Practitioner: { required: [] },
  Organization: { required: [] },
  Location: { required: [], statuses: ['active', 'suspended', 'inactive'] },
  Device: { required: [], statuses: ['active', 'inactive', 'entered-in-error', 'unknown'] },
  Encounter: {
    required: ['status', 'class'],
    statuses: [
      'planned',
      'arrived',
      'triaged',
      'in-progress',
      'onleave',
      'finished',
      'cancelled',
      'entered-in-error',
      'unknown',
    ],
  },
  Procedure: { required: ['status', 'subject'], statuses: eventStatus },
  Observation: {
    required: ['status', 'code'],
    statuses: [
      'registered',
      'preliminary',
      'final',
      'amended',
      'corrected',
      'cancelled',
      'entered-in-error',
      'unknown',
    ],
  },
  MedicationAdministration: {
    required: ['status', 'medication[x]', 'subject', 'effective[x]'],
    statuses: ['in-progress', 'not-done', 'on-hold', 'completed', 'entered-in-error', 'stopped', 'unknown'],
  },
  Provenance: { required: ['target', 'recorded', 'agent', 'agent.who'] },
  QuestionnaireResponse: {
    required: ['status'],
    statuses: ['in-progress', 'completed', 'amended', 'entered-in-error', 'stopped'],
  },
  Communication: { required: ['status'], statuses: eventStatus },
  DocumentReference: {
    required: ['status', 'content', 'content.attachment'],
    statuses: ['current', 'superseded', 'entered-in-error'],
  },
} as const satisfies Record<string, ResourceRules>;

export type ResourceTypeName = keyof typeof resourceTypes;
export const resourceTypeNames = Object.keys(resourceTypes) as readonly ResourceTypeName[];

export function isResourceType(name: unknown): name is ResourceTypeName {
  return typeof name === 'string' && Object.hasOwn(resourceTypes, name);
}

export function rulesOf(type: ResourceTypeName): ResourceRules {
  return resourceTypes[type];
}
