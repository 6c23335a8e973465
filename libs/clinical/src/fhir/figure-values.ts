import type { BlockDoubt, FigureDoubt } from '@ilium/contracts';
import type { CodeableConcept, Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';
import { systems } from '../terminology/systems.js';

/** What a derived figure says, in the elements of an Observation. */
export type FigureValue = Pick<
  Observation,
  'valueQuantity' | 'valueRange' | 'valueBoolean' | 'valueCodeableConcept' | 'dataAbsentReason' | 'component'
>;

/** The value, or why there is none: never a zero, and never "not improved". */
export function valueOr(value: number | boolean | null, unit: string, doubt: FigureDoubt, base: string): FigureValue {
  if (value === null) return absentFor(doubt, base);
  return typeof value === 'boolean' ? { valueBoolean: value } : { valueQuantity: inUcum(value, unit) };
}

/** FHIR R4, data-absent-reason, for each of our reasons: either the figure means nothing here, or nobody knows it. */
export const absentReasons: Readonly<Record<FigureDoubt, 'not-applicable' | 'unknown'>> = {
  'no-baseline': 'unknown',
  'baseline-zero': 'not-applicable',
  'no-percentage-of-this-measure': 'not-applicable',
  'other-value-set': 'not-applicable',
  'not-attributable': 'unknown',
  'no-diary': 'unknown',
  'no-relief': 'not-applicable',
  'not-returned': 'not-applicable',
};

export const doubtTexts: Readonly<Record<FigureDoubt | BlockDoubt, string>> = {
  'no-baseline': 'There is no baseline to compare with',
  'baseline-zero': 'The baseline is zero',
  'no-percentage-of-this-measure': 'No percentage, and no bound in percent, means anything for this measure',
  'other-value-set': 'The two scores are not known to be of one value set',
  'not-attributable': 'The score can not be attributed to one joint',
  'no-diary': 'There is no diary with a score on each day',
  'no-relief': 'There was no relief',
  'not-returned': 'The pain did not return',
  'contrast-not-intra-articular': 'Contrast was not seen where the drug should be',
  'sedation-or-opioid': 'A sedative or an opioid was given',
  'another-block': 'Something else was treated at the same time',
  'bilateral-one-score': 'Both sides were treated, and the scores do not tell them apart',
  'volume-too-large': 'The volume was more than the joint holds',
  'no-clock-time': 'The times of day are not known',
  'no-score-before': 'There is no score shortly before',
  'score-before-too-low': 'There was too little pain before',
  'no-score-after': 'There is no score while the anaesthetic worked',
};

export function absentFor(doubt: FigureDoubt, base: string): Pick<Observation, 'dataAbsentReason'> {
  return {
    dataAbsentReason: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: absentReasons[doubt] },
        { system: ownCodes('figure-doubt', base), code: doubt },
      ],
      text: doubtTexts[doubt],
    },
  };
}

export function inUcum(value: number, code: string): Quantity {
  return { value, unit: code, system: systems.ucum, code };
}

/** One of our own CodeSystems. */
function ownCodes(name: string, base: string): string {
  return `${base}/CodeSystem/${name}`;
}

export function ownConcept(name: string, code: string, text: string, base: string): CodeableConcept {
  return { coding: [{ system: ownCodes(name, base), code }], text };
}

export const componentNames = {
  'percent-relief': 'Relief',
  threshold: 'Relief from which a block is positive',
  repetition: 'Repetition',
  doubt: 'Reason',
  'relief-end': 'What ended it',
} as const;

/** What stands beside a figure. Its code is never the figure's own (R4 obs-7). */
export function componentOf(
  code: keyof typeof componentNames,
  value: Pick<ObservationComponent, 'valueQuantity' | 'valueCodeableConcept'>,
  base: string,
): ObservationComponent {
  return { code: ownConcept('derived-observation', code, componentNames[code], base), ...value };
}
