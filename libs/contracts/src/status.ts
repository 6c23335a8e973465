import { z } from 'zod';
import { measureCodes, measureFamilies, outcomeStatuses, procedureTypes } from './outcome-words.js';

/** What the services' own HTTP APIs answer; read by the console, the launcher and the tests. */

const count = z.int().min(0);

/** `GET /v1/ledger`: received = done + skipped + parked, per topic. */
export const ledger = z.object({
  service: z.string(),
  topics: z.array(
    z.object({
      topic: z.string(),
      received: count,
      done: count,
      skipped: count,
      parked: count,
      /** Not received: told the sender so, and kept nothing. Only doors that answer their senders refuse. */
      refused: count.optional(),
      /** `skipped:duplicate` → 3 */
      reasons: z.record(z.string(), count),
      /** Messages on the topic that this service has not decided yet. */
      lag: count,
    }),
  ),
  /** Batches committed and not yet published. */
  outboxPending: count,
  /** Partitions that stopped because records are gone that were never read. */
  losses: z.array(z.string()),
});
export type Ledger = z.output<typeof ledger>;

/** How many keys there are, and per bucket their number and the sum of the hashes of (key, revision): equal at both ends when settled. */
export const stateSum = z.object({
  keys: count,
  buckets: z.array(z.object({ bucket: count, keys: count, sum: z.string() })),
});
export type StateSum = z.output<typeof stateSum>;

/** `GET /v1/state` */
export const serviceState = z.object({ resources: stateSum.optional(), outcomes: stateSum.optional() });
export type ServiceState = z.output<typeof serviceState>;

export const recordStates = [
  'pending',
  'delivered',
  'waiting',
  'refused',
  'native',
  'outcome-unknown',
  'by-hand',
  'kept',
] as const;
export type RecordState = (typeof recordStates)[number];

const recordCounts = {
  total: count,
  byState: z.record(z.enum(recordStates), count),
  /** Live (not entered-in-error) and retracted records that are delivered. */
  delivered: z.array(z.object({ resourceType: z.string(), live: count, retracted: count })),
};

/** One target of `GET /v1/records`. */
export const targetStatus = z.object({
  name: z.string(),
  /** Null where nothing goes there over FHIR. */
  url: z.string().nullable(),
  reachable: z.boolean(),
  lastError: z.string().nullable(),
  /** What a person can do about it, where waiting alone will not help. */
  advice: z.string().optional(),
  ...recordCounts,
});

/** `GET /v1/records` of fhir-sync: of each target, and the sums of all. */
export const recordsStatus = z.object({ targets: z.array(targetStatus).min(1), ...recordCounts });
export type TargetStatus = z.output<typeof targetStatus>;
export type RecordsStatus = z.output<typeof recordsStatus>;

/** `GET /v1/outcomes/summary` of analytics. Rates are over observed outcomes with a usual baseline. */
export const outcomesSummary = z.object({
  /** Live scores of sessions, of any status. */
  total: count,
  byStatus: z.record(z.enum(outcomeStatuses), count),
  /** Keys of every kind that were taken back: a retraction no longer says what it was of. */
  retracted: count,
  groups: z.array(
    z.object({
      procedureType: z.enum(procedureTypes),
      measure: z.enum(measureCodes),
      family: z.enum(measureFamilies),
      window: z.string(),
      open: count,
      observed: count,
      missing: count,
      superseded: count,
      /** Observed, of measures that the site does not ask for then: in no follow-up rate. */
      unasked: count,
      /** Observed and missing, without what nobody asked for: windows that have closed and were not cut short. */
      expected: count,
      /** (observed - unasked) / expected, null where nothing is expected. */
      followUpRate: z.number().nullable(),
      /** Observed with a baseline that rates can be made of: the n of the rates below. */
      rated: count,
      lowBaseline: count,
      noPercentage: count,
      improved: count,
      over50: count,
      atLeast50: count,
      atLeast75: count,
      improvedRate: z.number().nullable(),
      over50Rate: z.number().nullable(),
    }),
  ),
});
export type OutcomesSummary = z.output<typeof outcomesSummary>;

/** `GET /feed/status` of the hospital simulator */
export const feedStatus = z.object({
  courses: count,
  events: count,
  done: z.boolean(),
  lastDay: z.iso.date().nullable(),
  /** Where the feed is sent to; left out: Kafka. */
  door: z.enum(['kafka', 'mllp']).optional(),
});
export type FeedStatus = z.output<typeof feedStatus>;

/** `GET /v1/followed` of the mapper: patients for whom a window is open or to come. Inside the hospital only. */
export const followedPatients = z.object({
  patients: z.array(z.object({ system: z.string(), value: z.string() })),
  /** For the next page; null on the last one. */
  after: z.string().nullable(),
});
export type FollowedPatients = z.output<typeof followedPatients>;
