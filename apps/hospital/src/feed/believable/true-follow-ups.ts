import { daysFrom, type Day } from '../calendar.js';
import type { Course, ProcedureName, Score } from '../story.js';
import {
  isAfter,
  isBefore,
  minutesFrom,
  nextAfter,
  trueSessions,
  visitOf,
  type TrueSession,
} from '../true-sessions.js';
import { isHidden } from '../truth.js';
import { agents } from '../vocabulary.js';
import { isIn, windows, type Window } from '../windows.js';
import type { Believable } from './imagine-believable.js';
import { ageOn } from './patient.js';
import type { Stay } from './scores.js';

/** What statistics call what was done. */
const typeNames: Readonly<Partial<Record<ProcedureName, string>>> = {
  'si-joint-injection': 'si-joint-injection',
  'facet-injection': 'facet-injection',
  'transforaminal-epidural': 'epidural-injection',
  'interlaminar-epidural': 'epidural-injection',
  'si-joint-rfa': 'si-joint-rfa',
  'facet-rfa': 'facet-rfa',
  'si-joint-fusion': 'si-joint-fusion',
};

/** What treatments are told apart by. */
export interface Stratum {
  readonly ageBand: 'under 50' | '50 to 69' | '70 or over';
  readonly sex: string;
  readonly guidance: string;
  readonly steroid: string;
  readonly priorSurgery: 'yes' | 'no';
  /** The patient's first of its type in the year: what sentences about patients are about. */
  readonly isIndex: 'yes' | 'no';
}

export interface Flags {
  readonly improved: boolean;
  readonly over50: boolean;
  readonly atLeast50: boolean;
  readonly atLeast75: boolean;
}

const ratedMeasures = ['nrs', 'odi', 'stated-relief'] as const;
type RatedMeasure = (typeof ratedMeasures)[number];

/** A treatment, as it truly was. */
export interface TrueTreatment {
  readonly procedureType: string;
  readonly stratum: Stratum;
  /** The last day with at most half of the pain; 0 for who never got there. */
  readonly daysOfRelief: number;
  readonly followUps: readonly TrueFollowUp[];
}

/** One measure in one window in which an answer is expected. */
export interface TrueFollowUp {
  readonly measure: RatedMeasure;
  readonly window: string;
  readonly isAnswered: boolean;
  /** What was said, or would have been. */
  readonly flags: Flags;
  /** Whether there is a score from before to compare it with, which is not so low that little is much of it. */
  readonly isComparable: boolean;
}

/** The treatments of a course that statistics are about: none of a patient who opted out. */
export function trueTreatments({ course, stays, base }: Believable, asOf: Day): readonly TrueTreatment[] {
  if (isHidden(course)) return [];
  const sessions = trueSessions(course, asOf);
  return sessions.flatMap((session): readonly TrueTreatment[] => {
    const stay = stays.find(({ visit }) => visit === session.visit);
    const procedureType = typeNames[session.visit.procedure];
    if (!session.isTherapeutic || stay?.response === undefined || procedureType === undefined) return [];
    const context = { course, stay, base, session, sessions, asOf };
    return [
      {
        procedureType,
        stratum: stratumOf(context),
        daysOfRelief: stay.response.relief?.to ?? 0,
        followUps: ratedMeasures.flatMap((measure) => followUpsOf(measure, context)),
      },
    ];
  });
}

interface Context {
  readonly course: Course;
  readonly stay: Stay;
  readonly base: Believable['base'];
  readonly session: TrueSession;
  readonly sessions: readonly TrueSession[];
  readonly asOf: Day;
}

function stratumOf({ course, session, sessions }: Context): Stratum {
  const { visit } = session;
  const age = ageOn(visit.day, course.patient);
  const year = visit.day.slice(0, 4);
  const isSame = (other: TrueSession) =>
    other.isTherapeutic &&
    typeNames[other.visit.procedure] === typeNames[visit.procedure] &&
    other.visit.day.startsWith(year);
  return {
    ageBand: age < 50 ? 'under 50' : age < 70 ? '50 to 69' : '70 or over',
    sex: course.patient.sex,
    guidance: visit.acts[0].steps.guidance,
    steroid: visit.administrations.find(({ agent }) => agents[agent].kind === 'steroid')?.agent ?? 'none',
    priorSurgery: course.history.includes('surgery') ? 'yes' : 'no',
    isIndex: sessions.find(isSame) === session ? 'yes' : 'no',
  };
}

