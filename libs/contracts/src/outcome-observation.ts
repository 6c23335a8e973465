import { z } from 'zod';
import {
  binaryModeHeaders,
  readCloudEvent,
  type CloudEventAttributes,
  type RawRecord,
  type ReadResult,
} from './cloud-event.js';
import { pathsOf } from './paths-of.js';
import { refuseType } from './unknown-type.js';

/**
 * The topic `outcome-observations`: one pseudonymised observation per key, in profile `limited` (month of the procedure,
 * random pseudonyms). The same key carries open, observed, missing, superseded or its retraction; the highest revision wins.
 */
export const outcomeObservationType = 'ilium.outcome.observation.v1';

export const outcomeStatuses = ['open', 'observed', 'missing', 'superseded'] as const;

export const procedureTypes = ['si-joint-injection'] as const;
export const measureCodes = ['nrs', 'odi'] as const;
export const measureFamilies = ['condition', 'pain', 'function', 'quality-of-life'] as const;

/** Where the pain is and what time the question is about: closed, so that no source's own words leave the chart. */
export const painLocations = ['back', 'buttock', 'leg', 'overall'] as const;
export const recalls = ['now', '24h', '7d'] as const;

export type ProcedureType = (typeof procedureTypes)[number];
export type MeasureCode = (typeof measureCodes)[number];
export type MeasureFamily = (typeof measureFamilies)[number];
export type PainLocation = (typeof painLocations)[number];
export type Recall = (typeof recalls)[number];
export type OutcomeStatus = (typeof outcomeStatuses)[number];

const key = z.uuid().describe('Pseudonym; random, the same for all revisions of one observation.');
const revision = z.int().positive().describe('The highest wins, whatever the order of arrival.');

const result = z
  .strictObject({
    baseline: z.number(),
    value: z.number(),
    betterBy: z.number().describe("In the measure's own unit, positive where the patient is better."),
    percentBetter: z
      .number()
      .nullable()
      .describe('Percent of the baseline, positive where better; null where a percentage means nothing (baseline 0).'),
    baselineBand: z
      .enum(['zero', 'low', 'usual'])
      .describe('Low baselines keep their percentage and are counted apart: they enter no rate.'),
    improved: z.boolean(),
    over50: z.boolean(),
    atLeast50: z.boolean(),
    atLeast75: z.boolean(),
  })
  .describe('What was found in the window, against the baseline. All computed, none stated by the patient.');

const about = {
  key,
  revision,
  session: z.uuid().describe('Pseudonym of the session: the unit of outcome.'),
  procedureType: z.enum(procedureTypes),
  measure: z.enum(measureCodes),
  family: z.enum(measureFamilies),
  painLocation: z.enum(painLocations).optional(),
  recall: z.enum(recalls).optional(),
  window: z.string().min(1).max(10).describe('Follow-up window, e.g. `W6` or `M12`.'),
  period: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .describe('Month of the session, `2026-03`.'),
  rulesVersion: z.string().min(1),
};

export const outcomeObservation = z.compile(
  z.discriminatedUnion('status', [
    z.strictObject({ ...about, status: z.literal('observed'), result: result.nullable() }),
    z.strictObject({ ...about, status: z.enum(['open', 'missing', 'superseded']) }),
    z.strictObject({ key, revision, status: z.literal('entered-in-error') }),
  ]),
);

export type OutcomeObservation = z.output<typeof outcomeObservation>;
export type OutcomeResult = z.output<typeof result>;

export type OutcomeObservationEvent = CloudEventAttributes & { readonly observation: OutcomeObservation };

export function readOutcomeObservation(record: RawRecord): ReadResult<OutcomeObservationEvent> {
  const read = readCloudEvent(record);
  if (!read.ok) return read;
  const { data, ...event } = read.event;
  if (event.type !== outcomeObservationType) return refuseType(event.type, [outcomeObservationType]);
  const parsed = outcomeObservation.safeParse(data);
  if (!parsed.success) return { ok: false, reason: 'schema-violation', detail: pathsOf(parsed.error, 'data') };
  return { ok: true, event: { ...event, observation: parsed.data } };
}

export function outcomeObservationHeaders(event: { readonly id: string; readonly source: string }) {
  return binaryModeHeaders({
    specversion: '1.0',
    ...event,
    type: outcomeObservationType,
    contentType: 'application/json',
  });
}
