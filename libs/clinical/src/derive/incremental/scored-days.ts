import { nothingKnown, type Fact, type FactKey } from '../../facts/fact.js';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { findingKindOf } from '../sessions/findings.js';
import { isOfKind, liveReports } from '../reports/live-reports.js';
import { withoutMidnights } from '../reports/midnights.js';
import { momentOf, type Day } from '../reports/moments.js';

/** The day of the site that a score is of; empty where it is void, or of no day. */
export type ScoredDay = Day | '';

/** Whoever it was: nothing is asked about the person here. */
const somebody = { system: '', value: '' };

/**
 * The days of those facts that are nothing but scores of one patient. The others are part of a course: what is no score,
 * what is a score by its form and tells what was seen during a procedure, and scores that were reported for several
 * patients, whose day depends on who is whom.
 */
export function scoredDays(facts: Iterable<Fact>, rules: Rules, ids: Ids): ReadonlyMap<FactKey, ScoredDay> {
  const scores = [...facts].filter(({ kind, statements }) => kind === 'score' && Object.keys(statements).length === 1);
  const patients = new Map(scores.flatMap(({ statements }) => Object.keys(statements)).map((key) => [key, somebody]));
  const known = { ...nothingKnown, facts: new Map(scores.map((fact) => [fact.key, fact])), patients };
  const live = liveReports(known, ids).flatMap(({ reports }) => withoutMidnights(reports, rules));
  const days = new Map<FactKey, ScoredDay>(scores.map(({ key }) => [key, '']));
  for (const source of live.filter(isOfKind('score'))) {
    const { effective } = source.report;
    if (findingKindOf(source, rules) !== undefined) days.delete(source.key);
    else if (effective) days.set(source.key, momentOf(effective, rules.timeZone).day ?? '');
  }
  return days;
}
