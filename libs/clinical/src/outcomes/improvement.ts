import type { FigureDoubt, OutcomeResult } from '@ilium/contracts';
import type { Rules } from '../rules.js';
import { noChange } from '../terminology/answers.js';
import type { ChangeThatMatters, Measure } from '../terminology/measures.js';

/** A score as it is compared: in its measure's own unit. */
export interface ComparedScore {
  readonly value: number;
  /** What an EQ-5D index was computed with. */
  readonly valueSet?: string | undefined;
}

/**
 * What a follow-up score says, against the baseline or of itself. `percentBetter` is relative to the baseline, positive
 * where the patient is better. Clinical rule 16: no percentage of a baseline of 0; a low baseline keeps its percentage and
 * is counted apart. Clinical rule 20: improved, more than 50 %, at least 50 % and at least 75 % are separate flags. What
 * can't be computed is null, with the reason; never 0, and never "not improved".
 */
export function improvementOf(
  measure: Measure,
  baseline: ComparedScore | undefined,
  followUp: ComparedScore,
  { changesThatMatter }: Pick<Rules, 'changesThatMatter'>,
): OutcomeResult {
  if (measure.origin === 'stated') return { ...nothingSaid(measure, followUp), ...statedBy(measure, followUp) };
  const doubt = doubtOf(measure, baseline, followUp);
  if (baseline === undefined || doubt === 'other-value-set') {
    return { ...nothingSaid(measure, followUp), ...(doubt === undefined ? {} : { doubt }) };
  }
  const betterBy = exact(
    measure.better === 'lower' ? baseline.value - followUp.value : followUp.value - baseline.value,
  );
  const change: Change = { betterBy, percent: doubt === undefined ? exact((betterBy / baseline.value) * 100) : null };
  return {
    ...nothingSaid(measure, followUp),
    baseline: baseline.value,
    betterBy,
    percentBetter: change.percent,
    baselineBand: bandOf(measure, baseline),
    ...(doubt === 'baseline-zero' ? {} : flagsOf(measure, change, changesThatMatter[measure.measure])),
    ...(doubt === undefined ? {} : { doubt }),
  };
}

interface Change {
  readonly betterBy: number;
  readonly percent: number | null;
}

/** The value alone. */
function nothingSaid(measure: Measure, { value }: ComparedScore): OutcomeResult {
  return {
    baseline: null,
    value,
    betterBy: null,
    percentBetter: null,
    baselineBand: 'none',
    improved: null,
    ...(measure.improvedByPoints === undefined ? {} : { improvedByPoints: null }),
    over50: null,
    atLeast50: null,
    atLeast75: null,
    origin: measure.origin,
  };
}

function doubtOf(
  { measure, hasPercentage }: Measure,
  baseline: ComparedScore | undefined,
  { valueSet }: ComparedScore,
): FigureDoubt | undefined {
  if (baseline === undefined) return 'no-baseline';
  // What is not named is not known to be the same (clinical rule 16).
  if (measure === 'eq-5d-index' && (valueSet === undefined || valueSet !== baseline.valueSet)) return 'other-value-set';
  if (!hasPercentage) return 'no-percentage-of-this-measure';
  return baseline.value === 0 ? 'baseline-zero' : undefined;
}

function bandOf({ hasPercentage, lowBaselineBelow = 0 }: Measure, { value }: ComparedScore) {
  if (!hasPercentage) return 'usual';
  if (value === 0) return 'zero';
  return value < lowBaselineBelow ? 'low' : 'usual';
}

function flagsOf(measure: Measure, change: Change, improvedBy: ChangeThatMatters | undefined = measure.improvedBy) {
  const { betterBy, percent } = change;
  const { improvedByPoints } = measure;
  return {
    improved: improvedBy === undefined ? null : isThatMuch(change, improvedBy),
    ...(improvedByPoints === undefined ? {} : { improvedByPoints: betterBy >= improvedByPoints }),
    ...percentFlags(percent),
  };
}

/** Either is enough; null where the only bound is a percentage that there is not. */
function isThatMuch({ betterBy, percent }: Change, bounds: ChangeThatMatters): boolean | null {
  if (bounds.points !== undefined && betterBy >= bounds.points) return true;
  if (bounds.percent === undefined) return bounds.points === undefined ? null : false;
  return percent === null ? null : percent >= bounds.percent;
}

/** Trap 10: more than 50 is not at least 50. */
function percentFlags(percent: number | null) {
  const isAtLeast = (bound: number) => (percent === null ? null : percent >= bound);
  return { over50: percent === null ? null : percent > 50, atLeast50: isAtLeast(50), atLeast75: isAtLeast(75) };
}

/** Clinical rule 23: the patient's own words about the change need no baseline, and are improved by any betterment. */
function statedBy({ measure, improvedByPoints = 0 }: Measure, { value }: ComparedScore): Partial<OutcomeResult> {
  if (measure === 'stated-relief') return { percentBetter: value, improved: value > 0, ...percentFlags(value) };
  const doubt = 'no-percentage-of-this-measure';
  if (measure !== 'pgic') return { doubt };
  const betterBy = noChange - value;
  return { betterBy, improved: betterBy > 0, improvedByPoints: betterBy >= improvedByPoints, doubt };
}

/** Takes off what binary fractions add: 6.6 − 3.3 is 3.3, and 30 % is 30 %. */
export function exact(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}
