import type { Code, MeasureCode, MeasureFamily, PainLocation, Recall } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';
import { systems } from './systems.js';
import { days, fraction, millimetres, percent, scorePoints, tScore, plainNumber, type Unit } from './units.js';

export interface Measure {
  readonly measure: MeasureCode;
  /** In our own words: the wording of questionnaires is licensed (trap 27). */
  readonly name: string;
  readonly family: MeasureFamily;
  readonly codings: readonly [MeasureCoding, ...MeasureCoding[]];
  readonly range: readonly [lowest: number, highest: number];
  readonly better: 'lower' | 'higher';
  /** Its own unit first; values in the others are converted. */
  readonly units: readonly [Unit, ...Unit[]];
  /** A number without a unit says nothing. */
  readonly isUnitNeeded?: true;
  /** What all its questions are about, whichever code names it. */
  readonly recall?: Recall;
  /** Computed from two scores, or an answer of itself about the change: the two are never mixed. */
  readonly origin: 'computed' | 'stated';
  /** Whether a percentage means anything: not where 0 does not mean none (trap 11). */
  readonly hasPercentage: boolean;
  /** The change that matters: either is enough. Where no source says it, nothing does; where they disagree, the rules do. */
  readonly improvedBy?: ChangeThatMatters;
  /** Points that matter as a rate of its own. */
  readonly improvedByPoints?: number;
  /** A baseline below this is counted apart: small changes make large percentages. */
  readonly lowBaselineBelow?: number;
  readonly source: string;
}

/** A code of a measure, and what it says of the question besides. */
export interface MeasureCoding {
  readonly system: string;
  readonly code: string;
  readonly painLocation?: PainLocation;
  readonly recall?: Recall;
  readonly source: string;
}

export interface ChangeThatMatters {
  readonly percent?: number | undefined;
  readonly points?: number | undefined;
}

const loinc = (code: string, source: string, more: Pick<MeasureCoding, 'painLocation' | 'recall'> = {}) => {
  return { system: systems.loinc, code, ...more, source };
};

/** No LOINC or SNOMED CT code was found for these: a site's own code leads here by its configuration. */
const own = (code: MeasureCode) => ({ system: ownSystem, code, source: 'V: our own CodeSystem; no LOINC code found' });

const vsac = 'V: copy of VSAC value set 2.16.840.1.113883.3.526.3.1028';
const ahrq = 'V: AHRQ CDS Connect, pain management summary';
const ecqm = 'V: eCQM content 2024, functional status assessments';

