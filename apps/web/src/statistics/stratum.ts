import type { ProcedureType } from '@ilium/contracts';
import type { RatesQuery } from './ask.js';

/** Some of the patients or sessions, and the question that is of them alone. */
export interface Part {
  readonly label: string;
  /** After “only”. */
  readonly words: string;
  readonly query: RatesQuery;
}

/** A way to divide patients or sessions. */
export interface Stratum {
  readonly id: string;
  readonly name: string;
  /** What an address calls it, as analytics does. */
  readonly parameter: keyof RatesQuery;
  readonly parts: readonly Part[];
  /** Whose sessions can be divided so; left out: all. */
  readonly types?: readonly ProcedureType[];
  /** Not where patients are counted, each by the first treatment. */
  readonly isOfTreatments?: true;
}

const part = (query: RatesQuery, label: string, words: string): Part => ({ query, label, words });

export const strata: readonly Stratum[] = [
  {
    ...{ id: 'sex', name: 'Sex', parameter: 'sex' },
    parts: [
      part({ sex: 'female' }, 'Women', 'women'),
      part({ sex: 'male' }, 'Men', 'men'),
      part({ sex: 'other' }, 'Other', 'patients of another sex'),
      part({ sex: 'unknown' }, 'Not known', 'patients whose sex is not known'),
    ],
  },
  {
    ...{ id: 'age', name: 'Age', parameter: 'ageBand' },
    parts: [
      part({ ageBand: 'under-40' }, 'Under 40', 'aged under 40'),
      part({ ageBand: '40-49' }, '40 to 49', 'aged 40 to 49'),
      part({ ageBand: '50-59' }, '50 to 59', 'aged 50 to 59'),
      part({ ageBand: '60-69' }, '60 to 69', 'aged 60 to 69'),
      part({ ageBand: '70-79' }, '70 to 79', 'aged 70 to 79'),
      part({ ageBand: '80-or-over' }, '80 or over', 'aged 80 or over'),
    ],
  },
  {
    ...{ id: 'guidance', name: 'Imaging guidance', parameter: 'guidance' },
    parts: [
      part({ guidance: 'fluoroscopy' }, 'Fluoroscopy', 'guided by fluoroscopy'),
      part({ guidance: 'ct' }, 'CT', 'guided by CT'),
      part({ guidance: 'ultrasound' }, 'Ultrasound', 'guided by ultrasound'),
    ],
  },
  {
    ...{ id: 'steroid', name: 'Steroid', parameter: 'steroid' },
    parts: [
      part({ steroid: 'methylprednisolone' }, 'Methylprednisolone', 'with methylprednisolone'),
      part({ steroid: 'triamcinolone' }, 'Triamcinolone', 'with triamcinolone'),
      part({ steroid: 'dexamethasone' }, 'Dexamethasone', 'with dexamethasone'),
      part({ steroid: 'betamethasone' }, 'Betamethasone', 'with betamethasone'),
      part({ steroid: 'other' }, 'Another', 'with another steroid'),
      part({ steroid: 'several' }, 'Several', 'with several steroids'),
    ],
  },
  {
    ...{ id: 'side', name: 'Side', parameter: 'sides' },
    parts: [
      part({ sides: 'left' }, 'Left', 'on the left'),
      part({ sides: 'right' }, 'Right', 'on the right'),
      part({ sides: 'both' }, 'Both', 'on both sides'),
      part({ sides: 'unknown' }, 'Not known', 'on a side that is not known'),
    ],
  },
  {
    ...{ id: 'prior', name: 'Tried before', parameter: 'priorTreatment' },
    parts: [
      part({ priorTreatment: 'medication' }, 'Medication', 'where medication was tried before'),
      part({ priorTreatment: 'physical-therapy' }, 'Physical therapy', 'where physical therapy was tried before'),
      part({ priorTreatment: 'injection' }, 'Injection', 'where an injection was tried before'),
      part({ priorTreatment: 'rfa' }, 'Ablation', 'where an ablation was tried before'),
      part({ priorTreatment: 'surgery' }, 'Surgery', 'where surgery was tried before'),
    ],
  },
  {
    ...{ id: 'intent', name: 'Meant for', parameter: 'intent' },
    parts: [
      part({ intent: ['therapeutic'] }, 'Treatment', 'meant to treat'),
      part({ intent: ['diagnostic'] }, 'Diagnosis', 'meant to diagnose'),
      part({ intent: ['both'] }, 'Both', 'meant to treat and to diagnose'),
      part({ intent: ['unknown'] }, 'Not known', 'of which nobody says what they were meant for'),
    ],
  },
  {
    ...{ id: 'turn', name: 'First or repeat', parameter: 'firstOrRepeat', isOfTreatments: true },
    parts: [
      part({ firstOrRepeat: 'first' }, 'First in a year', "patients' first treatments of their type in a year"),
      part({ firstOrRepeat: 'repeat' }, 'Repeat', 'treatments after the first of their type in a year'),
    ],
  },
  {
    ...{ id: 'region', name: 'Region of the spine', parameter: 'region' },
    types: [
      'facet-injection',
      'medial-branch-block',
      'facet-or-medial-branch-block',
      'facet-rfa',
      'epidural-injection',
    ],
    parts: [
      part({ region: 'cervical-thoracic' }, 'Cervical or thoracic', 'in the cervical or thoracic spine'),
      part({ region: 'lumbar-sacral' }, 'Lumbar or sacral', 'in the lumbar or sacral spine'),
    ],
  },
  {
    ...{ id: 'approach', name: 'Approach', parameter: 'approach' },
    types: ['epidural-injection'],
    parts: [
      part({ approach: 'interlaminar' }, 'Interlaminar', 'by the interlaminar approach'),
      part({ approach: 'transforaminal' }, 'Transforaminal', 'by the transforaminal approach'),
      part({ approach: 'caudal' }, 'Caudal', 'by the caudal approach'),
    ],
  },
];

