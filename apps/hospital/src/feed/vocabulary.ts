import type { Agent, CodeStyle, ComplicationName, ContrastSpread } from './story.js';

/** Codes of the simulated hospital's systems. Sources stand in the product's own tables; these rows repeat none of their words. */

type SystemName =
  | 'cpt'
  | 'hcpcs'
  | 'icd10'
  | 'loinc'
  | 'snomed'
  | 'rxnorm'
  | 'unii'
  | 'routes'
  | 'functionalTypes'
  | 'ownRoutes'
  | 'ownPositions'
  | 'ownContrast'
  | 'ownMeasures'
  | 'ownAnswers'
  | 'ownTreatments'
  | 'ownComplications';

/** FHIR's URI, and the short name of HL7 v2 table 0396. */
const systems: Readonly<Record<SystemName, Readonly<Record<CodeStyle, string>>>> = {
  cpt: { fhir: 'http://www.ama-assn.org/go/cpt', v2: 'C4' },
  hcpcs: { fhir: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', v2: 'HCPCS' },
  icd10: { fhir: 'http://hl7.org/fhir/sid/icd-10-cm', v2: 'I10C' },
  loinc: { fhir: 'http://loinc.org', v2: 'LN' },
  snomed: { fhir: 'http://snomed.info/sct', v2: 'SCT' },
  rxnorm: { fhir: 'http://www.nlm.nih.gov/research/umls/rxnorm', v2: 'RXNORM' },
  unii: { fhir: 'http://fdasis.nlm.nih.gov', v2: 'FDAUNII' },
  routes: { fhir: 'http://terminology.hl7.org/CodeSystem/v2-0162', v2: 'HL70162' },
  functionalTypes: { fhir: 'http://terminology.hl7.org/CodeSystem/v2-0230', v2: 'HL70230' },
  ownRoutes: own('route'),
  ownPositions: own('position'),
  ownContrast: own('contrast-spread'),
  ownMeasures: own('measure'),
  ownAnswers: own('answer'),
  ownTreatments: own('prior-treatment'),
  ownComplications: own('complication'),
};

const v2Names = new Map(Object.values(systems).map(({ fhir, v2 }) => [fhir, v2]));

/** A code system as HL7 v2 calls it; one that has no short name keeps its own. */
export function v2Name(system: string): string {
  return v2Names.get(system) ?? system;
}

/** The product's own codes, for what no standard has one: the interface engine of the hospital writes them. */
function own(name: string): Readonly<Record<CodeStyle, string>> {
  const system = `https://ilium.example/fhir/CodeSystem/${name}`;
  return { fhir: system, v2: system };
}

export interface Coded {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

export interface Term {
  readonly system: SystemName;
  readonly code: string;
  readonly display: string;
}

export function coded({ system, code, display }: Term, style: CodeStyle): Coded {
  return { system: systems[system][style], code, display };
}

export const terms = {
  injection: { system: 'cpt', code: '27096', display: 'SI joint injection, image guided' },
  facilityInjection: { system: 'hcpcs', code: 'G0260', display: 'SI joint injection, facility' },
  sacroiliitis: { system: 'icd10', code: 'M46.1', display: 'Sacroiliitis' },
  siNerveBlock: { system: 'cpt', code: '64451', display: 'SI joint nerve block' },
  siAblation: { system: 'cpt', code: '64625', display: 'SI joint nerves, radiofrequency ablation' },
  siFusion: { system: 'cpt', code: '27279', display: 'SI joint fusion, device across the joint' },
  siFusionInJoint: { system: 'cpt', code: '27278', display: 'SI joint fusion, device in the joint' },
  facetInjection: { system: 'cpt', code: '64493', display: 'Lumbar facet joint injection' },
  facetSecondLevel: { system: 'cpt', code: '64494', display: 'Lumbar facet joint injection, second level' },
  branchBlock: { system: 'cpt', code: '64493', display: 'Lumbar medial branch block' },
  branchSecondLevel: { system: 'cpt', code: '64494', display: 'Lumbar medial branch block, second level' },
  facetAblation: { system: 'cpt', code: '64635', display: 'Lumbar facet radiofrequency ablation' },
  facetAblationMore: { system: 'cpt', code: '64636', display: 'Lumbar facet radiofrequency ablation, further joint' },
  transforaminal: { system: 'cpt', code: '64483', display: 'Transforaminal epidural injection, lumbar' },
  transforaminalMore: { system: 'cpt', code: '64484', display: 'Transforaminal epidural injection, lumbar, more' },
  interlaminar: { system: 'cpt', code: '62323', display: 'Interlaminar epidural injection, lumbar' },
  miscodedEpidural: { system: 'cpt', code: '27096', display: 'Lumbar epidural steroid injection' },
  triggerPoint: { system: 'cpt', code: '20552', display: 'Trigger point injection' },
  arthrography: { system: 'hcpcs', code: 'G0259', display: 'SI joint arthrography' },
  largeJoint: { system: 'cpt', code: '20610', display: 'Large joint injection' },
  sacralDisorder: { system: 'icd10', code: 'M53.3', display: 'Sacrococcygeal disorder' },
  lumbarSpondylosis: { system: 'icd10', code: 'M47.816', display: 'Spondylosis, lumbar' },
  radiculopathy: { system: 'icd10', code: 'M54.16', display: 'Lumbar radiculopathy' },
  lowBackPain: { system: 'icd10', code: 'M54.59', display: 'Other low back pain' },
  fluoroscopy: { system: 'snomed', code: '44491008', display: 'Fluoroscopy' },
  ct: { system: 'snomed', code: '77477000', display: 'Computed tomography' },
  ultrasound: { system: 'snomed', code: '16310003', display: 'Ultrasonography' },
  prone: { system: 'ownPositions', code: 'prone', display: 'Prone' },
  forDiagnosis: { system: 'functionalTypes', code: 'D', display: 'Diagnostic procedure' },
  forTreatment: { system: 'functionalTypes', code: 'P', display: 'Procedure for treatment' },
  epiduralRoute: { system: 'routes', code: 'EP', display: 'Epidural' },
  intramuscular: { system: 'routes', code: 'IM', display: 'Intramuscular' },
  perineural: { system: 'ownRoutes', code: 'nerve', display: 'To the nerve' },
  painKillers: { system: 'rxnorm', code: '5640', display: 'ibuprofen' },
  physicalTherapy: { system: 'ownTreatments', code: 'physical-therapy', display: 'Physical therapy' },
  earlierInjection: { system: 'cpt', code: '62323', display: 'Epidural injection' },
  earlierAblation: { system: 'ownTreatments', code: 'rfa', display: 'Radiofrequency ablation' },
  earlierSurgery: { system: 'ownTreatments', code: 'surgery', display: 'Lumbar fusion' },
  syncope: { system: 'icd10', code: 'R55', display: 'Syncope and collapse' },
  hyperglycaemia: { system: 'icd10', code: 'R73.9', display: 'Hyperglycaemia' },
  complication: { system: 'snomed', code: '88797001', display: 'Complication of surgical procedure' },
  chargedTriamcinolone: { system: 'hcpcs', code: 'J3301', display: 'Triamcinolone, 10 mg' },
  chargedMethylprednisolone: { system: 'hcpcs', code: 'J1010', display: 'Methylprednisolone, 1 mg' },
  chargedDexamethasone: { system: 'hcpcs', code: 'J1100', display: 'Dexamethasone, 1 mg' },
  chargedBetamethasone: { system: 'hcpcs', code: 'J0702', display: 'Betamethasone, 6 mg' },
  sacroiliacJoint: { system: 'snomed', code: '39723000', display: 'Sacroiliac joint structure' },
  intraArticular: { system: 'snomed', code: '12130007', display: 'Intra-articular route' },
  subcutaneous: { system: 'snomed', code: '34206005', display: 'Subcutaneous route' },
} as const satisfies Record<string, Term>;

export function spreadTerm(spread: ContrastSpread): Term {
  return { system: 'ownContrast', code: spread, display: `Contrast ${spread}` };
}

export function complicationTerm(name: ComplicationName): Term {
  return { system: 'ownComplications', code: name, display: name.replaceAll('-', ' ') };
}

interface AgentRow extends Term {
  readonly kind: 'steroid' | 'anaesthetic' | 'contrast';
  readonly dose: { readonly value: number; readonly unit: string };
}

export const agents: Readonly<Record<Agent, AgentRow>> = {
  lidocaine: {
    kind: 'anaesthetic',
    system: 'rxnorm',
    code: '6387',
    display: 'lidocaine',
    dose: { value: 2, unit: 'mL' },
  },
  iohexol: {
    kind: 'contrast',
    system: 'unii',
    code: '4419T9MX03',
    display: 'iohexol',
    dose: { value: 0.5, unit: 'mL' },
  },
  bupivacaine: {
    kind: 'anaesthetic',
    system: 'rxnorm',
    code: '1012404',
    display: 'bupivacaine hydrochloride 5 mg/mL',
    dose: { value: 1, unit: 'mL' },
  },
  triamcinolone: {
    kind: 'steroid',
    system: 'rxnorm',
    code: '10759',
    display: 'triamcinolone',
    dose: { value: 40, unit: 'mg' },
  },
  methylprednisolone: {
    kind: 'steroid',
    system: 'rxnorm',
    code: '6902',
    display: 'methylprednisolone',
    dose: { value: 40, unit: 'mg' },
  },
  dexamethasone: {
    kind: 'steroid',
    system: 'rxnorm',
    code: '3264',
    display: 'dexamethasone',
    dose: { value: 10, unit: 'mg' },
  },
  betamethasone: {
    kind: 'steroid',
    system: 'rxnorm',
    code: '1514',
    display: 'betamethasone',
    dose: { value: 6, unit: 'mg' },
  },
};

const identifierBase = 'https://hospital.example/sid/';

export type NumberKind =
  | 'mrn'
  | 'visit'
  | 'procedure'
  | 'order'
  | 'administration'
  | 'score'
  | 'complication'
  | 'history'
  | 'facility-line'
  | 'transaction'
  | 'account'
  | 'practitioner';

export interface Identifier {
  readonly system: string;
  readonly value: string;
}

/** A business identifier of the simulated hospital. */
export function identifier(kind: NumberKind, value: string): Identifier {
  return { system: `${identifierBase}${kind}`, value };
}
