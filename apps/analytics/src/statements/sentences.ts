import type { MeasureCode, MeasureFamily, ProcedureType } from '@ilium/contracts';
import type { RateRule } from '../answers/trend.js';

export const sentenceIds = [
  'report-improvement',
  'improved-over-half',
  'better-quality-of-life',
  'less-pain',
  'better-function',
] as const;
export const subjectIds = ['si-joint', 'facet', 'epidural', 'overall'] as const;

/** What a clinic says of its patients (clinical rule 23): rule, measure, window and denominator are fixed. */
export interface Sentence {
  readonly id: (typeof sentenceIds)[number];
  readonly family: MeasureFamily;
  /** Where the sentence is about one measure only. */
  readonly measure?: MeasureCode;
  readonly rule: RateRule;
  /** Stricter or milder rules, whose rates stand beside it. */
  readonly beside: readonly RateRule[];
  /** After "83 % of SI joint injection patients". */
  readonly words: string;
}

export const sentences: readonly Sentence[] = [
  {
    id: 'report-improvement',
    family: 'condition',
    rule: 'improved',
    beside: ['improved-by-points'],
    words: 'report improvement in their condition',
  },
  {
    // Of all who answered: who is not better is part of it.
    id: 'improved-over-half',
    family: 'condition',
    measure: 'stated-relief',
    rule: 'over-50',
    beside: ['at-least-50', 'at-least-75'],
    words: 'improved by more than 50 %',
  },
  {
    id: 'better-quality-of-life',
    family: 'quality-of-life',
    rule: 'any-better',
    beside: ['improved'],
    words: 'report better quality of life',
  },
  { id: 'less-pain', family: 'pain', rule: 'any-better', beside: ['improved'], words: 'report less pain' },
  {
    id: 'better-function',
    family: 'function',
    rule: 'any-better',
    beside: ['improved'],
    words: 'report better function',
  },
];

/** Whom a sentence is about. */
export interface Subject {
  readonly id: (typeof subjectIds)[number];
  readonly types: readonly ProcedureType[];
  readonly patients: string;
  readonly treatments: string;
}

const operationsAndInjections: readonly ProcedureType[] = [
  'si-joint-injection',
  'si-joint-rfa',
  'si-joint-fusion',
  'facet-injection',
  'facet-rfa',
  'epidural-injection',
];

export const subjects: readonly Subject[] = [
  {
    id: 'si-joint',
    types: ['si-joint-injection'],
    patients: 'SI joint injection patients',
    treatments: 'SI joint injections',
  },
  {
    id: 'facet',
    types: ['facet-injection'],
    patients: 'facet joint injection patients',
    treatments: 'facet joint injections',
  },
  { id: 'epidural', types: ['epidural-injection'], patients: 'epidural patients', treatments: 'epidurals' },
  {
    id: 'overall',
    types: operationsAndInjections,
    patients: 'patients',
    treatments: 'treatments',
  },
];
