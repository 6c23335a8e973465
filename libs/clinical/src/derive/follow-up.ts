import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';
import type { Course } from './course.js';
import { seriesOf, type Series } from './scores/episodes.js';
import type { Day } from './reports/moments.js';
import { outcomesOf, type Outcome } from './scores/outcomes.js';
import { resultsOf, type DerivedResult } from './results/results.js';
import { readScores, type Score } from './scores/scores.js';
import type { Touched } from './incremental/touched.js';
import type { WorkItem } from './work.js';

/** What came of a course: its scores, and what they say of its sessions. */
export interface FollowUps {
  readonly scores: readonly Score[];
  readonly series: readonly Series[];
  readonly outcomes: readonly Outcome[];
  readonly results: readonly DerivedResult[];
  readonly work: readonly WorkItem[];
  /** The next day on which a window opens or closes. */
  readonly dueDay: Day | undefined;
}

/** With `touched` only what that holds; then the course's scores need only be those of its days. */
export function readFollowUps(
  { steps, sessions, person }: Course,
  rules: Rules,
  asOf: Day,
  ids: Ids,
  touched?: Touched,
): FollowUps {
  const { scores, work } = readScores(steps.scores, sessions, person, rules, ids);
  const followed = seriesOf(sessions, scores, person, rules, ids);
  const series = followed.series.filter(({ session }) => touched?.sessions.has(session.key) ?? true);
  const asking = (touched?.areBlocksTouched ?? true) ? sessions : [];
  const { outcomes, dueDay } = outcomesOf(series, rules, asOf, ids);
  return {
    scores,
    series,
    outcomes,
    results: resultsOf(asking, series, scores, rules, ids),
    work: [...work, ...followed.work],
    dueDay,
  };
}
