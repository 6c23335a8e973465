import {
  measureCodes,
  missingReasons,
  outcomeKinds,
  outcomeStatuses,
  painLocations,
  procedureTypes,
  recalls,
} from '@ilium/contracts';
import { z } from 'zod';
import { numeral } from '../questions/numeral.js';
import { once } from '../questions/once.js';
import { pageParameters } from '../questions/page-parameters.js';
import { selectionWith } from '../questions/selection.js';
import { countedBy, countedNames, parts } from './counted.js';
import { placeText } from './cursor.js';

export const episodesAsked = selectionWith({
  counted: z
    .enum(countedNames, once(countedNames.join(', ')))
    .default('observed')
    .describe('Which number of an answer it is.'),
  what: z
    .string()
    .regex(/^[a-z0-9/-]{1,60}$/, once('a word of the answer, for example declined'))
    .optional()
    .describe('Of `missing`, `complication`, `block` (`positive/single`) and of doubts: only this one.'),
  value: numeral(once('a number'))
    .optional()
    .describe('Of `change`, `percent-change`, `return-of-pain` and `steroid-onset`: only this value.'),
  day: numeral(once('a day, 0 or more'))
    .pipe(z.int(once('a day, 0 or more')).min(0, once('a day, 0 or more')).max(100_000, once('a day, 0 or more')))
    .optional()
    .describe('Of `relief-then`, `relief-ended` and `relief-not-known`: by this day.'),
  scale: z
    .enum(['with-unsaid', 'exact'], once('with-unsaid, exact'))
    .default('with-unsaid')
    .describe(
      'Where a location or recall period is asked for: with those who said none since they never answered, or without (a group of rates that were asked of any).',
    ),
  ...pageParameters('outcomes', placeText),
});
export type EpisodesAsked = z.output<typeof episodesAsked>;

/** Why a number can't be narrowed so; undefined where it can. */
export function contradictionInParts(asked: EpisodesAsked): string | undefined {
  const able = countedBy(asked.counted);
  const vain = parts.find((part) => asked[part] !== undefined && able[part] === undefined);
  if (vain !== undefined) return `${vain}: ${asked.counted} has no such part. Leave it out.`;
  if (able.day !== undefined && asked.day === undefined) return `day: ${asked.counted} is of a day. Give it.`;
  return undefined;
}

const outcome = z.object({
  key: z.uuid().describe('Pseudonym of the outcome; the same through all corrections.'),
  revision: z.int().describe('The highest is the newest. It tells no time of a patient.'),
  kind: z.enum(outcomeKinds),
  status: z.enum(outcomeStatuses),
  measure: z.enum(measureCodes).nullable(),
  painLocation: z.enum(painLocations).nullable(),
  recall: z.enum(recalls).nullable(),
  window: z.string().nullable(),
  missingReason: z.enum(missingReasons).nullable(),
  baseline: z.number().nullable(),
  value: z.number().nullable(),
  betterBy: z.number().nullable().describe("In the measure's own unit, positive where better."),
  percentBetter: z.number().nullable().describe('Of the baseline, positive where better.'),
  result: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .nullable()
    .describe('What was found, of outcomes that are no score.'),
  rulesVersion: z.string().nullable().describe('The rules by which the outcome was derived.'),
});

export const episodesAnswer = z.object({
  episodes: z
    .array(
      z.object({
        episode: z.uuid().describe('Pseudonym of the session: the unit of outcome. Only the mapper can lead back.'),
        procedureType: z.enum(procedureTypes),
        period: z.string().describe('When the session was: its month (`2026-03`), or its year.'),
        outcomes: z.array(outcome).describe('Its outcomes that are counted in the number.'),
      }),
    )
    .describe('By pseudonym, which is random. An episode at the end of a page may go on in the next one.'),
  after: z.string().nullable().describe('Where the next page begins. Null: this is the last one.'),
});
export type EpisodesAnswer = z.output<typeof episodesAnswer>;
export type Episode = EpisodesAnswer['episodes'][number];
export type EpisodeOutcome = z.output<typeof outcome>;
