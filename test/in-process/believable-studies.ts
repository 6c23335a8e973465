import { join } from 'node:path';
import { derive, factsFrom, joinAll, nothingKnown, type UnpublishedObservation } from '@ilium/clinical';
import { parseProcedureEvent, type ProcedureType } from '@ilium/contracts';
import { loadSite } from '@ilium/site';
import type { ReliefCell } from '../../apps/analytics/src/statistics/innermost-intervals.js';
import { imagineBelievable } from '../../apps/hospital/src/feed/believable/imagine-believable.js';
import { trueTreatments, type TrueTreatment } from '../../apps/hospital/src/feed/believable/true-follow-ups.js';
import { lastDay } from '../../apps/hospital/src/feed/last-day.js';
import { tellCourse } from '../../apps/hospital/src/feed/tell-course.js';
import { keyedIds } from '../../apps/mapper/src/keyed-ids.js';
import { projectRoot } from '../../dev/src/project.js';

/** What the mapper derives of a course, beside what is true of it. */
export interface StudiedCourse {
  readonly outcomes: readonly Content[];
  readonly treatments: readonly TrueTreatment[];
}
export type Content = UnpublishedObservation['content'];

const { rules } = loadSite(join(projectRoot, 'config', 'sites', 'riverside-outcomes.yaml'));
const ids = keyedIds('a key for tests that is long enough to pass');

/** The course as the hospital's events tell it, through the mapper's derivation. */
export function studied(seed: number, index: number): StudiedCourse {
  const believable = imagineBelievable(seed, index);
  const news = tellCourse(believable.course, seed).map(({ event }) => {
    const read = parseProcedureEvent(event);
    if (!read.ok) throw new Error(`${event.type}: ${read.detail}`);
    return factsFrom(read.event, ids);
  });
  const persons = derive(joinAll(nothingKnown, news), rules, lastDay, ids);
  return {
    outcomes: persons.flatMap(({ outcomes }) => outcomes.map(({ observation }) => observation.content)),
    treatments: trueTreatments(believable, lastDay),
  };
}

/** A score of a session in a window of days: what rates count. */
export type WindowScore = Extract<Content, { window: string }>;

export function windowScores(outcomes: readonly Content[]): readonly WindowScore[] {
  return outcomes.filter(
    (content): content is WindowScore =>
      'window' in content && content.side === undefined && /^[WMY]/.test(content.window),
  );
}

/** As analytics counts it: an answer with a percentage, from a usual baseline. */
export function ratedResult(score: WindowScore) {
  const result = score.status === 'observed' ? score.result : null;
  const isRated = result !== null && result.over50 !== null && result.baselineBand !== 'low';
  return isRated && result.baselineBand !== 'zero' ? result : undefined;
}

/** Between which days relief ended, as analytics counts it. */
export function reliefCells(
  outcomes: readonly Content[],
  type: ProcedureType,
  whose: 'all' | 'responders',
): readonly ReliefCell[] {
  return outcomes.flatMap((content) => {
    if (content.kind !== 'relief-duration' || content.procedureType !== type || content.side !== undefined) return [];
    const { lastDayWith, firstDayWithout, baselineBand, end } = content.result;
    if (lastDayWith === null || baselineBand === 'low' || (whose === 'responders' && end === 'non-responder'))
      return [];
    return [{ after: lastDayWith, until: firstDayWithout, count: 1 }];
  });
}
