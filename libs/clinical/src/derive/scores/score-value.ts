import { exact } from '../../outcomes/improvement.js';
import type { Rules } from '../../rules.js';
import { answerOf, type Answer } from '../../terminology/answers.js';
import { isInRange, type Measure } from '../../terminology/measures.js';
import { unitOf, type Unit } from '../../terminology/units.js';
import type { LiveReport } from '../reports/live-reports.js';

/** A value as it was said, and as it is compared. */
export interface ScoreValue {
  /** In the measure's own unit, and on a scale with the one direction that the table of measures says. */
  readonly value: number | undefined;
  /** The unit that it was said in. */
  readonly unit: Unit;
  /** The answer that it was said as. */
  readonly answer: Answer | undefined;
  /** Fields that can't be of this measure. */
  readonly impossible: readonly string[];
  /** Fields whose words no table knows. */
  readonly unmapped: readonly string[];
}

export function valueOf({ report }: LiveReport<'score'>, measure: Measure, rules: Rules): ScoreValue {
  const answer = report.answer ? answerOf(report.answer, measure.measure, rules) : undefined;
  const unmapped = report.answer && answer === undefined ? ['answer'] : [];
  const unit = unitIn(report.unit, measure);
  const said = report.value ?? undefined;
  const common = { unit: unit ?? measure.units[0], answer, unmapped };
  if (said === undefined) return { ...common, value: answer?.value, impossible: [] };
  const value = onOwnScale(exact(said * (unit?.times ?? 1)), measure, rules);
  const impossible = [
    ...(isInRange(measure, value) ? [] : ['value']),
    ...(unit === undefined ? ['unit'] : []),
    ...(answer === undefined || answer.value === value ? [] : ['answer']),
  ];
  return { ...common, value, impossible };
}

/** No unit is no contradiction, but where a number alone says nothing. */
function unitIn(written: string | null | undefined, { units, isUnitNeeded }: Measure): Unit | undefined {
  if (written) return unitOf(written, units);
  return isUnitNeeded === true ? undefined : units[0];
}

/** Trap 11: forms of the global impression of change begin at either end. */
function onOwnScale(value: number, { measure, range: [lowest, highest] }: Measure, { pgicBest }: Rules): number {
  return measure === 'pgic' && pgicBest === 'highest' ? lowest + highest - value : value;
}