/** Only windows in which an answer is expected: not before one has closed, nor where something else or death came first. */
function followUpsOf(measure: RatedMeasure, context: Context): readonly TrueFollowUp[] {
  const { course, stay, base, session, sessions, asOf } = context;
  const { day } = session.visit;
  const age = daysFrom(day, asOf);
  const next = nextAfter(session.visit, sessions);
  const ends = [next?.day, course.deathDay].filter((end) => end !== undefined).map((end) => daysFrom(day, end));
  const answers = ownAnswers(measure, context);
  const baseline = baselineOf(measure, context);
  const first = baseline?.value ?? (measure === 'stated-relief' ? 0 : base[measure]);
  const isComparable = measure === 'stated-relief' || (baseline?.value ?? 0) >= least[measure];
  return windows.flatMap((window): readonly TrueFollowUp[] => {
    const [, last] = window.days;
    const answer = answerIn(window, answers, day);
    const round =
      age > last && ends.every((end) => end > last) ? stay.rounds.find((one) => isIn(window, one.day)) : undefined;
    const value = answer?.value ?? round?.values[measure];
    if (value === undefined) return [];
    const flags = flagsOf(measure, value, first);
    return [{ measure, window: window.name, isAnswered: answer !== undefined, isComparable, flags }];
  });
}

/** Answers of a measure that are about a session, and were given in its time. */
function ownAnswers(measure: RatedMeasure, { course, session: { visit }, sessions }: Context): readonly Score[] {
  const next = nextAfter(visit, sessions);
  return course.scores
    .filter((score) => score.measure === measure && score.value !== undefined && !score.isWithdrawn)
    .filter((score) => visitOf(score, course, sessions) === visit && isAfter(score, visit))
    .filter((score) => next === undefined || isBefore(score, next));
}

/** The one nearest to the day that is meant; of two the earlier. */
function answerIn(window: Window, answers: readonly Score[], day: Day): Score | undefined {
  const distance = (score: Score) => Math.abs(daysFrom(day, score.day) - window.nominal);
  return answers
    .filter((score) => isIn(window, daysFrom(day, score.day)))
    .toSorted((a, b) => distance(a) - distance(b) || inTime(a, b))[0];
}

function inTime(a: Score, b: Score): number {
  return a.day.localeCompare(b.day) || (a.minute ?? 0) - (b.minute ?? 0);
}

const least = { nrs: 3, odi: 20 };
const baselineDays = { usual: 30, 'si-joint-fusion': 60 };
const firstHours = 36 * 60;

/** The latest that is not too old, not from before an earlier treatment, and not from the first hours after anything done. */
function baselineOf(
  measure: RatedMeasure,
  { course, session: { visit }, sessions }: Context,
): Pick<Score, 'value'> | undefined {
  const most = visit.procedure === 'si-joint-fusion' ? baselineDays['si-joint-fusion'] : baselineDays.usual;
  const earlier = sessions.filter((other) => other.isBegun && other.visit.day < visit.day);
  return course.scores
    .filter((score) => score.measure === measure && score.value !== undefined && !score.isWithdrawn)
    .filter((score) => isBefore(score, visit) && daysFrom(score.day, visit.day) <= most)
    .filter((score) => earlier.every((other) => isFromAfter(score, other)))
    .toSorted(inTime)
    .at(-1);
}

/** Whether a score is of the time since something was done; a block leaves what was said before it as it was. */
function isFromAfter(score: Score, { visit, isTherapeutic }: TrueSession): boolean {
  if (isBefore(score, visit)) return !isTherapeutic;
  return (minutesFrom(visit, score) ?? daysFrom(visit.day, score.day) * 24 * 60) > firstHours;
}

/** The change that matters: 30 %, of disability also 10 points (V Ostelo 2008). Of relief as it is stated, any. */
function flagsOf(measure: RatedMeasure, value: number, baseline: number): Flags {
  const percent = measure === 'stated-relief' ? value : ((baseline - value) / baseline) * 100;
  const isByPoints = measure === 'odi' && baseline - value >= 10;
  return {
    improved: measure === 'stated-relief' ? value > 0 : percent >= 30 || isByPoints,
    over50: percent > 50,
    atLeast50: percent >= 50,
    atLeast75: percent >= 75,
  };
}
