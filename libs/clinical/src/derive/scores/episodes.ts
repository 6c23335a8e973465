import type { ProcedureType } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import { forType, type Rules } from '../../rules.js';
import { measures, scaleOf } from '../../terminology/measures.js';
import {
  isAfter,
  isBaselineOf,
  isBefore,
  isIntervention,
  jointOfSide,
  minutesAfter,
  opensEpisode,
  sessionOf,
} from './attribution.js';
import type { Joint } from '../procedures/joints.js';
import { daysBetween, type Day } from '../reports/moments.js';
import type { PatientFacts } from '../person/patient-facts.js';
import { byTime, isCounted, isOnScale, type CountedScore, type Scale, type Score } from './scores.js';
import type { Session } from '../sessions/sessions.js';
import { workItem, type WorkItem } from '../work.js';

export interface FollowUp {
  readonly score: CountedScore;
  /** Days since the session. */
  readonly age: number;
  /** Since the needle, where both have a time of day. */
  readonly minutes?: number;
}

/** What ended the time that a session owns. */
export interface EpisodeEnd {
  readonly day: Day;
  readonly by: 'intervention' | 'fusion' | 'death';
}

/**
 * One kind of comparable scores after one session. After a session that opened no episode, such as a diagnostic block, only
 * those of the first hours.
 */
export interface Series extends Scale {
  readonly session: Session;
  /** The one that the scores name. */
  readonly joint: Joint | undefined;
  readonly day: Day;
  readonly isExpected: boolean;
  /** The session's own scores, the earliest first; also those of no window. */
  readonly followUps: readonly FollowUp[];
  readonly baseline: CountedScore | undefined;
  readonly end: EpisodeEnd | undefined;
}

/** Whether a person lives, as far as it is known. */
export type Life = Pick<PatientFacts, 'isDead' | 'deathDay'>;

/** Clinical rules 11 to 14, for all sessions of a patient. */
export function seriesOf(
  sessions: readonly Session[],
  scores: readonly Score[],
  life: Life,
  rules: Rules,
  ids: Ids,
): { readonly series: readonly Series[]; readonly work: readonly WorkItem[] } {
  const counted = scores.filter(isCounted).sort(byTime);
  const followed = Map.groupBy(counted, (score) => sessionOf(score, sessions, rules));
  const death = dayOfDeath(life, sessions, counted);
  const episodes = sessions.flatMap((session) => {
    const day = session.start?.day;
    if (day === undefined || !isIntervention(session)) return [];
    const after = (followed.get(session) ?? []).filter((score) => isAfter(score, session));
    const tooEarly = after.filter((score) => isBeforeRecall(score, day));
    const own = after.filter((score) => !tooEarly.includes(score));
    return [{ session, day, own, tooEarly, ...nextOf(session, sessions, death) }];
  });
  return {
    series: episodes.flatMap((episode) => seriesIn(episode, counted, rules)),
    work: episodes
      .flatMap(({ tooEarly }) => tooEarly)
      .map(({ source }) => workItem('recall-before-session', [source.key], 'recall', ids)),
  };
}

interface Episode {
  readonly session: Session;
  readonly day: Day;
  readonly own: readonly CountedScore[];
  readonly next: Session | undefined;
  readonly end: EpisodeEnd | undefined;
}

const daysOfRecall = 7;

/** Clinical rule 12: what is asked about seven days says nothing of a session that is not as old. */
function isBeforeRecall({ recall, effective }: CountedScore, day: Day): boolean {
  return recall === '7d' && effective?.day !== undefined && daysBetween(day, effective.day) < daysOfRecall;
}

/** Clinical rule 13: any further intervention of any type ends what came before, and so does death. */
function nextOf(session: Session, sessions: readonly Session[], death: Day | undefined): Pick<Episode, 'next' | 'end'> {
  const later = sessions.slice(sessions.indexOf(session) + 1);
  const next = later.find((candidate) => isIntervention(candidate) && candidate.start?.day !== undefined);
  const [day, start] = [next?.start?.day, session.start?.day ?? ''];
  if (death !== undefined && (day === undefined || death < day)) {
    return { next, end: { day: death < start ? start : death, by: 'death' } };
  }
  if (next === undefined || day === undefined) return { next, end: undefined };
  const isFusion = next.joints.some(({ type, status }) => type === 'si-joint-fusion' && status === 'completed');
  return { next, end: { day, by: isFusion ? 'fusion' : 'intervention' } };
}

/** Where only the death is known and not its day: the last day on which anything is known of the patient. */
function dayOfDeath(
  { isDead, deathDay }: Life,
  sessions: readonly Session[],
  scores: readonly CountedScore[],
): Day | undefined {
  if (!isDead || deathDay !== undefined) return deathDay;
  const days = [...sessions.map(({ start }) => start?.day), ...scores.map(({ effective }) => effective?.day)];
  return days
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}

function seriesIn(episode: Episode, scores: readonly CountedScore[], rules: Rules): readonly Series[] {
  const { session, day, own, next, end } = episode;
  const isOpened = opensEpisode(session);
  const lastMinute = Math.max(0, ...rules.shortWindows.map((window) => window.lastMinute));
  const followUps = own
    .filter((score) => next === undefined || isBefore(score, next))
    .map((score): FollowUp => {
      const minutes = minutesAfter(score, session);
      const age = daysBetween(day, score.effective?.day ?? day);
      return minutes === undefined ? { score, age } : { score, age, minutes };
    })
    .filter(({ minutes }) => isOpened || (minutes !== undefined && minutes <= lastMinute));
  const asked = isOpened ? expectedScales(session.type, rules) : [];
  return scalesOf(asked, followUps).flatMap(({ isExpected, ...scale }) => {
    const joint = scale.side === undefined ? undefined : jointOfSide(session, scale.side);
    // Clinical rule 11: a joint that the session did not treat has no outcome of it.
    if (scale.side !== undefined && joint === undefined) return [];
    const before = scores.filter((score) => isOnScale(score, scale) && isBaselineOf(score, session, rules));
    const comparable = followUps.filter(({ score }) => isOnScale(score, scale));
    // What patients say of the change themselves has no baseline.
    const baseline = scale.measure.origin === 'stated' ? undefined : before.at(-1);
    return [{ ...scale, session, joint, day, isExpected, followUps: comparable, baseline, end }];
  });
}

type AskedScale = Scale & { readonly isExpected: boolean };

/** What patients are asked after each session of a type. */
export function expectedScales(type: ProcedureType, rules: Rules): readonly AskedScale[] {
  return forType(rules.expectedMeasures, type).flatMap(({ measure: code, painLocation, recall }) => {
    const measure = measures.find((row) => row.measure === code);
    if (measure === undefined) return [];
    return [{ measure, painLocation, recall: scaleOf(measure).recall ?? recall, side: undefined, isExpected: true }];
  });
}

/** What is expected after each session, and what was asked besides. */
function scalesOf(expected: readonly AskedScale[], followUps: readonly FollowUp[]): readonly AskedScale[] {
  const scales = [...expected];
  for (const { score } of followUps) {
    const { measure, painLocation, recall, side } = score;
    if (scales.some((known) => isOnScale(known, score))) continue;
    scales.push({ measure, painLocation, recall, side, isExpected: false });
  }
  return scales;
}
