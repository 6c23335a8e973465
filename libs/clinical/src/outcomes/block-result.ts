import { blockDoubts, type BlockDoubt, type BlockResult } from '@ilium/contracts';
import type { BlockRules } from '../rules.js';
import { percentRelief } from './relief.js';

/** A score of the pain that the block was for, on one scale. */
export interface BlockScore {
  readonly value: number;
  /** Since the needle, negative before it; undefined where the source gave no time of day. */
  readonly minutes: number | undefined;
  /** What the source calls it, where it does: a label that contradicts the clock makes a score neither. */
  readonly timing?: 'before' | 'after' | undefined;
}

/** What makes a block unfit to be judged, apart from its scores. */
export const blockCircumstances = [
  'contrast-not-intra-articular',
  'sedation-or-opioid',
  'another-block',
  'bilateral-one-score',
  'volume-too-large',
] as const satisfies readonly BlockDoubt[];
export type BlockCircumstance = (typeof blockCircumstances)[number];

export interface Block<Scored extends BlockScore> {
  /** On one scale, of the session's days, the earliest first. */
  readonly scores: readonly Scored[];
  /** Whether the time of day of the needle is known. */
  readonly isTimed: boolean;
  readonly circumstances: readonly BlockCircumstance[];
  /** From no pain to the worst. */
  readonly range: readonly [lowest: number, highest: number];
}

export interface JudgedBlock<Scored extends BlockScore> {
  readonly result: BlockResult;
  readonly before: Scored | undefined;
  readonly after: Scored | undefined;
}

/**
 * Clinical rule 17: what a diagnostic block answered. The latest score before the needle against the best one while the
 * anaesthetic works; "at least" the threshold, as the local coverage determinations word it. What can't be judged is
 * indeterminate, for the first reason in the order of `blockDoubts`, and carries no figure that might be counted.
 */
export function blockResult<Scored extends BlockScore>(block: Block<Scored>, rules: BlockRules): JudgedBlock<Scored> {
  const before = block.scores.filter((score) => isBefore(score, rules)).at(-1);
  const after = block.scores.filter((score) => isAfter(score, rules)).sort((a, b) => a.value - b.value)[0];
  const found = new Set<BlockDoubt>([...block.circumstances, ...doubtsAboutScores(block, before, after, rules)]);
  const doubt = blockDoubts.find((reason) => found.has(reason));
  const percent =
    doubt !== undefined || before === undefined || after === undefined
      ? null
      : percentRelief(before.value, after.value);
  return { result: resultOf(percent, doubt, rules), before, after };
}

/** A second positive block of the same target confirms the first, and is confirmed by it. */
export function confirmed(result: BlockResult): BlockResult {
  return { ...result, repetition: 'confirmed' };
}

function resultOf(
  percent: number | null,
  doubt: BlockDoubt | undefined,
  { thresholdPercent }: BlockRules,
): BlockResult {
  const answer = percent === null ? 'indeterminate' : percent >= thresholdPercent ? 'positive' : 'negative';
  return {
    answer,
    ...(doubt === undefined ? {} : { doubt }),
    percentRelief: percent,
    thresholdPercent,
    repetition: 'single',
  };
}

function isBefore({ minutes, timing }: BlockScore, { beforeMinutes }: BlockRules): boolean {
  return minutes !== undefined && -beforeMinutes <= minutes && minutes < 0 && timing !== 'after';
}

function isAfter({ minutes, timing }: BlockScore, { afterFirstMinute, afterLastMinute }: BlockRules): boolean {
  return minutes !== undefined && afterFirstMinute <= minutes && minutes <= afterLastMinute && timing !== 'before';
}

/** A score without a time of day might be the one that is wanting: then the time is what is wanting. */
function doubtsAboutScores<Scored extends BlockScore>(
  { scores, isTimed, range }: Block<Scored>,
  before: Scored | undefined,
  after: Scored | undefined,
  { leastBefore }: BlockRules,
): readonly BlockDoubt[] {
  const isWanting = before === undefined || after === undefined;
  const isUntimed = !isTimed || (isWanting && scores.some(({ minutes }) => minutes === undefined));
  return [
    ...(isUntimed ? (['no-clock-time'] as const) : []),
    ...(before === undefined ? (['no-score-before'] as const) : []),
    ...(before !== undefined && outOfTen(before.value, range) < leastBefore ? (['score-before-too-low'] as const) : []),
    ...(after === undefined ? (['no-score-after'] as const) : []),
  ];
}

function outOfTen(value: number, [lowest, highest]: Block<BlockScore>['range']): number {
  return ((value - lowest) / (highest - lowest)) * 10;
}
