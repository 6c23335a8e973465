import type { PainLocation, Recall } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import { forType, type Rules } from '../rules.js';
import { measureOf, scaleOf, type Measure, type MeasureCoding } from '../terminology/measures.js';
import { painLocationOf, recallOf } from '../terminology/pain-words.js';
import type { Joint } from './joints.js';
import type { LiveReport } from './live-reports.js';
import { daysBetween, momentOf, type Moment } from './moments.js';
import { valueOf, type ScoreValue } from './score-value.js';
import type { Session } from './sessions.js';
import { tiedJoints } from './ties.js';
import { workItem, type WorkItem } from './work.js';

/** Scores are compared only within the same measure, place and recall (clinical rule 12). */
export interface Scale {
  readonly measure: Measure;
  readonly painLocation: PainLocation | undefined;
  readonly recall: Recall | undefined;
}

/** A score of a measure that we know. */
export interface Score extends Scale, ScoreValue {
  /** The FHIR id of its Observation. */
  readonly id: string;
  readonly source: LiveReport<'score'>;
  /** The code that it was said under, as the tables know it. */
  readonly coding: MeasureCoding;
  /** What an EQ-5D index was computed with. */
  readonly valueSet: string | undefined;
  readonly effective: Moment | undefined;
  /** Whether outcomes may count it: all that it says of itself is understood and possible. */
  readonly isComparable: boolean;
  /** The session that it names. */
  readonly named: Session | undefined;
}

export function readScores(
  reports: readonly LiveReport<'score'>[],
  sessions: readonly Session[],
  rules: Rules,
  ids: Ids,
): { readonly scores: readonly Score[]; readonly work: readonly WorkItem[] } {
  const scores: Score[] = [];
  const work: WorkItem[] = [];
  const joints = sessions.flatMap((session) => session.joints);
  for (const source of reports) {
    const { measure: code, effective } = source.report;
    const found = code ? measureOf(code, rules) : undefined;
    if (found === undefined) {
      work.push(...source.contradicted.map((field) => workItem('conflict', [source.key], field, ids)));
      work.push(workItem('unmapped-code', [source.key], code?.code ?? 'no code', ids));
      continue;
    }
    const value = valueOf(source, found.measure, rules);
    const question = questionOf(source, found.measure, found.coding);
    const unmapped = [...value.unmapped, ...question.unmapped];
    const impossible = [...value.impossible, ...question.impossible];
    const conflicts = new Set([...source.contradicted, ...impossible]);
    work.push(...[...conflicts].map((field) => workItem('conflict', [source.key], field, ids)));
    work.push(...unmapped.map((field) => workItem('unmapped-code', [source.key], field, ids)));
    const moment = effective ? momentOf(effective, rules.timeZone) : undefined;
    scores.push({
      id: ids.identify(['Observation', source.key]),
      source,
      ...found,
      ...value,
      ...question,
      valueSet: source.report.valueSet?.trim().toUpperCase() ?? undefined,
      unmapped,
      impossible,
      effective: moment,
      isComparable: unmapped.length === 0 && impossible.length === 0,
      named: namedBy({ source, effective: moment }, joints, sessions),
    });
  }
  return { scores, work };
}

/**
 * What the question was about: as its code says it, else as the source words it. Words that no table knows are named by
 * their field only: they are the source's free text.
 */
function questionOf({ report }: LiveReport<'score'>, measure: Measure, coding: MeasureCoding) {
  const [saidOf, saidFor] = [report.painLocation || undefined, report.recall || undefined];
  const place = saidOf === undefined ? undefined : painLocationOf(saidOf);
  const time = saidFor === undefined ? undefined : recallOf(saidFor);
  const { painLocation = place, recall = time } = scaleOf(measure, coding);
  return {
    painLocation,
    recall,
    unmapped: [
      ...(saidOf && place === undefined ? ['painLocation'] : []),
      ...(saidFor && time === undefined ? ['recall'] : []),
    ],
    impossible: [
      ...(place && place !== painLocation ? ['painLocation'] : []),
      ...(time && time !== recall ? ['recall'] : []),
    ],
  };
}

export function isOnScale(score: Scale, { measure, painLocation, recall }: Scale): boolean {
  return score.measure === measure && score.painLocation === painLocation && score.recall === recall;
}

/** Clinical rule 14: on the session's own day only with a clock time or the source's word; else it is neither before nor after. */
export function isBefore(score: Score, session: Session): boolean {
  return sideOfNeedle(score, session) === 'before';
}

export function isAfter(score: Score, session: Session): boolean {
  return sideOfNeedle(score, session) === 'after';
}

/** Clinical rule 14: before the needle, and not too long before. */
export function isBaselineOf(score: Score, session: Session, rules: Rules): boolean {
  const [scored, day] = [score.effective?.day, session.start?.day];
  if (scored === undefined || day === undefined || !isBefore(score, session)) return false;
  return daysBetween(scored, day) <= forType(rules.baselineDays, session.joints[0].type);
}

/** The session that a score is a follow-up of: the one it names, else the latest therapeutic one before it (clinical rule 13). */
export function sessionOf(score: Score, sessions: readonly Session[]): Session | undefined {
  return score.named ?? sessions.findLast((session) => session.isTherapeutic && isAfter(score, session));
}

/** Of several sessions that a score names by one number, such as a stay's: the latest therapeutic one before it, else the first. */
function namedBy(
  score: Pick<Score, 'effective' | 'source'>,
  joints: readonly Joint[],
  sessions: readonly Session[],
): Session | undefined {
  const tied = new Set(tiedJoints(score.source.report, joints));
  const named = sessions.filter((session) => session.joints.some((joint) => tied.has(joint)));
  return named.findLast((session) => session.isTherapeutic && sideOfNeedle(score, session) === 'after') ?? named[0];
}

function sideOfNeedle(
  { effective, source }: Pick<Score, 'effective' | 'source'>,
  { start }: Session,
): 'before' | 'after' | undefined {
  if (effective?.day === undefined || start?.day === undefined) return undefined;
  if (effective.day !== start.day) return effective.day < start.day ? 'before' : 'after';
  if (source.report.timing) return source.report.timing;
  if (effective.instant === undefined || start.instant === undefined) return undefined;
  return effective.instant < start.instant ? 'before' : 'after';
}
