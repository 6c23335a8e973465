import type { Code } from '@ilium/contracts';
import { systems, systemUri } from './systems.js';

export type DrugClass = 'steroid' | 'anaesthetic' | 'contrast';

interface Drug {
  readonly system: string;
  readonly code: string;
  readonly name: string;
  readonly drugClass: DrugClass;
  /** V official, V3 third party, P code seen in an official list without its display. */
  readonly source: string;
}

const rxclass = 'V3: dump of NLM RxClass API, ATC H02AB, 2025-10-18';

export const drugs: readonly Drug[] = [
  { system: systems.rxnorm, code: '10759', name: 'triamcinolone', drugClass: 'steroid', source: rxclass },
  { system: systems.rxnorm, code: '6902', name: 'methylprednisolone', drugClass: 'steroid', source: rxclass },
  { system: systems.rxnorm, code: '3264', name: 'dexamethasone', drugClass: 'steroid', source: rxclass },
  { system: systems.rxnorm, code: '1514', name: 'betamethasone', drugClass: 'steroid', source: rxclass },
  {
    system: systems.rxnorm,
    code: '6387',
    name: 'lidocaine',
    drugClass: 'anaesthetic',
    source: 'V3: NLM RxTerms updater test data',
  },
  {
    system: systems.rxnorm,
    code: '1725078',
    name: 'bupivacaine 2.5 mg/mL, 10 mL vial',
    drugClass: 'anaesthetic',
    source: 'V: FDA NDC 76420-018',
  },
  {
    system: systems.rxnorm,
    code: '1012404',
    name: 'bupivacaine 5 mg/mL, 50 mL vial',
    drugClass: 'anaesthetic',
    source: 'V: FDA NDC 0404-9827',
  },
  {
    system: systems.rxnorm,
    code: '1012396',
    name: 'bupivacaine 2.5 mg/mL, 50 mL vial',
    drugClass: 'anaesthetic',
    source: 'V: FDA NDC 71872-7133',
  },
  // RxNorm leaves contrast media out (NLM), so they come with a UNII.
  {
    system: systems.unii,
    code: '4419T9MX03',
    name: 'iohexol',
    drugClass: 'contrast',
    source: 'P: FDA substance 4419T9MX03',
  },
];

export function drugOf(codes: readonly Code[]): Drug | undefined {
  return drugs.find((drug) =>
    codes.some((code) => code.code === drug.code && (systemUri(code.system) ?? drug.system) === drug.system),
  );
}

/** SNOMED CT 12130007, intra-articular route (FHIR route-codes, V). HL7 table 0162 has no code for it: its `IA` is intra-arterial. */
const intraArticular = '12130007';

/** Whether a route leads into the joint. No route is not a route into the joint. */
export function isIntoTheJoint(route: Code | null | undefined): boolean {
  return route?.code === intraArticular && (systemUri(route.system) ?? systems.snomed) === systems.snomed;
}
