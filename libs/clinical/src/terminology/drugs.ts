import type { Code, Steroid } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';
import { systems } from './systems.js';

/** `other`: a drug that is known and is none of these. */
export type DrugClass = 'steroid' | 'anaesthetic' | 'contrast' | 'opioid' | 'sedative' | 'other';

export interface Drug {
  readonly system: string;
  readonly code: string;
  readonly name: string;
  readonly drugClass: DrugClass;
  /** Of a steroid: which one. */
  readonly substance?: Exclude<Steroid, 'other' | 'several'>;
  /** What one unit on a bill stands for, where that was verified (trap 13: a milligram for one code, ten for another). */
  readonly billingUnit?: { readonly value: number; readonly unit: 'mg' | 'mL' };
  /** V official, V3 third party, P code seen in an official list without its display. */
  readonly source: string;
}

const rxclass = 'V3: dump of NLM RxClass API, ATC H02AB, 2025-10-18';
const aapc = 'V3: AAPC, HCPCS J-codes';

const rxnorm: readonly Drug[] = [
  {
    system: systems.rxnorm,
    code: '10759',
    name: 'triamcinolone',
    drugClass: 'steroid',
    substance: 'triamcinolone',
    source: rxclass,
  },
  {
    system: systems.rxnorm,
    code: '6902',
    name: 'methylprednisolone',
    drugClass: 'steroid',
    substance: 'methylprednisolone',
    source: rxclass,
  },
  {
    system: systems.rxnorm,
    code: '3264',
    name: 'dexamethasone',
    drugClass: 'steroid',
    substance: 'dexamethasone',
    source: rxclass,
  },
  {
    system: systems.rxnorm,
    code: '1514',
    name: 'betamethasone',
    drugClass: 'steroid',
    substance: 'betamethasone',
    source: rxclass,
  },
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
];

/** Products, by labeler and product: the last part of an NDC is only the size of the package. */
const ndc: readonly Drug[] = [
  {
    system: systems.ndc,
    code: '0407-1412',
    name: 'iohexol (Omnipaque 240)',
    drugClass: 'contrast',
    source: 'V: FDA NDC 0407-1412',
  },
  {
    system: systems.ndc,
    code: '76420-018',
    name: 'bupivacaine 2.5 mg/mL, 10 mL vial',
    drugClass: 'anaesthetic',
    source: 'V: FDA NDC 76420-018',
  },
  {
    system: systems.ndc,
    code: '0404-9827',
    name: 'bupivacaine 5 mg/mL, 50 mL vial',
    drugClass: 'anaesthetic',
    source: 'V: FDA NDC 0404-9827',
  },
  {
    system: systems.ndc,
    code: '71872-7133',
    name: 'bupivacaine 2.5 mg/mL, 50 mL vial',
    drugClass: 'anaesthetic',
    source: 'V: FDA NDC 71872-7133',
  },
];

/** RxNorm leaves contrast media out (NLM, trap 14), so they come with a UNII, an NDC or a Q-code. */
const unii: readonly Drug[] = [
  {
    system: systems.unii,
    code: '4419T9MX03',
    name: 'iohexol',
    drugClass: 'contrast',
    source: 'P: FDA substance 4419T9MX03',
  },
];

const hcpcs: readonly Drug[] = [
  {
    system: systems.hcpcs,
    code: 'J1010',
    name: 'methylprednisolone acetate',
    drugClass: 'steroid',
    substance: 'methylprednisolone',
    billingUnit: { value: 1, unit: 'mg' },
    source: 'V3: medx.it.com (1 mg since April 2024; other coding sites contradict it)',
  },
  {
    system: systems.hcpcs,
    code: 'J3301',
    name: 'triamcinolone acetonide',
    drugClass: 'steroid',
    substance: 'triamcinolone',
    billingUnit: { value: 10, unit: 'mg' },
    source: `${aapc}, immedicaresolutions.com`,
  },
  {
    system: systems.hcpcs,
    code: 'J1100',
    name: 'dexamethasone sodium phosphate',
    drugClass: 'steroid',
    substance: 'dexamethasone',
    billingUnit: { value: 1, unit: 'mg' },
    source: aapc,
  },
  {
    system: systems.hcpcs,
    code: 'J0702',
    name: 'betamethasone acetate 3 mg and sodium phosphate 3 mg',
    drugClass: 'steroid',
    substance: 'betamethasone',
    billingUnit: { value: 6, unit: 'mg' },
    source: aapc,
  },
  {
    system: systems.hcpcs,
    code: 'J2001',
    // Never a drug of a joint, whatever route stands beside it (trap 13).
    name: 'lidocaine, intravenous infusion',
    drugClass: 'other',
    source: aapc,
  },
  {
    system: systems.hcpcs,
    code: 'S0020',
    name: 'bupivacaine',
    drugClass: 'anaesthetic',
    billingUnit: { value: 30, unit: 'mL' },
    source: `${aapc} (payers other than Medicare)`,
  },
  {
    system: systems.hcpcs,
    code: 'Q9966',
    name: 'low-osmolar contrast, 200 to 299 mg/mL iodine',
    drugClass: 'contrast',
    billingUnit: { value: 1, unit: 'mL' },
    source: 'V3: pabau.com',
  },
  ...['Q9965', 'Q9967'].map((code) => ({
    system: systems.hcpcs,
    code,
    name: 'low-osmolar contrast',
    drugClass: 'contrast' as const,
    source: 'V3: americanmedicalcoding.com (listed; concentration and unit not verified)',
  })),
];

/** What a site may map its own codes to. No standard code of an opioid or a sedative was verified. */
const own: readonly Drug[] = (['steroid', 'anaesthetic', 'contrast', 'opioid', 'sedative', 'other'] as const).map(
  (drugClass) => ({ system: ownSystem, code: drugClass, name: drugClass, drugClass, source: 'V: our own code' }),
);

export const drugs: readonly Drug[] = [...rxnorm, ...ndc, ...unii, ...hcpcs, ...own];

/** The drug that codes mean. Several codes of one administration translate each other: the first known one counts. */
export function drugOf(codes: readonly Code[], rules: CodeRules): Drug | undefined {
  return drugsOf(codes, rules)[0];
}

/** Whether the codes of one administration mean drugs of several classes, so that none of them can be believed. */
export function isContradictory(codes: readonly Code[], rules: CodeRules): boolean {
  return new Set(drugsOf(codes, rules).map(({ drugClass }) => drugClass)).size > 1;
}

function drugsOf(codes: readonly Code[], rules: CodeRules): readonly Drug[] {
  return codes.flatMap((code) => {
    const standard = standardCode(code, 'drugs', rules);
    const drug = drugs.find((row) => isCode(row, standard) || isProduct(row, standard));
    return drug === undefined ? [] : [drug];
  });
}

function isProduct(row: Drug, code: Code): boolean {
  if (row.system !== systems.ndc || code.system !== systems.ndc) return false;
  const product = productOf(code.code);
  return product !== undefined && product === productOf(row.code);
}

/**
 * Labeler and product of an NDC in the form of five and four digits: of `0407-1412-10`, which HIPAA writes
 * `00407141210`. Ten digits without hyphens can be cut in three ways, so they are not read.
 */
function productOf(ndcCode: string): string | undefined {
  const [labeler, product] = ndcCode.split('-');
  if (labeler !== undefined && product !== undefined) return labeler.padStart(5, '0') + product.padStart(4, '0');
  return /^\d{11}$/.test(ndcCode) ? ndcCode.slice(0, 9) : undefined;
}
