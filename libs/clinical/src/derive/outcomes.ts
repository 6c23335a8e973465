import type { OutcomeResult, OutcomeStatus, ProcedureType } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import { forType, type OutcomeWindow, type Rules } from '../rules.js';
import { improvementOf } from '../outcomes/improvement.js';
import { measures, scaleOf } from '../terminology/measures.js';
import { addDays, compareMoments, daysBetween, type Day } from './moments.js';
import { isAfter, isBaselineOf, isBefore, isOnScale, sessionOf, type Scale, type Score } from './scores.js';
import type { Session } from './sessions.js';

/** What is known of one measure in one window after one session. */
export interface Outcome extends Scale {
  readonly key: string;
  readonly session: Session;
  readonly procedureType: ProcedureType;
  readonly window: string;
  readonly status: OutcomeStatus;
  readonly baseline: Score | undefined;
  readonly followUp: Score | undefined;
  readonly result: OutcomeResult | null;
}

export interface Outcomes {
  readonly outcomes: readonly Outcome[];
  /** The next day on which a window opens or closes without anybody reporting anything. */
  readonly dueDay: Day | undefined;
}

/** A score that outcomes may count. */
type CountedScore = Score & { readonly value: number };

interface FollowUp {
  readonly score: CountedScore;
  /** Days since the session. */
  readonly age: number;
}

/** One kind of comparable scores after one session. */
interface Series extends Scale {
  readonly session: Session;
  readonly day: Day;
  readonly next: Session | undefined;
  readonly isExpected: boolean;
  /** The session's own scores with a value, the earliest first. */
  readonly followUps: readonly FollowUp[];
  readonly baseline: CountedScore | undefined;
}

/** Clinical rules 11 to 16 and 21, for all therapeutic sessions of a patient. */
export function outcomesOf(
  sessions: readonly Session[],
  scores: readonly Score[],
  rules: Rules,
  asOf: Day,
  ids: Ids,
): Outcomes {
  const counted = scores.filter(isCounted).sort(byTime);
  const outcomes: Outcome[] = [];
  const dueDays: Day[] = [];
  const followed = Map.groupBy(counted, (score) => sessionOf(score, sessions));
  const all = sessions.flatMap((session) => seriesOf(session, sessions, counted, followed.get(session) ?? [], rules));
  for (const series of all) {
    const age = daysBetween(series.day, asOf);
    for (const window of rules.windows) {
      if (window.firstDay > age) {
        if (!series.isExpected && nearest(window, series) === undefined) continue;
        dueDays.push(addDays(series.day, window.firstDay));
        break;
      }
      const outcome = outcomeIn(window, series, age, rules, ids);
      if (outcome === undefined) continue;
      if (outcome.status === 'open') dueDays.push(addDays(series.day, window.lastDay + 1));
      outcomes.push(outcome);
    }
  }
  return { outcomes, dueDay: dueDays.sort()[0] };
}

function isCounted(score: Score): score is CountedScore {
  return score.isComparable && score.value !== undefined && score.effective?.day !== undefined;
}

function seriesOf(
  session: Session,
  sessions: readonly Session[],
  scores: readonly CountedScore[],
  following: readonly CountedScore[],
  rules: Rules,
): readonly Series[] {
  const day = session.start?.day;
  if (!session.isTherapeutic || day === undefined) return [];
  const next = nextAfter(session, sessions);
  const own = following.filter((score) => isAfter(score, session));
  return scalesOf(own, session.joints[0].type, rules).map(({ isExpected, ...scale }) => {
    const before = scores.filter((score) => isOnScale(score, scale) && isBaselineOf(score, session, rules));
    const comparable = own.filter((score) => isOnScale(score, scale) && (next === undefined || isBefore(score, next)));
    const followUps = comparable.map((score) => ({ score, age: daysBetween(day, score.effective?.day ?? day) }));
    return { session, day, next, ...scale, isExpected, followUps, baseline: before.at(-1) };
  });
}

/** What is expected after each session, and what was asked besides. */
function scalesOf(
  scores: readonly Score[],
  type: ProcedureType,
  rules: Rules,
): readonly (Scale & { readonly isExpected: boolean })[] {
  const scales = forType(rules.expectedMeasures, type).flatMap(({ measure: code, painLocation, recall }) => {
    const measure = measures.find((row) => row.measure === code);
    if (measure === undefined) return [];
    return [{ measure, painLocation, recall: scaleOf(measure).recall ?? recall, isExpected: true }];
  });
  for (const { measure, painLocation, recall } of scores) {
    const scale = { measure, painLocation, recall, isExpected: false };
    if (!scales.some((known) => isOnScale(known, scale))) scales.push(scale);
  }
  return scales;
}

function outcomeIn(window: OutcomeWindow, series: Series, age: number, rules: Rules, ids: Ids): Outcome | undefined {
  const { session, measure, painLocation, recall, baseline } = series;
  const followUp = nearest(window, series);
  if (followUp === undefined && !series.isExpected) return undefined;
  const status = statusOf(window, series, followUp, age);
  return {
    // Not of the session's own key: that comes from a visit number, which two patients may have been given.
    key: ids.identify([
      'outcome',
      session.joints[0].id,
      measure.measure,
      painLocation ?? '',
      recall ?? '',
      window.name,
    ]),
    session,
    procedureType: session.joints[0].type,
    measure,
    painLocation,
    recall,
    window: window.name,
    status,
    baseline,
    followUp,
    result: followUp === undefined ? null : improvementOf(measure, baseline, followUp, rules),
  };
}

function statusOf(
  window: OutcomeWindow,
  series: Series,
  followUp: CountedScore | undefined,
  age: number,
): OutcomeStatus {
  if (followUp !== undefined) return 'observed';
  const nextDay = series.next?.start?.day;
  if (nextDay !== undefined && daysBetween(series.day, nextDay) <= window.lastDay) return 'superseded';
  return age <= window.lastDay ? 'open' : 'missing';
}

/** The score nearest to the window's nominal day; of two equally near the earlier. */
function nearest({ firstDay, lastDay, nominalDay }: OutcomeWindow, { followUps }: Series): CountedScore | undefined {
  const inside = followUps.filter(({ age }) => firstDay <= age && age <= lastDay);
  const distance = ({ age }: FollowUp) => Math.abs(age - nominalDay);
  return inside.sort((a, b) => distance(a) - distance(b) || byTime(a.score, b.score))[0]?.score;
}

/** Any further completed intervention ends what came before. */
function nextAfter(session: Session, sessions: readonly Session[]): Session | undefined {
  const later = sessions.slice(sessions.indexOf(session) + 1);
  return later.find((candidate) => candidate.isCompleted && candidate.start !== undefined);
}

function byTime(a: Score, b: Score): number {
  if (a.effective === undefined || b.effective === undefined) return 0;
  return compareMoments(a.effective, b.effective) || (a.id < b.id ? -1 : 1);
}
