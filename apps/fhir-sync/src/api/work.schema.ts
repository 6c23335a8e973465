import { z } from 'zod';
import { heldReasons } from '../desired/held-reasons.js';
import { namedTarget } from '../target/target-name.js';

/** States in which a record stays until a person does something about it. */
export const workStates = ['refused', 'outcome-unknown', 'by-hand'] as const;

/** What is work besides: a Patient whose identifier may be somebody else's now, whatever state it is in. */
export const overlaySuspected = 'overlay-suspected';
/** `waiting` only for what a person has to bring about. */
export const listedStates = [...workStates, 'waiting', overlaySuspected] as const;
export type WorkState = (typeof listedStates)[number];

const target = namedTarget.optional();

/** What `GET /v1/work` may be asked for. */
export const workQuery = z.strictObject({
  target: target.describe('Only what is about this target.'),
  state: z.enum(listedStates, { error: `Allowed, once: ${listedStates.join(', ')}.` }).optional(),
  reason: z
    .enum(heldReasons, { error: `Allowed, once: ${heldReasons.join(', ')}.` })
    .optional()
    .describe('Only what waits for this reason.'),
  after: z
    .string('Give it once.')
    .regex(/^[a-z][a-z0-9-]{0,29} \S{1,130} [a-z-]{1,20}$/, 'Allowed: the `after` of the page before.')
    .optional()
    .describe('`after` of the page before.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('Records of a page, 1 to 1000.'),
});
export type WorkQuery = z.output<typeof workQuery>;

export const recordName = z.strictObject({
  type: z.string().regex(/^[A-Z][A-Za-z]{1,63}$/, 'Allowed: a type of FHIR resources.'),
  id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'Allowed: the id of a record.'),
});
export type RecordName = z.output<typeof recordName>;

const place = z
  .string()
  .regex(
    /^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9\-.]{1,64}$/,
    'Allowed: Type/id, as the server has it: without its address, without a version.',
  );

/** What a person says of a record that can't go on by itself. */
export const settling = z.strictObject({
  target,
  revision: z.int().min(1).describe('The revision that was looked at: a newer one is not settled by it.'),
  by: z.string().trim().min(1).max(100).describe('Who says so; kept with the record.'),
  as: z
    .enum(['done', 'send-again', 'found', 'right-patient'])
    .describe(
      'done: somebody has entered it there by hand. send-again: it is not there, or what kept it from there is mended. found: it is there, at `place`. right-patient: of a Patient that is overlay-suspected, the change is right (`done` says the same); of a record that waits for identity-mismatch, the chart is that of its patient, as `comparison` has the two.',
    ),
  place: place.optional().describe('Where the target has it, for `found`.'),
  comparison: z
    .uuid('Allowed: `comparison` as GET /v1/work has it.')
    .optional()
    .describe('What was looked at, for `right-patient` of a record.'),
});
export type Settling = z.output<typeof settling>;
