import { z } from 'zod';
import type { Cell } from '../questions/cells.repository.js';
import { distribution, distributionOf } from './changes.js';

const timedEvents = ['steroid-onset', 'return-of-pain'] as const;

export const timesToEventAnswer = z.object({
  events: z.array(
    z.object({
      event: z.enum(timedEvents),
      days: distribution.nullable().describe('Days after the session, of those of whom the day is known.'),
      unknown: z
        .array(z.object({ why: z.string(), count: z.int().min(0) }))
        .describe('Of whom no day is known, and why; `not-returned`: the diary ends without a return.'),
    }),
  ),
});
export type TimesToEventAnswer = z.output<typeof timesToEventAnswer>;

/** What times are counted under. */
export const timeFigures = { known: timedEvents, unknown: timedEvents.map((event) => `no-${event}` as const) };

/** @param cells of `timeFigures` */
export function timesToEventAnswerOf(cells: readonly Cell[]): TimesToEventAnswer {
  return {
    events: timedEvents.map((event) => ({
      event,
      days: distributionOf(cells, event),
      unknown: cells.filter(({ figure }) => figure === `no-${event}`).map(({ what, count }) => ({ why: what, count })),
    })),
  };
}
