import { blockDoubts, type BlockResult } from '@ilium/contracts';
import { blockResult, confirmed, type BlockScore } from '../../outcomes/block-result.js';
import { isPainScale } from '../../outcomes/relief.js';
import type { Rules } from '../../rules.js';
import { circumstancesOf, minutesBetween } from './block-circumstances.js';
import { blockTargets, isAboutTarget, targetName, type BlockTarget } from './block-targets.js';
import type { Moment } from '../reports/moments.js';
import { byTime, isCounted, isOnScale, type CountedScore, type Scale, type Score } from '../scores/scores.js';
import type { Session } from '../sessions/sessions.js';

/** What a block of a target answered, and the scores that it rests on. */
export interface AnsweredBlock {
  readonly target: BlockTarget;
  readonly result: BlockResult;
  readonly before: Score | undefined;
  readonly after: Score | undefined;
}

/**
 * Clinical rule 17, for every session with an anaesthetic in its target, also where no score is known: those who were asked
 * and gave no answer have to show.
 */
export function answeredBlocks(
  sessions: readonly Session[],
  scores: readonly Score[],
  rules: Rules,
): readonly AnsweredBlock[] {
  const pain = scores.filter(isCounted).filter(isPainNow).sort(byTime);
  const targets = sessions.flatMap((session) => blockTargets(session, pain));
  return withRepetition(targets.map((target) => answerOf(target, sessions, pain, rules)));
}

/** A question about the last day or week is also about the time before the needle. */
function isPainNow({ measure, recall }: Scale): boolean {
  return isPainScale(measure) && (recall === undefined || recall === 'now');
}

function answerOf(
  target: BlockTarget,
  sessions: readonly Session[],
  pain: readonly CountedScore[],
  rules: Rules,
): AnsweredBlock {
  const circumstances = circumstancesOf(target, sessions, rules);
  const answerOn = (scores: readonly CountedScore[]): AnsweredBlock => {
    const { start } = target.session;
    const { result, before, after } = blockResult(
      {
        scores: scores.map((score) => timed(score, start)),
        isTimed: start?.instant !== undefined,
        circumstances,
        range: scores[0]?.measure.range ?? noRange,
      },
      rules.block,
    );
    return { target, result, before: before?.score, after: after?.score };
  };
  const own = pain.filter((score) => isAboutTarget(score, target));
  const answers = onEachScale(own).map(answerOn);
  return answers.sort((a, b) => rankOf(b) - rankOf(a))[0] ?? answerOn([]);
}

/** Where nothing was scored. */
const noRange = [0, 0] as const;

interface TimedScore extends BlockScore {
  readonly score: Score;
}

function timed(score: CountedScore, needle: Moment | undefined): TimedScore {
  const { value, effective, source } = score;
  return { score, value, minutes: minutesBetween(needle, effective), timing: source.report.timing ?? undefined };
}

function onEachScale(scores: readonly CountedScore[]): readonly (readonly CountedScore[])[] {
  const groups: CountedScore[][] = [];
  for (const score of scores) {
    const group = groups.find(([first]) => first !== undefined && isOnScale(score, first));
    if (group === undefined) groups.push([score]);
    else group.push(score);
  }
  return groups;
}

/**
 * A scale with an answer goes before one without. Of several answers those about the place of the joint go first, since pain
 * of the leg may come from elsewhere (our decision), and of these that of the worst pain before, which is what the block was
 * for; of several doubts the one that came furthest.
 */
function rankOf({ result, before }: AnsweredBlock): number {
  if (result.doubt !== undefined) return blockDoubts.indexOf(result.doubt) - blockDoubts.length;
  if (before?.value === undefined) return 0;
  const isElsewhere = before.painLocation === 'leg';
  return before.value / before.measure.range[1] + (isElsewhere ? 0 : worstPain);
}

/** Above every share of a scale. */
const worstPain = 2;

/** Two positive blocks of one target in two sessions confirm each other. */
function withRepetition(blocks: readonly AnsweredBlock[]): readonly AnsweredBlock[] {
  const positive = blocks.filter(({ result }) => result.answer === 'positive');
  const isConfirmed = (block: AnsweredBlock) => {
    const name = targetName(block.target);
    return positive.some(
      ({ target }) => name !== undefined && target.session !== block.target.session && targetName(target) === name,
    );
  };
  return blocks.map((block) =>
    positive.includes(block) && isConfirmed(block) ? { ...block, result: confirmed(block.result) } : block,
  );
}
