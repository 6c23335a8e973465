import { z } from 'zod';
import { feedStatus, ledger, outcomesSummary, recordsStatus, targetStatus } from './status.js';

/** What the console makes of the services' own answers: `GET /v1/overview`, and each message of `GET /v1/events`. */

const count = z.int().min(0);

/** Why a service says nothing: it can't be reached, takes too long, answers an error, or something else than agreed. */
export const awayReasons = ['unreachable', 'no-answer-in-time', 'error', 'unreadable'] as const;
export type AwayReason = (typeof awayReasons)[number];

/** One service being away takes only its own part away. */
function part<T extends z.ZodType>(data: T) {
  return z.discriminatedUnion('state', [
    z.object({ state: z.literal('here'), data }),
    z.object({ state: z.literal('away'), reason: z.enum(awayReasons) }),
  ]);
}

/** A service that consumes: the sums over its topics. */
export const hop = z.object({
  received: count,
  done: count,
  skipped: count,
  parked: count,
  /** Told the sender so, and kept nothing; of doors. */
  refused: count.optional(),
  /** `skipped:duplicate` → 3 */
  reasons: ledger.shape.topics.element.shape.reasons,
  lag: count,
  outboxPending: count,
  losses: ledger.shape.losses,
});
export type Hop = z.output<typeof hop>;

export const overview = z.object({
  at: z.iso.datetime(),
  /** The simulator's feed, null where none is configured: the data are real then. */
  feed: part(feedStatus).nullable(),
  /** What comes through intake's doors, null where no intake is configured. */
  doors: part(hop).nullable(),
  mapping: part(hop),
  delivery: part(
    hop.extend({
      targets: z.array(targetStatus.omit({ url: true, delivered: true })),
      records: count,
      byState: recordsStatus.shape.byState,
      delivered: recordsStatus.shape.delivered,
      /** Live Procedures that the FHIR server has. */
      procedures: count,
    }),
  ),
  outcomes: part(hop.extend({ summary: outcomesSummary })),
});
export type Overview = z.output<typeof overview>;
/** A part of the overview: its data, or why there are none. */
export type Part<T> =
  { readonly state: 'here'; readonly data: T } | { readonly state: 'away'; readonly reason: AwayReason };
