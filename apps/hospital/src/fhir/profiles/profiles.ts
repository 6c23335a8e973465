import { typeInteractions, type TypeInteraction } from '../interaction-names.js';
import { resourceTypeNames } from '../resource-types.js';
import type { Profile, ProfileRow } from './profile.js';

const everything: ProfileRow = { interactions: typeInteractions };
const reads: ProfileRow = { interactions: ['read', 'search-type'] };
const readsAnd = (...more: readonly TypeInteraction[]): ProfileRow => ({
  interactions: [...reads.interactions, ...more],
});

/** What every EHR lets us read: who the patient is, who acted, where and when. */
const surroundings = {
  Patient: reads,
  Encounter: reads,
  Practitioner: reads,
  Organization: reads,
  Location: reads,
};

/** An EHR's public API: records one by one, with the ids that it gives them. */
const ehr = {
  transaction: false,
  batch: 'none',
  updateCreate: false,
  conditionalCreate: 'refused',
  conditionalUpdate: false,
  dropped: [],
  answers: 'minimal',
} as const satisfies Partial<Profile>;

/**
 * The targets that the server can stand for. Made from what their makers publish, never tried on the real ones: a
 * client has to find out by itself what its target takes.
 */
export const profiles = {
  repository: {
    description: 'a FHIR repository: everything, with ids of the client and transactions',
    resources: Object.fromEntries(resourceTypeNames.map((type) => [type, everything])),
    transaction: true,
    batch: 'all',
    updateCreate: true,
    conditionalCreate: 'taken',
    conditionalUpdate: true,
    dropped: [],
    answers: 'representation',
    refusal: { interaction: 405, category: 422 },
  },
  epic: {
    ...ehr,
    description: "in the manner of Epic's public APIs",
    resources: {
      ...surroundings,
      Device: reads,
      Procedure: reads,
      MedicationAdministration: reads,
      // A few other categories are taken as well; they are an installation's own, so none of them is here.
      Observation: { ...readsAnd('create'), categories: ['vital-signs'] },
      DocumentReference: readsAnd('create'),
      QuestionnaireResponse: readsAnd('create'),
      Provenance: reads,
    },
    refusal: { interaction: 405, category: 422 },
  },
  millennium: {
    ...ehr,
    description: 'in the manner of Oracle Health Millennium',
    resources: {
      ...surroundings,
      Device: reads,
      Procedure: readsAnd('create'),
      MedicationAdministration: reads,
      Observation: { ...readsAnd('create', 'update'), categories: ['laboratory', 'vital-signs', 'imaging'] },
      DocumentReference: reads,
      QuestionnaireResponse: reads,
      Provenance: reads,
    },
    batch: 'reads',
    // It doesn't know the header, and what it doesn't know it passes over.
    conditionalCreate: 'ignored',
    // That it drops is known, which ones is our choice: those that a client of ours would miss most.
    dropped: [
      'Procedure.identifier',
      'Procedure.extension',
      'Procedure.partOf',
      'Procedure.bodySite',
      'Procedure.outcome',
      'Procedure.complication',
      'Procedure.usedCode',
      'Procedure.usedReference',
      'Observation.extension',
      'Observation.partOf',
      'Observation.bodySite',
      'Observation.method',
      'Observation.derivedFrom',
    ],
    refusal: { interaction: 405, category: 422 },
  },
  meditech: {
    ...ehr,
    description: 'in the manner of Meditech Greenfield',
    resources: {
      ...surroundings,
      Procedure: reads,
      Observation: reads,
      Communication: readsAnd('create'),
      QuestionnaireResponse: readsAnd('create'),
    },
    refusal: { interaction: 403, category: 403 },
  },
  athena: {
    ...ehr,
    description: 'in the manner of athenahealth: athenaOne and athenaPractice',
    resources: {
      ...surroundings,
      Procedure: reads,
      Observation: reads,
      DocumentReference: readsAnd('create'),
    },
    refusal: { interaction: 403, category: 403 },
  },
} as const satisfies Record<string, Profile>;

export type ProfileName = keyof typeof profiles;
export const profileNames = [
  'repository',
  'epic',
  'millennium',
  'meditech',
  'athena',
] as const satisfies readonly ProfileName[];

export function profileOf(name: ProfileName): Profile {
  return profiles[name];
}
