import type { Fact, FactKey, PatientKey } from '../../facts/fact.js';
import type { ScoredDay } from './scored-days.js';

export interface ScoreNews {
  /** Facts of which something is known that wasn't before, as they are known now. */
  readonly changed: readonly Fact[];
  /** Those that were known before. */
  readonly knownBefore: ReadonlySet<FactKey>;
  readonly daysBefore: ReadonlyMap<FactKey, ScoredDay>;
  readonly daysNow: ReadonlyMap<FactKey, ScoredDay>;
}

/** What is new of a patient, with the days that it was of and is of; undefined where that is more than scores. */
export function newScoresOf(
  patient: PatientKey,
  { changed, knownBefore, daysBefore, daysNow }: ScoreNews,
): ReadonlyMap<FactKey, readonly ScoredDay[]> | undefined {
  const scores = new Map<FactKey, readonly ScoredDay[]>();
  for (const { key, statements } of changed) {
    if (!(patient in statements)) continue;
    const now = daysNow.get(key);
    const before = knownBefore.has(key) ? daysBefore.get(key) : now;
    if (now === undefined || before === undefined) return undefined;
    scores.set(key, [before, now]);
  }
  return scores;
}
