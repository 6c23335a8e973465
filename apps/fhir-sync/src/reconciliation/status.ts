import { z } from 'zod';
import { namedTarget } from '../target/target-name.js';
import { differenceKinds, weights } from '../read-back/difference.js';
import { findingKinds } from './finding.js';

/** What the API says of reconciliations; the command reads it by the same schemas. */

const count = z.int().min(0);
const day = z.iso.date('Allowed: a day such as 2026-03-01.');

export const reconciliationRequest = z
  .strictObject({
    target: namedTarget.optional(),
    from: day,
    to: day,
    repair: z.boolean().default(false),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'Allowed: `from` or a later day.' });
export type ReconciliationRequest = z.output<typeof reconciliationRequest>;

export const reconciliationStatus = z.object({
  id: z.uuid(),
  target: z.string(),
  from: z.string(),
  to: z.string(),
  repair: z.boolean(),
  state: z.enum(['running', 'done', 'stopped']),
  /** Why it does not go on at the moment: the target's fault. */
  reason: z.string().nullable(),
  phase: z.enum(['records', 'unknown']),
  /** Of `total` records of the target. */
  lookedAt: count,
  total: count,
  /** Those of the days asked for, which were read on the server. */
  compared: count,
  found: z.partialRecord(z.enum(findingKinds), count),
  repaired: count,
  /** Types of which the server could not be asked what it holds beyond what we know. */
  notSearched: z.array(z.string()),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});
export type ReconciliationStatus = z.output<typeof reconciliationStatus>;

const finding = z.object({
  key: z.string(),
  kind: z.enum(findingKinds),
  changedBy: z.enum(['server', 'others', 'not-known']).nullable(),
  serverVersion: z.string().nullable(),
  ourVersion: z.string().nullable(),
  source: z.string().nullable(),
  differences: z.array(z.object({ element: z.string(), kind: z.enum(differenceKinds), weight: z.enum(weights) })),
  repaired: z.boolean(),
});

export const reconciliationFindings = z.object({ findings: z.array(finding), after: z.string().nullable() });
export type ReconciliationFindings = z.output<typeof reconciliationFindings>;
export type ShownFinding = z.output<typeof finding>;
