import type { FactKey, Facts } from '../../facts/fact.js';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import type { PatientOutputs, PersonCourse } from '../derive.js';
import { findingKindOf } from '../sessions/findings.js';
import { readFollowUps } from '../follow-up.js';
import { isOfKind, liveReports, type LiveReport } from '../reports/live-reports.js';
import { withoutMidnights } from '../reports/midnights.js';
import type { Day } from '../reports/moments.js';
import { followUpOutcomes, followUpRecords } from '../outputs.js';
import { exclusionOf } from '../person/patient-facts.js';
import type { ScoredDay } from './scored-days.js';
import { ofBlocks, ofScore, type Scope } from './scopes.js';
import { touchedBy, type Touched } from './touched.js';

/** A person of whom nothing is new but scores, and what these can change. */
export interface ScoredPerson extends PersonCourse {
  readonly scores: ReadonlySet<FactKey>;
  readonly touched: Touched;
  /** Of all that can change, and of nothing else. */
  readonly scopes: ReadonlySet<Scope>;
}

/**
 * What new scores can change, by the days that they are of now and were of before. Undefined where that is everything:
 * somebody is dead since nobody knows when, and was alive on the day of the last score.
 */
export function touchedScopes(
  person: PersonCourse,
  scores: ReadonlyMap<FactKey, readonly ScoredDay[]>,
  rules: Rules,
): ScoredPerson | undefined {
  const { sessions, person: life } = person.course;
  if (life.isDead && life.deathDay === undefined) return undefined;
  const days = [...scores.values()].flat().filter((day) => day !== '');
  const touched = touchedBy(days, sessions, rules);
  const scopes = new Set([
    ...[...scores.keys()].map(ofScore),
    ...touched.sessions,
    ...(touched.areBlocksTouched ? [ofBlocks] : []),
  ]);
  return { ...person, scores: new Set(scores.keys()), touched, scopes };
}

/**
 * As `derive`, but of each person only what is of its touched scopes, so that of its scores only those are needed that are
 * new or of the touched days; more do no harm. Coverage is left out: it is published nowhere.
 */
export function deriveScores(
  people: readonly ScoredPerson[],
  facts: Facts,
  rules: Rules,
  asOf: Day,
  ids: Ids,
): readonly PatientOutputs[] {
  const live = liveReports({ ...facts, facts: scoresIn(facts) }, ids);
  const reports = new Map(live.map((person) => [person.group.survivor, person.reports]));
  return people.map((person) => {
    const scores = withoutMidnights(reports.get(person.group.survivor) ?? [], rules)
      .filter(isOfKind('score'))
      .filter((report) => findingKindOf(report, rules) === undefined);
    return derivePart(person, scores, rules, asOf, ids);
  });
}

/** With the lists that may void them. */
function scoresIn({ facts }: Facts): Facts['facts'] {
  return new Map([...facts].filter(([, { kind }]) => kind === 'score' || kind === 'snapshot'));
}

function derivePart(
  { group, survivor, course, scores: news, touched }: ScoredPerson,
  scores: readonly LiveReport<'score'>[],
  rules: Rules,
  asOf: Day,
  ids: Ids,
): PatientOutputs {
  const scored = { ...course, steps: { ...course.steps, scores } };
  const followUps = readFollowUps(scored, rules, asOf, ids, touched);
  const answered = { ...followUps, scores: followUps.scores.filter(({ source }) => news.has(source.key)) };
  const excluded = exclusionOf(course.person);
  return {
    ...group,
    resources: followUpRecords(scored, answered, { rules, subject: survivor }, ids),
    outcomes: excluded === undefined ? followUpOutcomes(scored, answered, rules, ids) : [],
    work: followUps.work.filter(({ facts: about }) => about.some((key) => news.has(key))),
    coverage: [],
    history: course.history,
    excluded,
    dueDay: followUps.dueDay,
  };
}