/** Clinical rule 23: what is better in a session's sentences is read off one measure of a family. */
export const measures: readonly Measure[] = [
  {
    measure: 'nrs',
    name: 'Pain, numeric rating scale 0-10',
    family: 'pain',
    codings: [loinc('72514-3', vsac), loinc('75893-8', ahrq, { recall: '7d' })],
    range: [0, 10],
    better: 'lower',
    units: [scorePoints],
    origin: 'computed',
    hasPercentage: true,
    improvedBy: { percent: 30 },
    improvedByPoints: 2,
    lowBaselineBelow: 3,
    source: 'V: Ostelo 2008 (2 points or 30 %); IMMPACT (30 % is moderate)',
  },
  {
    measure: 'vas',
    name: 'Pain, visual analogue scale 0-100 mm',
    family: 'pain',
    codings: [loinc('38214-3', vsac)],
    range: [0, 100],
    better: 'lower',
    units: millimetres,
    isUnitNeeded: true,
    origin: 'computed',
    hasPercentage: true,
    improvedBy: { percent: 30, points: 15 },
    lowBaselineBelow: 30,
    source: 'V: Ostelo 2008 (15 mm or 30 %)',
  },
  {
    measure: 'bpi-interference',
    name: 'Brief pain inventory, interference',
    family: 'function',
    codings: [loinc('77565-0', vsac)],
    range: [0, 10],
    better: 'lower',
    units: [scorePoints],
    origin: 'computed',
    hasPercentage: true,
    improvedBy: { points: 1 },
    lowBaselineBelow: 3,
    source: 'V: IMMPACT at Bandolier (1 point is minimal)',
  },
  {
    measure: 'peg',
    name: 'PEG, mean of three items',
    family: 'pain',
    codings: [loinc('91147-9', ahrq)],
    range: [0, 10],
    better: 'lower',
    units: [scorePoints],
    recall: '7d',
    origin: 'computed',
    hasPercentage: true,
    improvedBy: { percent: 30 },
    lowBaselineBelow: 3,
    source: 'V3: droracle.ai 496462, iatrox.com (30 %); its items ask about the past week: AHRQ',
  },
  {
    measure: 'odi',
    name: 'Oswestry disability index',
    family: 'function',
    codings: [loinc('97909-6', 'V: PACIO sample data; tx.fhir.org look-up of 2026-06-13')],
    range: [0, 100],
    better: 'lower',
    units: [percent],
    origin: 'computed',
    hasPercentage: true,
    improvedBy: { percent: 30, points: 10 },
    lowBaselineBelow: 20,
    source: 'V: Ostelo 2008 (10 points or 30 %)',
  },
  {
    measure: 'promis-physical-health',
    name: 'PROMIS-10 global physical health, T-score',
    family: 'quality-of-life',
    codings: [loinc('71971-6', ecqm)],
    range: [0, 100],
    better: 'higher',
    units: [tScore],
    origin: 'computed',
    hasPercentage: false,
    source: 'V: help.aaoe.net (mean 50, standard deviation 10); what matters in SI joint pain was not found',
  },
  {
    measure: 'promis-mental-health',
    name: 'PROMIS-10 global mental health, T-score',
    family: 'quality-of-life',
    codings: [loinc('71969-0', ecqm)],
    range: [0, 100],
    better: 'higher',
    units: [tScore],
    origin: 'computed',
    hasPercentage: false,
    source: 'V: eCQM content 2024; what matters in SI joint pain was not found',
  },
  {
    measure: 'promis-pain-interference',
    name: 'PROMIS pain interference, T-score',
    family: 'function',
    codings: [loinc('71961-7', ecqm)],
    range: [0, 100],
    better: 'lower',
    units: [tScore],
    recall: '7d',
    origin: 'computed',
    hasPercentage: false,
    source: 'V: nihpromis.org (recall of 7 days); what matters is in the rules, as sources disagree',
  },
  {
    measure: 'promis-physical-function',
    name: 'PROMIS physical function, T-score',
    family: 'function',
    codings: [loinc('71959-1', ecqm)],
    range: [0, 100],
    better: 'higher',
    units: [tScore],
    origin: 'computed',
    hasPercentage: false,
    improvedBy: { points: 3.6 },
    source: 'V: cuir.car.chula.ac.th 69391 (3.6, chronic low back pain); nihpromis.org (no recall)',
  },
  {
    measure: 'eq-5d-index',
    name: 'EQ-5D-5L index',
    family: 'quality-of-life',
    codings: [{ system: systems.snomed, code: '736534008', source: 'V: MII PROMs IG, EQ-5D-5L scores' }],
    // 1 is full health; how far below 0 it goes depends on the value set.
    range: [-2, 1],
    better: 'higher',
    units: [plainNumber],
    origin: 'computed',
    hasPercentage: false,
    source: 'V: MII PROMs IG; what matters is in the rules, as sources disagree',
  },
  {
    measure: 'eq-vas',
    name: 'EQ-VAS, health today 0-100',
    family: 'quality-of-life',
    codings: [{ system: systems.snomed, code: '736535009', source: 'V3: MII PROMs IG, list of profiles' }],
    range: [0, 100],
    better: 'higher',
    units: [scorePoints],
    origin: 'computed',
    hasPercentage: false,
    source: 'V3: MII PROMs IG; part of EQ-5D, so no percentage; what matters in SI joint pain was not found',
  },
  {
    measure: 'pgic',
    name: 'Patient global impression of change',
    family: 'condition',
    codings: [own('pgic')],
    // As it is compared, 1 is best; which end of a site's form is best stands in the rules.
    range: [1, 7],
    better: 'lower',
    units: [scorePoints],
    origin: 'stated',
    hasPercentage: false,
    improvedByPoints: 2,
    source: 'V3: PACIO IG citing CMS ACCESS; PMC7053735 (much and very much improved are responders)',
  },
  {
    measure: 'stated-relief',
    name: 'Pain relief stated by the patient',
    family: 'condition',
    codings: [own('stated-relief')],
    range: [0, 100],
    better: 'higher',
    units: [percent, fraction],
    origin: 'stated',
    hasPercentage: true,
    source: 'V3: summaries of the CMS coverage determination name at least 50 % and at least 75 %',
  },
  {
    measure: 'stated-duration',
    name: 'Duration of relief stated by the patient',
    family: 'condition',
    codings: [own('stated-duration')],
    range: [0, 36_525],
    better: 'higher',
    units: days,
    isUnitNeeded: true,
    origin: 'stated',
    hasPercentage: false,
    source: 'V: our own measure (clinical rule 19); units of UCUM',
  },
  {
    measure: 'start-back',
    name: 'STarT Back, total',
    family: 'condition',
    codings: [loinc('91351-7', ahrq)],
    range: [0, 9],
    better: 'lower',
    units: [scorePoints],
    origin: 'computed',
    hasPercentage: false,
    source: 'V3: physio-pedia.com (nine items, 0 to 9); groups risks, so no percentage and no change that matters',
  },
];

/** For the checks that run over all tables. */
export const measureCodings: readonly MeasureCoding[] = measures.flatMap(({ codings }) => codings);

export function measureOf(
  code: Code,
  rules: CodeRules,
): { readonly measure: Measure; readonly coding: MeasureCoding } | undefined {
  const standard = standardCode(code, 'measures', rules);
  for (const measure of measures) {
    const coding = measure.codings.find((row) => isCode(row, standard));
    if (coding !== undefined) return { measure, coding };
  }
  return undefined;
}

/** What a measure, or a code of it, says of its question by itself. */
export function scaleOf({ recall }: Measure, coding: Pick<MeasureCoding, 'painLocation' | 'recall'> = {}) {
  return { painLocation: coding.painLocation, recall: recall ?? coding.recall };
}

/** Whether a value can be one of this measure. */
export function isInRange({ range: [lowest, highest] }: Measure, value: number): boolean {
  return lowest <= value && value <= highest;
}
