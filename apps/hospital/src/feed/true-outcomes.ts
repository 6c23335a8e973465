import { daysFrom, type Day } from './calendar.js';
import { measures } from './measures.js';
import { procedures } from './procedures.js';
import type { Course, MeasureName, Score, Side } from './story.js';
import { isAfter, isBefore, minutesFrom, nextAfter, trueSessions, visitOf, type TrueSession } from './true-sessions.js';
import { isIn, windows } from './windows.js';

/** One measure in one window after a visit; or what a visit came to besides. */
export type TrueOutcome =
  | {
      readonly kind: 'score';
      readonly measure: MeasureName;
      /** Where it is of one joint. */
      readonly side: Side | undefined;
      readonly isExpected: boolean;
      readonly status: 'open' | 'observed' | 'past';
    }
  | { readonly kind: 'block' | 'return-of-pain' | 'steroid-onset' | 'relief-duration' | 'complication' | 'session' };

/** First and last minute after the needle: nobody is expected to answer then. */
const hours: readonly (readonly [number, number])[] = [
  [15, 90],
  [2 * 60, 8 * 60],
  [12 * 60, 36 * 60],
];
const complicationDays = 30;
/** From this day on the steroid speaks. */
const firstDayOfRelief = 5;
const [diaryDays, leastOfDiary] = [14, 7];

/** @param asks what the site asks for after each treatment */
export function trueOutcomes(
  course: Course,
  asOf: Day,
  asks: readonly MeasureName[] = routineMeasures,
): readonly TrueOutcome[] {
  const sessions = trueSessions(course, asOf);
  const answered = course.scores.filter((score) => !score.isWithdrawn && score.value !== undefined);
  const followed = sessions
    .filter(({ isIntervention }) => isIntervention)
    .flatMap((session) => {
      const { visit } = session;
      const next = nextAfter(visit, sessions);
      const own = answered
        .filter((score) => visitOf(score, course, sessions) === visit && isAfter(score, visit))
        .filter((score) => next === undefined || isBefore(score, next))
        .map((score) => ({ score, age: daysFrom(visit.day, score.day), minutes: minutesFrom(visit, score) }))
        .filter(({ score, age }) => age >= 7 || !measures[score.measure].isWeekly);
      const block: readonly TrueOutcome[] = session.isBlock ? [{ kind: 'block' }] : [];
      const end = [next?.day, course.deathDay].filter((day) => day !== undefined).sort()[0];
      const ages = {
        today: daysFrom(visit.day, asOf),
        end: end === undefined ? Infinity : daysFrom(visit.day, end),
      };
      return [...block, ...questionsIn(session, own, asks).flatMap((one) => outcomesOf(one, session, ages))];
    });
  return [...followed, ...begun(sessions), ...complicationsOf(course, sessions)];
}

/** What rates of complications are of; a visit of which only a bill told may not have been. */
function begun(sessions: readonly TrueSession[]): readonly TrueOutcome[] {
  return sessions
    .filter(({ visit }) => procedures[visit.procedure].standing === 'own')
    .filter(({ visit }) => visit.status === 'completed' || visit.status === 'stopped')
    .map(() => ({ kind: 'session' }));
}

/** After what was done or begun, within a month; after a miscoded visit nobody counts them. */
function complicationsOf({ complications, visits }: Course, sessions: readonly TrueSession[]): readonly TrueOutcome[] {
  return complications.flatMap(({ isWithdrawn, day, after }) => {
    const session = sessions.find(({ visit }) => visit === visits[after]);
    const isCounted = session !== undefined && procedures[session.visit.procedure].standing === 'own';
    const isInTime = isCounted && daysFrom(session.visit.day, day) <= complicationDays;
    return isInTime && !isWithdrawn ? [{ kind: 'complication' }] : [];
  });
}

interface FollowUp {
  readonly score: Score;
  /** Days, and minutes where both have a time on the clock. */
  readonly age: number;
  readonly minutes: number | undefined;
}

/** The answers to one question after one visit. */
interface Question {
  readonly measure: MeasureName;
  readonly side: Side | undefined;
  readonly isExpected: boolean;
  readonly answers: readonly FollowUp[];
  /** Answers about other places, where nothing is missing. */
  readonly elsewhere: readonly FollowUp[];
}

