import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import type { Side } from '../../terminology/sides.js';
import { expectedScales, scalesOf, type AskedScale, type FollowUp } from './asked-scales.js';
import {
  endsEpisodes,
  isAfter,
  isBefore,
  isIntervention,
  isRecallOfBefore,
  jointOfSide,
  minutesAfter,
  opensEpisode,
  sessionOf,
} from './attribution.js';
import { isBaselineOf } from './baselines.js';
import type { Joint } from '../procedures/joints.js';
import { daysBetween, type Day } from '../reports/moments.js';
import type { PatientFacts } from '../person/patient-facts.js';
import { byTime, isCounted, isDated, isOnScale, type CountedScore, type Score } from './scores.js';
import type { Session } from '../sessions/sessions.js';
import { workItem, type WorkItem } from '../work.js';

/** What ended the time that a session owns. */
export interface EpisodeEnd {
  readonly day: Day;
  readonly by: 'intervention' | 'fusion' | 'death';
}

/**
 * One kind of comparable scores after one session. After a session that opened no episode, such as a diagnostic block, only
 * those of the first hours.
 */
export interface Series extends AskedScale {
  readonly session: Session;
  /** The one that the scores name. */
  readonly joint: Joint | undefined;
  readonly day: Day;
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
  const followed = Map.groupBy(scores.filter(isDated).sort(byTime), (score) => sessionOf(score, sessions, rules));
  const death = dayOfDeath(life, sessions, counted);
  const episodes = sessions.flatMap((session) => {
    const day = session.start?.day;
    if (day === undefined || !isIntervention(session)) return [];
    const after = (followed.get(session) ?? []).filter((score) => isAfter(score, session));
    const tooEarly = after.filter((score) => isCounted(score) && isRecallOfBefore(score, day));
    const own = after.filter((score) => !tooEarly.includes(score));
    return [{ session, day, own, tooEarly, ...nextOf(session, sessions, death) }];
  });
  return {
    series: episodes.flatMap((episode) => seriesIn(episode, sessions, counted, rules)),
    work: episodes
      .flatMap(({ tooEarly }) => tooEarly)
      .map(({ source }) => workItem('recall-before-session', [source.key], 'recall', ids)),
  };
}

interface Episode {
  readonly session: Session;
  readonly day: Day;
  readonly own: readonly Score[];
  readonly next: Session | undefined;
  readonly end: EpisodeEnd | undefined;
}

/** Clinical rule 13: any further intervention of any type ends what came before, also a stopped one, and so does death. */
function nextOf(session: Session, sessions: readonly Session[], death: Day | undefined): Pick<Episode, 'next' | 'end'> {
  const later = sessions.slice(sessions.indexOf(session) + 1);
  const next = later.find((candidate) => endsEpisodes(candidate) && candidate.start?.day !== undefined);
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

function seriesIn(
  episode: Episode,
  sessions: readonly Session[],
  scores: readonly CountedScore[],
  rules: Rules,
): readonly Series[] {
  const { session, day, end } = episode;
  const isOpened = opensEpisode(session);
  const lastMinute = Math.max(0, ...rules.shortWindows.map((window) => window.lastMinute));
  const reports = ownOf(episode).filter(({ minutes = Infinity }) => isOpened || minutes <= lastMinute);
  const followUps = reports.flatMap(({ score, ...at }) => (isCounted(score) ? [{ score, ...at }] : []));
  const unanswered = reports.filter(({ score }) => score.value === undefined);
  const baselines = scores.filter((score) => isBaselineOf(score, session, sessions, rules));
  const scheduled = followUps.filter(({ age }) =>
    rules.windows.some((one) => one.firstDay <= age && age <= one.lastDay),
  );
  const asked = isOpened ? expectedScales(session.type, rules) : [];
  return scalesOf(asked, { followUps, scheduled, unanswered, baselines }).map((scale) => {
    const joint = scale.side === undefined ? undefined : jointOfSide(session, scale.side);
    const comparable = followUps.filter(({ score }) => isOnScale(score, scale));
    const before = baselines.findLast((score) => isOnScale(score, scale));
    // What patients say of the change themselves has no baseline.
    const baseline = scale.measure.origin === 'stated' ? undefined : before;
    return { ...scale, session, joint, day, followUps: comparable, baseline, end };
  });
}

/** What was reported in the time that a session owns, but of joints that it did not treat (clinical rule 11). */
function ownOf({ session, day, own, next }: Episode): readonly FollowUp<Score>[] {
  return own
    .filter((score) => next === undefined || isBefore(score, next))
    .filter(({ side }) => side === undefined || isTreated(session, side))
    .map((score): FollowUp<Score> => {
      const minutes = minutesAfter(score, session);
      const age = daysBetween(day, score.effective?.day ?? day);
      return minutes === undefined ? { score, age } : { score, age, minutes };
    });
}

/** After a treatment a joint that was only numbed has no outcome; of the first hours of a block it has. */
function isTreated(session: Session, side: Side): boolean {
  const joint = jointOfSide(session, side);
  return joint !== undefined && (!opensEpisode(session) || session.treated.includes(joint));
}
