import { forType, type Rules } from '../../rules.js';
import { daysBetween } from '../reports/moments.js';
import type { Session } from '../sessions/sessions.js';
import {
  endsEpisodes,
  isBefore,
  isRecallOfBefore,
  minutesAfter,
  opensEpisode,
  type AskedScore,
} from './attribution.js';

/**
 * Clinical rule 14: before the needle, and not too long before. Our decision, where no source says it: a baseline is the
 * pain that the session was for, and so of the time since anything else was done. It is none of the first hours of an
 * earlier session, when its anaesthetic speaks; none of seven days that reach back over an earlier session; and none from
 * before an earlier treatment. What was scored before a block without steroid stays the baseline of the treatment that
 * the block led to.
 */
export function isBaselineOf(score: AskedScore, session: Session, sessions: readonly Session[], rules: Rules): boolean {
  const [scored, day] = [score.effective?.day, session.start?.day];
  if (scored === undefined || day === undefined || !isBefore(score, session)) return false;
  if (daysBetween(scored, day) > forType(rules.baselineDays, session.type)) return false;
  const earlier = sessions.slice(0, sessions.indexOf(session)).filter(endsEpisodes);
  return !earlier.some((other) => isOfPainOf(score, other, rules));
}

/** Whether a score is of the pain that an earlier session was for, or of that session's first hours. */
function isOfPainOf(score: AskedScore, earlier: Session, rules: Rules): boolean {
  if (isBefore(score, earlier)) return opensEpisode(earlier);
  const day = earlier.start?.day;
  return day !== undefined && (isRecallOfBefore(score, day) || isOfFirstHours(score, earlier, rules));
}

const minutesPerDay = 24 * 60;

/** By the clock; where one is not known by the days, so that what may be of those hours is. */
function isOfFirstHours(score: AskedScore, session: Session, { shortWindows }: Rules): boolean {
  const days = daysBetween(session.start?.day ?? '', score.effective?.day ?? '');
  const minutes = minutesAfter(score, session) ?? days * minutesPerDay;
  return shortWindows.some(({ lastMinute }) => minutes <= lastMinute);
}