/** Whose sites are known by their outcomes alone. */
function ofSites(sites: readonly string[]): Stratum {
  return { id: 'site', name: 'Site', parameter: 'site', parts: sites.map(atSite) };
}

function atSite(site: string): Part {
  return part({ site }, site, `at ${site}`);
}

interface Divided {
  readonly type: ProcedureType;
  readonly of: 'patients' | 'treatments';
  readonly sites: readonly string[];
}

/** By which such outcomes can be divided. Of one site there is nothing to divide. */
export function strataOf({ type, of, sites }: Divided): readonly Stratum[] {
  const possible = strata.filter(
    ({ types, isOfTreatments }) =>
      (types === undefined || types.includes(type)) && (isOfTreatments === undefined || of === 'treatments'),
  );
  return sites.length > 1 ? [...possible, ofSites(sites)] : possible;
}

/** As an address says it. */
export function codeOf({ parameter }: Pick<Stratum, 'parameter'>, { query }: Part): string {
  return String(query[parameter] ?? '');
}

/** What a parameter of an address means, where it is the name of a stratum. */
export function partNamed(parameter: string, code: string | null): Part | undefined {
  if (parameter === 'site' && code !== null) return atSite(code);
  const stratum = strata.find((one) => one.parameter === parameter);
  return stratum?.parts.find((one) => codeOf(stratum, one) === code);
}

/** The part of a stratum that is among the chosen ones. */
export function chosenPart({ parts }: Stratum, only: readonly Part[]): Part | undefined {
  return parts.find(({ words }) => only.some((chosen) => chosen.words === words));
}

/** `only women, aged 60 to 69`; nothing where nobody is left out. */
export function onlyText(only: readonly Part[]): string {
  return only.length === 0 ? '' : `only ${only.map(({ words }) => words).join(', ')}`;
}

/** Takes all that is chosen back. */
export const everybody: Readonly<Record<string, string>> = Object.fromEntries(
  [...strata, ofSites([])].map(({ parameter }) => [parameter, '']),
);
