import { z } from 'zod';
import {
  binaryModeHeaders,
  readCloudEvent,
  type CloudEventAttributes,
  type RawRecord,
  type ReadResult,
} from './cloud-event.js';
import {
  ageBands,
  agentsGiven,
  blockAnswers,
  blockDoubts,
  complicationCategories,
  contrastSpreads,
  epiduralApproaches,
  figureDoubts,
  guidanceModalities,
  intents,
  measureCodes,
  measureFamilies,
  missingReasons,
  painLocations,
  priorTreatments,
  procedureTypes,
  reasonGroups,
  recalls,
  reliefEnds,
  sessionSides,
  sexes,
  spinalRegions,
  steroids,
} from './outcome-words.js';
import { pathsOf } from './paths-of.js';
import { refuseType } from './unknown-type.js';

/**
 * The topic `outcome-observations`: one pseudonymised observation per key, with random pseudonyms and no time finer than
 * a month (profile `limited`) or a year (profile `safe-harbor`). The same key carries open, observed, missing, superseded
 * or its retraction; the highest revision wins.
 */
export const outcomeObservationType = 'ilium.outcome.observation.v1';

const key = z.uuid().describe('Pseudonym; random, the same for all revisions of one observation.');
const revision = z.int().positive().describe('The highest wins, whatever the order of arrival.');

const flag = z.boolean().nullable().describe('Null where it can not be said.');

/** More than any scale or percentage comes to, and few enough thousandths to be counted exactly: what is beyond is a mistake. */
const change = z.number().min(-1e12).max(1e12);

/** From the session on: three hundred years. */
const mostDays = 100_000;
const day = z.int().min(0).max(mostDays);

const result = z
  .strictObject({
    baseline: z
      .number()
      .nullable()
      .describe('Null for measures that are an answer of themselves, and where there is none.'),
    value: z.number(),
    betterBy: change.nullable().describe("In the measure's own unit, positive where the patient is better."),
    percentBetter: change
      .nullable()
      .describe('Percent of the baseline, positive where better; null where a percentage means nothing.'),
    baselineBand: z
      .enum(['zero', 'low', 'usual', 'none'])
      .describe('Low baselines keep their percentage and are counted apart: they enter no rate.'),
    improved: flag,
    improvedByPoints: flag
      .optional()
      .describe('By the points that matter, where the measure has such a number as a rate of its own.'),
    over50: flag,
    atLeast50: flag,
    atLeast75: flag,
    origin: z
      .enum(['computed', 'stated'])
      .default('computed')
      .describe("Computed from two scores, or the patient's own statement: never mixed."),
    doubt: z.enum(figureDoubts).optional().describe('Why figures are null.'),
  })
  .describe('What was found in the window, against the baseline.');

const period = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/)
  .describe('Month `2026-03`, or year `2026` in profile `safe-harbor`.');

/** What sessions are told apart by in statistics. */
/** A name without spaces. */
export const siteName = /^[A-Za-z0-9][\w.-]{0,39}$/;

const strata = z.strictObject({
  intent: z.enum(intents),
  agents: z.enum(agentsGiven),
  sides: z.enum(sessionSides),
  contrast: z.enum(contrastSpreads).optional(),
  region: z.enum(spinalRegions).optional(),
  approach: z.enum(epiduralApproaches).optional(),
  levels: z.int().min(1).max(20).optional().describe('Spinal levels treated, where the codes say so.'),
  isIndex: z
    .boolean()
    .describe("The patient's first session of its type in the year: sentences about patients count these."),
  reasons: z.array(z.enum(reasonGroups)),
  priorTreatments: z.array(z.enum(priorTreatments)),
  ageBand: z.enum(ageBands).optional().describe('At the session; left out where the date of birth leaves it open.'),
  sex: z.enum(sexes).optional(),
  guidance: z
    .enum(guidanceModalities)
    .optional()
    .describe('Where one is told; a code that includes imaging tells none.'),
  steroid: z.enum(steroids).optional().describe('Where one was given into the target.'),
  site: z
    .string()
    .regex(siteName)
    .optional()
    .describe(
      'Of the hospital, by a name that its site file has; left out where messages name several, and in profile `safe-harbor`.',
    ),
});

