import { blockAnswers, complicationCategories, painLocations, recalls } from '@ilium/contracts';
import { z } from 'zod';
import type { Cell, SeriesCells } from '../questions/cells.repository.js';
import { hasAny } from '../questions/counts.js';
import type { WindowCounts } from '../questions/counts.repository.js';
import { inOrderOfTime } from './order-of-windows.js';
import { proportion, proportionOf } from './proportion.js';
import { missingOf } from './window-rates.js';

const count = z.int().min(0);

export const funnelAnswer = z.object({
  sessions: count.describe('Sessions that were begun.'),
  completed: count,
  therapeutic: count.describe('Completed with a steroid in the target, or an operation: what follow-up is of.'),
  diagnostic: count.describe('With an anaesthetic in the target. A session may be both.'),
  windows: z.array(
    z.object({
      procedureType: z.string(),
      measure: z.string(),
      painLocation: z.enum(painLocations).nullable(),
      recall: z.enum(recalls).nullable(),
      window: z.string(),
      open: count,
      superseded: count,
      expected: count,
      observed: count,
      missing: z.array(z.object({ why: z.string(), count })),
    }),
  ),
  complications: z
    .array(z.object({ category: z.enum(complicationCategories), count, perSession: z.number().nullable() }))
    .describe('A session may have several.'),
  blocks: z.object({
    answers: z.array(z.object({ answer: z.enum(blockAnswers), single: count, confirmed: count })),
    doubts: z.array(z.object({ why: z.string(), count })).describe('Why blocks are indeterminate: never negative.'),
    positive: proportion.describe('Of the blocks that could be judged.'),
  }),
});
export type FunnelAnswer = z.output<typeof funnelAnswer>;

/** Of sessions, whatever their scores. */
export const sessionFigures = [
  'session',
  'session-completed',
  'session-therapeutic',
  'session-diagnostic',
  'complication',
  'block',
  'block-doubt',
] as const;

/** @param missing on the scales that `windows` are told under */
export function funnelAnswerOf(
  sessions: readonly Cell[],
  windows: readonly WindowCounts[],
  missing: readonly SeriesCells[],
): FunnelAnswer {
  const of = (figure: (typeof sessionFigures)[number]) => sessions.filter((cell) => cell.figure === figure);
  const number = (figure: (typeof sessionFigures)[number]) => total(of(figure));
  return {
    sessions: number('session'),
    completed: number('session-completed'),
    therapeutic: number('session-therapeutic'),
    diagnostic: number('session-diagnostic'),
    windows: inOrderOfTime(windows.filter(hasAny)).map((group) => windowOf(group, missing)),
    complications: complicationCategories.map((category) => {
      const times = total(of('complication').filter(({ what }) => what === category));
      return { category, count: times, perSession: number('session') === 0 ? null : times / number('session') };
    }),
    blocks: blocksOf(of('block'), of('block-doubt')),
  };
}

function windowOf(
  { counts, ...group }: WindowCounts,
  missing: readonly SeriesCells[],
): FunnelAnswer['windows'][number] {
  const { procedureType, measure, painLocation, recall, window } = group;
  const reasons = missing.filter((cells) => isSameGroup(cells, group)).flatMap(({ cells }) => cells);
  const observed = Number(counts.observed - counts.observedUnasked);
  return {
    ...{ procedureType, measure, painLocation, recall, window, observed },
    open: Number(counts.open),
    superseded: Number(counts.superseded),
    expected: observed + Number(missingOf(counts)),
    missing: [...Map.groupBy(reasons, ({ what }) => what)].map(([why, cells]) => ({ why, count: total(cells) })),
  };
}

function isSameGroup(a: Omit<SeriesCells, 'cells'>, b: Omit<WindowCounts, 'counts'>): boolean {
  return (['procedureType', 'measure', 'painLocation', 'recall', 'window'] as const).every(
    (name) => a[name] === b[name],
  );
}

function blocksOf(blocks: readonly Cell[], doubts: readonly Cell[]): FunnelAnswer['blocks'] {
  const times = (answer: string, repetition: string) =>
    total(blocks.filter(({ what }) => what === `${answer}/${repetition}`));
  const answers = blockAnswers.map((answer) => ({
    answer,
    single: times(answer, 'single'),
    confirmed: times(answer, 'confirmed'),
  }));
  const sum = (answer: string) => answers.find((one) => one.answer === answer);
  const both = (answer: string) => (sum(answer)?.single ?? 0) + (sum(answer)?.confirmed ?? 0);
  return {
    answers,
    doubts: doubts.map(({ what, count: how }) => ({ why: what, count: how })),
    positive: proportionOf(
      BigInt(both('positive')),
      BigInt(both('positive') + both('negative')),
      BigInt(both('positive') + both('negative') + both('indeterminate')),
    ),
  };
}

function total(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count: times }) => sum + times, 0);
}
