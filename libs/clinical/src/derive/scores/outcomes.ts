import type { OutcomeResult, ProcedureType } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import { improvementOf } from '../../outcomes/improvement.js';
import type { Rules } from '../../rules.js';
import type { Series } from './episodes.js';
import type { Joint } from '../procedures/joints.js';
import type { Day } from '../reports/moments.js';
import type { CountedScore, Scale } from './scores.js';
import type { Session } from '../sessions/sessions.js';
import { windowStates, type WindowState } from './windows.js';

/** What is known of one measure in one window after one session, or on one joint of it. */
export interface Outcome extends Scale, WindowState {
  readonly key: string;
  readonly session: Session;
  readonly procedureType: ProcedureType;
  /** Whether its question is asked after each session of the type. */
  readonly isExpected: boolean;
  readonly baseline: CountedScore | undefined;
  readonly result: OutcomeResult | null;
}

export interface Outcomes {
  readonly outcomes: readonly Outcome[];
  /** The next day on which a window opens or closes without anybody reporting anything. */
  readonly dueDay: Day | undefined;
}

/** Clinical rules 15, 16, 20 and 21, for all series of a patient. */
export function outcomesOf(all: readonly Series[], rules: Rules, asOf: Day, ids: Ids): Outcomes {
  const outcomes: Outcome[] = [];
  const dueDays: Day[] = [];
  for (const series of all) {
    const { states, dueDay } = windowStates(series, rules, asOf);
    if (dueDay !== undefined) dueDays.push(dueDay);
    outcomes.push(...states.map((state) => outcomeIn(state, series, rules, ids)));
  }
  return { outcomes, dueDay: dueDays.sort()[0] };
}

function outcomeIn(state: WindowState, series: Series, rules: Rules, ids: Ids): Outcome {
  const { session, joint, measure, painLocation, recall, side, isExpected, baseline } = series;
  const scale = [measure.measure, painLocation ?? '', recall ?? ''];
  return {
    ...state,
    key: ids.identify(['outcome', ...placeOf(session, joint), ...scale, state.window]),
    session,
    procedureType: joint?.type ?? session.type,
    measure,
    painLocation,
    recall,
    side,
    // Nobody is expected to answer in the first hours.
    isExpected: isExpected && rules.windows.some(({ name }) => name === state.window),
    baseline,
    result: state.followUp === undefined ? null : improvementOf(measure, baseline, state.followUp, rules),
  };
}

/** Not of the session's own key: that comes from a visit number, which two patients may have been given. */
export function placeOf({ joints }: Session, joint: Joint | undefined): readonly string[] {
  if (joint !== undefined) return ['joint', joint.id];
  const lowest = joints.reduce((first, other) => (other.id < first.id ? other : first));
  return [lowest.id];
}
