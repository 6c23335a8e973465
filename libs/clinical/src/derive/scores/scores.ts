import type { Code, PainLocation, Recall } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { measureOf, type Measure, type MeasureCoding } from '../../terminology/measures.js';
import { isNotOurs } from '../../terminology/site-codes.js';
import type { Side } from '../../terminology/sides.js';
import { namedBy } from './attribution.js';
import { codeNames } from '../reports/code-names.js';
import type { LiveReport } from '../reports/live-reports.js';
import { compareMoments, momentOf, type Moment } from '../reports/moments.js';
import { isPlausible, timeWork, type Lifetime } from '../reports/plausible-times.js';
import { foreignSites, questionOf, type ScoreQuestion } from './score-question.js';
import { valueOf, type ScoreValue } from './score-value.js';
import type { Session } from '../sessions/sessions.js';
import { waitingFor, workItem, type WorkItem } from '../work.js';

/** Scores are compared only within the same measure, place, recall and joint (clinical rules 11 and 12). */
export interface Scale {
  readonly measure: Measure;
  readonly painLocation: PainLocation | undefined;
  readonly recall: Recall | undefined;
  /** Where the scores name one joint. */
  readonly side?: Side | undefined;
}

/** A score of a measure that we know. */
export interface Score extends Scale, ScoreValue, ScoreQuestion {
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

/** A score that outcomes may count. */
export type CountedScore = Score & { readonly value: number };

/** The scores of a patient, and what a person should look at in them. */
export function readScores(
  reports: readonly LiveReport<'score'>[],
  sessions: readonly Session[],
  life: Lifetime,
  rules: Rules,
  ids: Ids,
): { readonly scores: readonly Score[]; readonly work: readonly WorkItem[] } {
  const scores: Score[] = [];
  const work: WorkItem[] = [];
  for (const source of reports) {
    const { measure: code, effective } = source.report;
    const score = readScore(source, sessions, life, rules, ids);
    const conflicts = new Set([...source.contradicted, ...(score?.impossible ?? [])]);
    if (code && score === undefined && isNotOurs(code, 'measures', rules)) continue;
    if (score !== undefined) scores.push(score);
    work.push(
      ...[...conflicts].map((field) => workItem('conflict', [source.key], field, ids)),
      ...(score?.unmapped ?? ['measure']).flatMap((field) => aboutUnmapped(field, source, rules, ids)),
      ...(effective ? timeWork(source, 'effective', effective, life, rules, ids) : []),
    );
  }
  return { scores, work };
}

/** What was said in a field that is not understood, named by the field: it is about a patient. A measure is a code. */
function aboutUnmapped(
  field: string,
  { key, report }: LiveReport<'score'>,
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  const { measure, answer, bodySite } = report;
  switch (field) {
    case 'measure':
      return [
        workItem('unmapped-code', [key], codeNames(field, [measure]), ids, waitingFor('measures', field, [measure])),
      ];
    case 'answer':
      return inTable('answers', answer ? [answer] : []);
    case 'bodySite':
      return inTable('sides', foreignSites(bodySite ?? [], rules));
    default:
      return [workItem('unmapped-code', [key], field, ids)];
  }
  /** What is known to be nothing of ours is no work; the score stays out of all outcomes. */
  function inTable(table: 'answers' | 'sides', codes: readonly Code[]): readonly WorkItem[] {
    const open = codes.filter((code) => !isNotOurs(code, table, rules));
    if (codes.length > 0 && open.length === 0) return [];
    return [workItem('unmapped-code', [key], field, ids, waitingFor(table, field, open))];
  }
}

function readScore(
  source: LiveReport<'score'>,
  sessions: readonly Session[],
  life: Lifetime,
  rules: Rules,
  ids: Ids,
): Score | undefined {
  const { measure: code, effective: time, valueSet } = source.report;
  const found = code ? measureOf(code, rules) : undefined;
  if (found === undefined) return undefined;
  const value = valueOf(source, found.measure, rules);
  const question = questionOf(source, found.measure, found.coding, rules);
  const unmapped = [...value.unmapped, ...question.unmapped];
  const impossible = [...value.impossible, ...question.impossible];
  const effective = time ? momentOf(time, rules.timeZone) : undefined;
  const isPossible = effective === undefined || isPlausible(effective, source.saidAt, life, rules.timeZone);
  return {
    id: ids.identify(['Observation', source.key]),
    source,
    ...found,
    ...value,
    ...question,
    valueSet: valueSet?.trim().toUpperCase() ?? undefined,
    unmapped,
    impossible,
    effective,
    isComparable: unmapped.length === 0 && impossible.length === 0 && isPossible,
    named: namedBy({ source, effective }, sessions, rules),
  };
}

export function isCounted(score: Score): score is CountedScore {
  return isDated(score) && score.value !== undefined;
}

/** Also where it has no answer. */
export function isDated({ isComparable, effective }: Score): boolean {
  return isComparable && effective?.day !== undefined;
}

export function isOnScale(score: Scale, { measure, painLocation, recall, side }: Scale): boolean {
  return (
    score.measure === measure && score.painLocation === painLocation && score.recall === recall && score.side === side
  );
}

export function byTime(a: Score, b: Score): number {
  if (a.effective === undefined || b.effective === undefined) return 0;
  return compareMoments(a.effective, b.effective) || (a.id < b.id ? -1 : 1);
}
