import type { MeasureName } from './story.js';
import type { Term } from './vocabulary.js';

/** What the clinic asks its patients. */
export interface MeasureRow extends Term {
  readonly unit: string;
  readonly lowest: number;
  readonly highest: number;
  /** Of a patient before the first treatment. */
  readonly usual: number;
  readonly best: number;
  /** Decimal places of an answer. */
  readonly digits: number;
  /** A scale of pain. */
  readonly isPain: boolean;
  /** Asked after every treatment. */
  readonly isRoutine: boolean;
  /** Asks about the past week. */
  readonly isWeekly: boolean;
  /** The patient says the change itself: there is nothing to compare. */
  readonly isOfChange: boolean;
}

const zeroToTen = { unit: '{score}', lowest: 0, highest: 10, best: 0, usual: 8, digits: 0 } as const;
const hundred = { lowest: 0, highest: 100, digits: 0 } as const;
const other = { isPain: false, isRoutine: false, isWeekly: false, isOfChange: false } as const;
const tScore = { ...other, unit: '{T-score}', lowest: 20, highest: 80, digits: 1 } as const;

export const measures: Readonly<Record<MeasureName, MeasureRow>> = {
  nrs: {
    ...other,
    ...zeroToTen,
    system: 'loinc',
    code: '72514-3',
    display: 'Pain severity 0-10',
    isPain: true,
    isRoutine: true,
  },
  odi: {
    ...other,
    ...hundred,
    system: 'loinc',
    code: '97909-6',
    display: 'Oswestry disability index',
    unit: '%',
    usual: 41.5,
    best: 0,
    isRoutine: true,
  },
  'nrs-of-week': {
    ...other,
    ...zeroToTen,
    system: 'loinc',
    code: '75893-8',
    display: 'Pain severity 0-10, past week',
    isPain: true,
    isWeekly: true,
  },
  vas: {
    ...other,
    ...hundred,
    system: 'loinc',
    code: '38214-3',
    display: 'Pain, visual analogue scale',
    unit: 'mm',
    usual: 76,
    best: 0,
    isPain: true,
  },
  peg: { ...other, ...zeroToTen, digits: 1, system: 'loinc', code: '91147-9', display: 'PEG score', isWeekly: true },
  'promis-interference': {
    ...tScore,
    system: 'loinc',
    code: '71961-7',
    display: 'PROMIS pain interference',
    usual: 66,
    best: 45,
    isWeekly: true,
  },
  'promis-function': {
    ...tScore,
    system: 'loinc',
    code: '71959-1',
    display: 'PROMIS physical function',
    usual: 35,
    best: 52,
  },
  'promis-physical-health': {
    ...tScore,
    system: 'loinc',
    code: '71971-6',
    display: 'PROMIS-10 global physical health',
    usual: 39,
    best: 54,
  },
  'eq-5d': {
    ...other,
    system: 'snomed',
    code: '736534008',
    display: 'EQ-5D-5L index',
    unit: '1',
    lowest: -0.5,
    highest: 1,
    usual: 0.5,
    best: 0.95,
    digits: 3,
  },
  'eq-vas': {
    ...other,
    ...hundred,
    system: 'snomed',
    code: '736535009',
    display: 'EQ-VAS',
    unit: '{score}',
    usual: 52,
    best: 90,
  },
  pgic: {
    ...other,
    system: 'ownMeasures',
    code: 'pgic',
    display: 'Patient global impression of change',
    unit: '{score}',
    lowest: 1,
    highest: 7,
    usual: 4,
    best: 1,
    digits: 0,
    isOfChange: true,
  },
  'stated-relief': {
    ...other,
    ...hundred,
    system: 'ownMeasures',
    code: 'stated-relief',
    display: 'Relief as the patient states it',
    unit: '%',
    usual: 0,
    best: 100,
    isOfChange: true,
  },
};

/** Answers of the global impression of change in words, from 1 to 7. */
export const impressions = [
  'very-much-improved',
  'much-improved',
  'minimally-improved',
  'no-change',
  'minimally-worse',
  'much-worse',
  'very-much-worse',
] as const;