const routineMeasures = (Object.keys(measures) as MeasureName[]).filter((name) => measures[name].isRoutine);

/** What is asked after each treatment, and what was asked besides. */
function questionsIn(
  session: TrueSession,
  own: readonly FollowUp[],
  asks: readonly MeasureName[],
): readonly Question[] {
  const routine = session.isTherapeutic ? asks : [];
  const asked = Map.groupBy(own, ({ score }) => [score.measure, score.painLocation, score.side].join(' '));
  const expected = routine.map((measure): Question => {
    const ofMeasure = own.filter(({ score }) => isOfMeasure(score, measure) && isTreated(score, session));
    const later = ofMeasure.filter(({ score, age }) => score.side === undefined && isScheduled(age));
    const [only, ...others] = new Set(
      later.map(({ score }) => [score.measure, score.painLocation, undefined].join(' ')),
    );
    const name = only === undefined || others.length > 0 ? [measure, undefined, undefined].join(' ') : only;
    const answers = asked.get(name) ?? [];
    asked.delete(name);
    return {
      measure,
      side: undefined,
      isExpected: true,
      answers,
      elsewhere: ofMeasure.filter((one) => !answers.includes(one)),
    };
  });
  const others = [...asked.values()].flatMap((answers): readonly Question[] => {
    const [first] = answers;
    if (first === undefined) return [];
    const { measure, side } = first.score;
    return isTreated(first.score, session) ? [{ measure, side, isExpected: false, answers, elsewhere: [] }] : [];
  });
  return [...expected, ...others];
}

/** The same question about the last week is of the same measure. */
function isOfMeasure(score: Score, measure: MeasureName): boolean {
  return score.measure === measure || (measure === 'nrs' && score.measure === 'nrs-of-week');
}

/** A joint that was not injected has no outcome. */
function isTreated({ side }: Score, { visit }: TrueSession): boolean {
  return side === undefined || visit.acts.some(({ sides }) => sides.includes(side));
}

function isScheduled(age: number): boolean {
  return windows.some((window) => isIn(window, age));
}

/** Days after the visit. */
interface Ages {
  readonly today: number;
  /** Of what ends its time: something else that was done, or death. */
  readonly end: number;
}

function outcomesOf(question: Question, session: TrueSession, { today, end }: Ages): readonly TrueOutcome[] {
  const { measure, side, isExpected, answers, elsewhere } = question;
  const about = { kind: 'score', measure, side } as const;
  const soon = hours
    .filter(([first, last]) => answers.some(({ minutes = -1 }) => first <= minutes && minutes <= last))
    .map(() => ({ ...about, isExpected: false, status: 'observed' as const }));
  if (!session.isTherapeutic) return soon;
  const later = windows.flatMap((window): readonly TrueOutcome[] => {
    const [first, last] = window.days;
    if (first > today) return [];
    if (answers.some((one) => isIn(window, one.age))) return [{ ...about, isExpected, status: 'observed' }];
    const isAwaited = isExpected && !elsewhere.some((one) => isIn(window, one.age));
    return isAwaited ? [{ ...about, isExpected, status: today <= last && last < end ? 'open' : 'past' }] : [];
  });
  return [...soon, ...later, ...(measures[measure].isPain ? courseOfPain(answers, session) : [])];
}

/** How long relief lasted, where anybody answered; when pain came back and the steroid set in, where a diary was begun. */
function courseOfPain(answers: readonly FollowUp[], { isNumbed }: TrueSession): readonly TrueOutcome[] {
  const diary = new Set(answers.map(({ age }) => age).filter((age) => 1 <= age && age <= diaryDays));
  const isDiary = diary.size >= leastOfDiary;
  return [
    ...(answers.some(({ age }) => age >= firstDayOfRelief) ? [{ kind: 'relief-duration' } as const] : []),
    ...(isDiary && isNumbed ? [{ kind: 'return-of-pain' } as const] : []),
    ...(isDiary ? [{ kind: 'steroid-onset' } as const] : []),
  ];
}
