import { z } from 'zod';
import { missingBounds } from '../statistics/bounds.js';
import { wilsonInterval } from '../statistics/wilson.js';

export const interval = z.object({ lower: z.number(), upper: z.number() });

export const proportion = z.object({
  count: z.int().describe('How many answered so.'),
  of: z.int().describe('How many answered at all.'),
  rate: z.number().nullable().describe('Null where nobody answered.'),
  interval: interval.nullable().describe('95 % interval of the rate (Wilson).'),
  bounds: z
    .object({ worst: z.number(), best: z.number() })
    .nullable()
    .describe('As if all of the missing had answered otherwise, and as if all had answered so.'),
});
export type Proportion = z.output<typeof proportion>;

/** @param all of whom an answer could have been had: who gave none that counts is missing to it, whatever else was said */
export function proportionOf(count: bigint, answered: bigint, all: bigint): Proportion {
  const [successes, of] = [Number(count), Number(answered)];
  const bounds = missingBounds(successes, of, Number(all));
  return {
    count: successes,
    of,
    rate: of === 0 ? null : successes / of,
    interval: wilsonInterval(successes, of),
    bounds: bounds === null ? null : { worst: bounds.worst, best: bounds.best },
  };
}
