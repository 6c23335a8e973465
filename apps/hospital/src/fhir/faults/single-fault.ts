import { z } from 'zod';
import { faultPlan, type FaultPlan, type WrittenPlan } from './fault-plan.js';

/** The short way to name one fault that meets every request. */
export const singleFault = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({ mode: z.literal('down') }),
  z.strictObject({ mode: z.literal('slow'), delayMs: z.int().min(0).max(600_000).default(1_000) }),
  z.strictObject({
    mode: z.literal('error'),
    status: z.int().min(400).max(599).default(503),
    retryAfterSeconds: z.int().min(0).max(3_600).optional(),
    delayMs: z.int().min(0).max(600_000).default(0),
  }),
  z.strictObject({ mode: z.literal('lost-answer') }),
]);
export type SingleFault = z.output<typeof singleFault>;

/** The same as a plan. */
export function planOf(fault: SingleFault): FaultPlan {
  return faultPlan.parse({ rules: rulesOf(fault) });
}

function rulesOf(fault: SingleFault): WrittenPlan['rules'] {
  switch (fault.mode) {
    case 'none':
      return [];
    case 'down':
      return [{ fault: { kind: 'reset', when: 'before' } }];
    case 'slow':
      return [{ fault: { kind: 'latency', ms: fault.delayMs } }];
    case 'error': {
      const { status, retryAfterSeconds, delayMs } = fault;
      return [
        { fault: { kind: 'latency', ms: delayMs } },
        { fault: { kind: 'status', status, retryAfterSeconds, body: 'outcome' } },
      ];
    }
    case 'lost-answer':
      return [{ fault: { kind: 'reset', when: 'after' } }];
  }
}
