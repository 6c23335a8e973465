import { z } from 'zod';
import { resourceTypeNames } from '../resource-types.js';

const milliseconds = z.int().min(0).max(600_000);
const errorStatus = z.int().min(400).max(599);
/** `Procedure.bodySite`, `Observation.value[x]` */
const elementPath = z.string().regex(/^[A-Z]\w*(\.\w+)*\.\w+(\[x\])?$/);
const recordKey = z.string().regex(/^[A-Z]\w*\/[A-Za-z0-9\-.]{1,64}$/);

/** Faults that decide what becomes of an exchange: the first one of a plan that applies is played. */
const wireFaults = [
  /** All is well: what comes behind in the plan does not count. */
  z.strictObject({ kind: z.literal('none') }),
  /** The connection is cut: before anything was done, or when the work is done and the answer due. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'after']).default('before') }),
  /** Answers so, with or without (`applied`) having done what was asked. `body` is what servers like to send with it. */
  z.strictObject({
    kind: z.literal('status'),
    status: errorStatus,
    applied: z.boolean().default(false),
    retryAfterSeconds: z.int().min(0).max(3_600).optional(),
    retryAfterAs: z.enum(['seconds', 'date']).default('seconds'),
    body: z.enum(['outcome', 'html', 'empty']).optional(),
  }),
  /** The access token counts for nothing any more. */
  z.strictObject({
    kind: z.literal('token-expiry'),
    realm: z
      .string()
      .regex(/^[\w.-]+$/)
      .default('fhir'),
  }),
  /** The work is done, half of the answer is sent, and the connection is cut. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** The right answer under the wrong media type, or (`wrong`) 200 with something else; done or not. */
  z.strictObject({
    kind: z.literal('content-type'),
    contentType: z.enum(['text/html', 'text/plain']).default('text/html'),
    body: z.enum(['right', 'wrong']).default('right'),
    applied: z.boolean().default(true),
  }),
  /** The work is done, and the answer comes in small pieces over this time. */
  z.strictObject({ kind: z.literal('drip'), overMs: milliseconds.default(1_000) }),
  /** Bundles of more entries are refused: 413, or 400 with `too-costly`. */
  z.strictObject({
    kind: z.literal('bundle-limit'),
    entries: z.int().min(0).max(100_000),
    status: z.union([z.literal(413), z.literal(400)]).default(413),
  }),
] as const;

/** Faults in how the server works. All that apply hold together, also with one of the others. */
const serverFaults = [
  z.strictObject({ kind: z.literal('latency'), ms: milliseconds.default(1_000), jitterMs: milliseconds.default(0) }),
  /** Transactions are refused with the status, or run as batches. */
  z.strictObject({
    kind: z.literal('no-transactions'),
    how: z.enum(['refused', 'as-batch']).default('refused'),
    status: errorStatus.default(405),
  }),
  z.strictObject({
    kind: z.literal('no-update-create'),
    status: z.union([z.literal(405), z.literal(404)]).default(405),
  }),
  /** What an If-Match with another version is answered: servers disagree. */
  z.strictObject({ kind: z.literal('stale-version'), status: z.union([z.literal(409), z.literal(412)]).default(409) }),
  /** These elements are not stored, and nothing says so. */
  z.strictObject({ kind: z.literal('dropped-elements'), paths: z.array(elementPath).min(1).max(100) }),
  /** Entries of a bundle that are refused while the others hold: by place (from 0), or type or key of the record. */
  z.strictObject({
    kind: z.literal('refused-entries'),
    places: z.array(z.int().min(0)).max(1_000).default([]),
    types: z.array(z.enum(resourceTypeNames)).max(100).default([]),
    keys: z.array(recordKey).max(1_000).default([]),
    status: errorStatus.default(422),
  }),
] as const;

const wireFault = z.discriminatedUnion('kind', wireFaults);
export type WireFault = z.output<typeof wireFault>;

const serverFault = z.discriminatedUnion('kind', serverFaults);
export type ServerFault = z.output<typeof serverFault>;

export const fault = z.discriminatedUnion('kind', [...wireFaults, ...serverFaults]);
export type Fault = z.output<typeof fault>;
export const faultKinds = [...wireFaults, ...serverFaults].map(({ shape }) => shape.kind.value);

const serverKinds = new Set<string>(serverFaults.map(({ shape }) => shape.kind.value));

export function isServerFault(one: Fault): one is ServerFault {
  return serverKinds.has(one.kind);
}
