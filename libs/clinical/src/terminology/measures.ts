import type { Code, MeasureCode, MeasureFamily } from '@ilium/contracts';
import { systems, systemUri } from './systems.js';

export interface Measure {
  readonly measure: MeasureCode;
  readonly loinc: string;
  /** In our own words. */
  readonly name: string;
  readonly family: MeasureFamily;
  readonly range: readonly [lowest: number, highest: number];
  readonly better: 'lower' | 'higher';
  /** UCUM */
  readonly unit: string;
  /** The change that matters: at least this many percent, or, where given, at least so many points. */
  readonly improvedBy: { readonly percent: number; readonly points?: number };
  /** A baseline below this is counted apart: small changes make large percentages. */
  readonly lowBaselineBelow: number;
  readonly source: string;
}

export const measures: readonly Measure[] = [
  {
    measure: 'nrs',
    loinc: '72514-3',
    name: 'Pain, numeric rating scale 0-10',
    family: 'pain',
    range: [0, 10],
    better: 'lower',
    unit: '{score}',
    improvedBy: { percent: 30 },
    lowBaselineBelow: 3,
    source: 'V: VSAC value set 2.16.840.1.113883.3.526.3.1028; Ostelo 2008; IMMPACT',
  },
  {
    measure: 'odi',
    loinc: '97909-6',
    name: 'Oswestry disability index',
    family: 'function',
    range: [0, 100],
    better: 'lower',
    unit: '%',
    improvedBy: { percent: 30, points: 10 },
    lowBaselineBelow: 20,
    source: 'V: PACIO sample data, tx.fhir.org look-up of 2026-06-13; Ostelo 2008',
  },
];

/** Whether a value can be one of this measure. */
export function isInRange({ range: [lowest, highest] }: Measure, value: number): boolean {
  return lowest <= value && value <= highest;
}

/** Units by which sources say only that a score is a score. */
const plainUnits = ['{score}', '1', 'score', 'points'];

/** Whether a unit, as the source wrote it, is the measure's own. No unit is no contradiction. */
export function isUnitOf({ unit }: Measure, written: string | null | undefined): boolean {
  if (written === null || written === undefined) return true;
  return [unit, ...plainUnits].includes(written.trim().toLowerCase());
}

export function measureOf(code: Code): Measure | undefined {
  return measures.find((row) => row.loinc === code.code && (systemUri(code.system) ?? systems.loinc) === systems.loinc);
}
