import type { ProcedureType } from '@ilium/contracts';
import { forType, type Rules } from '../../rules.js';
import { measures, scaleOf } from '../../terminology/measures.js';
import { isOnScale, type CountedScore, type Scale, type Score } from './scores.js';

export interface FollowUp<Told = CountedScore> {
  readonly score: Told;
  /** Days since the session. */
  readonly age: number;
  /** Since the needle, where both have a time of day. */
  readonly minutes?: number;
}

/** A scale that is looked for after a session. */
export interface AskedScale extends Scale {
  readonly isExpected: boolean;
  /** Answers to the same question about another place, time or joint: where there is one, nothing is missing. */
  readonly elsewhere: readonly FollowUp[];
  /** Reports of the same question without an answer, which may say why. */
  readonly unanswered: readonly FollowUp<Score>[];
}

/** What was reported of a session's scores. */
interface Reported {
  readonly followUps: readonly FollowUp[];
  /** Those of the days of a window. */
  readonly scheduled: readonly FollowUp[];
  readonly unanswered: readonly FollowUp<Score>[];
  readonly baselines: readonly Score[];
}

/** What patients are asked after each session of a type. */
export function expectedScales(type: ProcedureType, rules: Rules): readonly Scale[] {
  return forType(rules.expectedMeasures, type).flatMap(({ measure: code, painLocation, recall }) => {
    const measure = measures.find((row) => row.measure === code);
    if (measure === undefined) return [];
    return [{ measure, painLocation, recall: scaleOf(measure).recall ?? recall, side: undefined }];
  });
}

/**
 * What is expected after a session, and what was asked besides. Our decision: a question that is expected of no place or
 * time in particular is answered about any. Where all answers, or before the first the baselines, are about one, that one
 * is expected; where they are about several, each is told beside what is expected.
 */
export function scalesOf(expected: readonly Scale[], reported: Reported): readonly AskedScale[] {
  const scales = expected.map((question) => asAnswered(question, expected, reported));
  for (const { score } of reported.followUps) {
    const { measure, painLocation, recall, side } = score;
    if (scales.some((known) => isOnScale(known, score))) continue;
    scales.push({ measure, painLocation, recall, side, isExpected: false, elsewhere: [], unanswered: [] });
  }
  return scales;
}

function asAnswered(question: Scale, expected: readonly Scale[], reported: Reported): AskedScale {
  const others = expected.filter((other) => other !== question);
  const isAnswer = (score: Scale) => isAnswerTo(score, question) && !others.some((other) => isOnScale(score, other));
  const answers = reported.scheduled.filter(({ score }) => isAnswer(score));
  const given = answers.length > 0 ? answers.map(({ score }) => score) : reported.baselines.filter(isAnswer);
  const { painLocation, recall } = onlyScale(given) ?? question;
  const scale = { ...question, painLocation, recall };
  return {
    ...scale,
    isExpected: true,
    elsewhere: answers.filter(({ score }) => !isOnScale(score, scale)),
    unanswered: reported.unanswered.filter(({ score }) => isAnswer(score)),
  };
}

/** A place or a time that is not asked for may be any. */
function isAnswerTo(score: Scale, { measure, painLocation, recall }: Scale): boolean {
  return (
    score.measure === measure &&
    (painLocation === undefined || score.painLocation === painLocation) &&
    (recall === undefined || score.recall === recall)
  );
}

/** The one that all of them are on. What is said of a joint tells no place. */
function onlyScale(scores: readonly Scale[]): Scale | undefined {
  const [first, ...others] = scores.filter(({ side }) => side === undefined);
  return others.every((other) => first !== undefined && isOnScale(other, first)) ? first : undefined;
}
