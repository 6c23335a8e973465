import type { MissingReason, OutcomeStatus } from '@ilium/contracts';
import type { OutcomeWindow, Rules } from '../../rules.js';
import { opensEpisode } from './attribution.js';
import type { FollowUp } from './asked-scales.js';
import type { Series } from './episodes.js';
import { missingReasonOf } from './missing-reasons.js';
import { addDays, daysBetween, type Day } from '../reports/moments.js';
import { byTime, type CountedScore } from './scores.js';

/** What is known of one window after a session. */
export interface WindowState {
  readonly window: string;
  readonly status: OutcomeStatus;
  readonly followUp: CountedScore | undefined;
  /** Why it is missing, where somebody said so. */
  readonly missingReason?: MissingReason;
  /** The first day on which the status held: follows from the facts, and not from the day of the deriving. */
  readonly asOfDay: Day;
}

export interface WindowStates {
  readonly states: readonly WindowState[];
  /** The next day on which a window opens or closes without anybody reporting anything. */
  readonly dueDay: Day | undefined;
}

/** Clinical rule 15, in the order of the windows. */
export function windowStates(series: Series, rules: Rules, asOf: Day): WindowStates {
  const short = shortStates(series, rules);
  if (!opensEpisode(series.session)) return { states: short, dueDay: undefined };
  const days = dayStates(series, rules, asOf);
  return { ...days, states: [...short, ...days.states] };
}

/** By the clock on both sides; never expected, so that there is nothing to miss. */
function shortStates({ followUps }: Series, { shortWindows }: Rules): readonly WindowState[] {
  return shortWindows.flatMap(({ name, firstMinute, lastMinute, nominalMinute }) => {
    const timed = followUps.flatMap(({ score, minutes }) => (minutes === undefined ? [] : [{ score, at: minutes }]));
    const followUp = nearest(timed, [firstMinute, lastMinute], nominalMinute);
    const asOfDay = followUp?.effective?.day;
    return asOfDay === undefined ? [] : [{ window: name, status: 'observed', followUp, asOfDay }];
  });
}

function dayStates(series: Series, { windows }: Rules, asOf: Day): WindowStates {
  const age = daysBetween(series.day, asOf);
  const states: WindowState[] = [];
  const dueDays: Day[] = [];
  for (const window of windows) {
    const followUp = nearest(series.followUps.map(atDay), [window.firstDay, window.lastDay], window.nominalDay);
    if (followUp === undefined && !isAwaited(window, series)) continue;
    if (window.firstDay > age) {
      dueDays.push(addDays(series.day, window.firstDay));
      break;
    }
    const state = stateOf(window, series, followUp, age);
    if (state.status === 'open') dueDays.push(addDays(series.day, window.lastDay + 1));
    states.push(state);
  }
  return { states, dueDay: dueDays.sort()[0] };
}

/** What was answered about another place, time or joint is not missing here (clinical rules 11 and 12). */
function isAwaited({ firstDay, lastDay }: OutcomeWindow, { isExpected, elsewhere }: Series): boolean {
  return isExpected && !elsewhere.some(({ age }) => firstDay <= age && age <= lastDay);
}

function stateOf(window: OutcomeWindow, series: Series, followUp: CountedScore | undefined, age: number): WindowState {
  const { day, end } = series;
  const about = { window: window.name, followUp };
  if (followUp !== undefined) return { ...about, status: 'observed', asOfDay: followUp.effective?.day ?? day };
  if (end !== undefined && daysBetween(day, end.day) <= window.lastDay) {
    return { ...about, status: 'superseded', asOfDay: end.day };
  }
  if (age <= window.lastDay) return { ...about, status: 'open', asOfDay: addDays(day, window.firstDay) };
  const missingReason = missingReasonOf(series.unanswered, window);
  const missing = { ...about, status: 'missing', asOfDay: addDays(day, window.lastDay + 1) } as const;
  return missingReason === undefined ? missing : { ...missing, missingReason };
}

interface PlacedScore {
  readonly score: CountedScore;
  readonly at: number;
}

function atDay({ score, age }: FollowUp): PlacedScore {
  return { score, at: age };
}

/** The score nearest to the window's nominal time; of two equally near the earlier. */
function nearest(
  scores: readonly PlacedScore[],
  [first, last]: readonly [number, number],
  nominal: number,
): CountedScore | undefined {
  const inside = scores.filter(({ at }) => first <= at && at <= last);
  const distance = ({ at }: PlacedScore) => Math.abs(at - nominal);
  return inside.sort((a, b) => distance(a) - distance(b) || byTime(a.score, b.score))[0]?.score;
}