const about = {
  key,
  revision,
  session: z.uuid().describe('Pseudonym of the session: the unit of outcome.'),
  procedureType: z.enum(procedureTypes),
  period: period.describe('When the session was: its month, or its year in profile `safe-harbor`.'),
  asOf: period
    .optional()
    .describe('Since when the status holds: of older records only. Beside the period it would tell the day.'),
  strata: strata.optional(),
  rulesVersion: z.string().min(1),
};

const scale = {
  measure: z.enum(measureCodes),
  family: z.enum(measureFamilies),
  painLocation: z.enum(painLocations).optional(),
  recall: z.enum(recalls).optional(),
  side: z.enum(['left', 'right']).optional().describe('Where the score names one joint: the outcome is of that joint.'),
};

const score = {
  ...about,
  ...scale,
  kind: z.literal('score').optional().describe('A score in a window; also where it is left out.'),
  window: z.string().min(1).max(10).describe('Follow-up window, e.g. `W6` or `M12`.'),
  isExpected: z
    .boolean()
    .optional()
    .describe('Whether the site asks for this measure after each such session; left out in older records.'),
};

const observed = z.literal('observed');

const block = z.strictObject({
  ...about,
  kind: z.literal('block'),
  status: observed,
  side: scale.side,
  result: z.strictObject({
    answer: z.enum(blockAnswers),
    doubt: z.enum(blockDoubts).optional(),
    percentRelief: z.number().nullable(),
    thresholdPercent: z.number(),
    repetition: z
      .enum(['single', 'confirmed'])
      .describe('Confirmed: a second block of the same target answered alike.'),
  }),
});

const timeToEvent = z.strictObject({
  ...about,
  ...scale,
  kind: z.enum(['return-of-pain', 'steroid-onset']),
  status: observed,
  result: z.strictObject({ days: z.number().min(0).max(mostDays).nullable(), doubt: z.enum(figureDoubts).optional() }),
});

const reliefDuration = z.strictObject({
  ...about,
  ...scale,
  kind: z.literal('relief-duration'),
  status: observed,
  result: z.strictObject({
    end: z.enum(reliefEnds),
    lastDayWith: day.nullable().describe('The last day on which relief was seen; 0 for non-responders.'),
    baselineBand: z
      .enum(['low', 'usual'])
      .optional()
      .describe('Of a low baseline a small change is half of it: counted apart. Left out where there is no baseline.'),
    firstDayWithout: day.nullable().describe('The first day on which it was seen gone; null while it lasts.'),
    doubt: z.enum(figureDoubts).optional(),
  }),
});

const complication = z.strictObject({
  ...about,
  kind: z.literal('complication'),
  status: observed,
  result: z.strictObject({ category: z.enum(complicationCategories), daysAfter: day.nullable() }),
});

const session = z
  .strictObject({
    ...about,
    kind: z.literal('session'),
    status: observed,
    result: z.strictObject({ isCompleted: z.boolean(), isTherapeutic: z.boolean(), isDiagnostic: z.boolean() }),
  })
  .describe('A session that was begun, completed or stopped: what rates of complications are of.');

export const outcomeObservation = z.compile(
  z.discriminatedUnion('kind', [
    z.discriminatedUnion('status', [
      z.strictObject({ ...score, status: observed, result: result.nullable() }),
      z.strictObject({
        ...score,
        status: z.literal('missing'),
        missingReason: z.enum(missingReasons).optional().describe('Where a source said why there is no answer.'),
      }),
      z.strictObject({ ...score, status: z.enum(['open', 'superseded']) }),
      z.strictObject({ kind: score.kind, key, revision, status: z.literal('entered-in-error') }),
    ]),
    block,
    timeToEvent,
    reliefDuration,
    complication,
    session,
  ]),
);

export type OutcomeObservation = z.output<typeof outcomeObservation>;
export type OutcomeResult = z.output<typeof result>;
export type OutcomeStrata = z.output<typeof strata>;
export type BlockResult = z.output<typeof block>['result'];
export type TimeToEventResult = z.output<typeof timeToEvent>['result'];
export type ReliefDurationResult = z.output<typeof reliefDuration>['result'];
export type ComplicationResult = z.output<typeof complication>['result'];
export type SessionResult = z.output<typeof session>['result'];

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
