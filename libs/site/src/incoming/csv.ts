import { painLocations, recalls } from '@ilium/contracts';
import { z } from 'zod';

/**
 * Which column of a CSV file of scores means what. Codes stay as they are; what they measure stands in
 * `codes.measures`. A row is taken whole or refused whole.
 */

const column = z.string().min(1).max(200).describe('Name of a column, as the first line of the file has it.');
const columns = z.array(column).min(1).max(10).readonly();
const name = z.string().min(1).max(100);

/** Letters that stand for parts of a date; anything else stands for itself. */
const dateFormat = z
  .string()
  .regex(
    /^(?=.*YYYY)[YMDHhmsAZ ./:T,-]+$/,
    'a form of dates expected, such as YYYY-MM-DD, M/D/YYYY or DD.MM.YYYY HH:mm',
  )
  .refine(hasEachPartOnce, 'each part of a date once expected')
  .describe('YYYY, MM or M, MMM (Mar), DD or D, HH or H, hh or h with A (AM, PM), mm, ss, Z (zone).');
const timeFormat = z
  .string()
  .regex(/^(?=.*[Hh])[HhmsA :.]+$/, 'a form of times expected, such as HH:mm')
  .refine(hasEachPartOnce, 'each part of a time once expected')
  .describe('HH or H, hh or h with A (AM, PM), mm, ss.');

const moment = z.strictObject({
  column,
  time: column.optional().describe('Column of the time of day, where it stands apart.'),
});

const number = z.strictObject({
  column,
  assigner: name.optional().describe('Picks the row of `identifiers`, where numbers of several systems come in.'),
  type: name.optional().describe('As assigner, for the type of a number.'),
});

const timing = z.enum(['before', 'after']).describe('Of a score of the day of the procedure.');
const missingReason = z.enum(['not-asked', 'asked-declined', 'asked-unknown', 'not-performed', 'unknown']);

/** A score that has a column of its own. */
const wideColumn = z.strictObject({
  code: name.optional().describe('Left out: the name of the column.'),
  system: name.optional(),
  unit: z.string().min(1).max(50).optional(),
  timing: timing.optional(),
  painLocation: z.enum(painLocations).optional(),
  recall: z.enum(recalls).optional(),
  effective: moment.optional().describe('Where this score has a date of its own.'),
  answers: z.boolean().default(false).describe('Answers that are no numbers are kept as codes.'),
});

/** One score a row, and a column that says which. */
const longColumns = z.strictObject({
  code: column,
  system: name.optional().describe('System of the codes in that column.'),
  value: column,
  unit: column.optional(),
  painLocation: column.optional(),
  recall: column.optional(),
  timing: z
    .strictObject({ column, before: z.array(name).readonly(), after: z.array(name).readonly() })
    .optional()
    .describe('Which words of a column mean before and after the procedure.'),
  answers: z.boolean().default(false).describe('Answers that are no numbers are kept as codes.'),
});

const identifier = z.strictObject({
  columns: columns.describe('Together they name a row for ever; in wide form the name of the column is added.'),
  system: z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'a URI expected, such as urn:oid:1.2.3 or https://…')
    .optional()
    .describe('Left out: one of this site and this map.'),
});

const csvMap = z
  .strictObject({
    application: name.describe('The application that the file comes from. Part of the keys of facts: never change it.'),
    family: z.string().min(1).max(50).default('csv').describe('Family of the feed. Part of the keys of facts.'),
    separator: z.string().length(1).default(','),
    charset: z
      .string()
      .refine(isCharset, 'a character set expected, such as UTF-8, ISO-8859-1 or windows-1252')
      .default('UTF-8')
      .describe('A byte order mark in the file comes first.'),
    decimal: z.enum(['.', ',']).default('.').describe('What stands before the decimals of a number.'),
    dates: z.array(dateFormat).min(1).readonly().default(['YYYY-MM-DD', 'YYYY-MM-DD HH:mm', 'YYYY-MM-DD HH:mm:ss']),
    times: z.array(timeFormat).min(1).readonly().default(['HH:mm', 'HH:mm:ss']),
    only: z
      .record(column, z.array(z.string().max(200)).min(1).readonly())
      .default({})
      .describe('Rows that concern us: by column, the words that it may hold. Other rows are skipped and counted.'),
    carry: z
      .strictObject({ by: columns, columns })
      .optional()
      .describe('Columns that are only filled in the first row of several that belong together.'),
    patient: number.describe("The patient's number; its system is that of `identifiers`, kind patient."),
    identifier: identifier.optional().describe("The source's name of a score. Left out: patient, code and date."),
    effective: moment
      .optional()
      .describe('When the score was given. Times are of `timeZone`, unless they have a zone.'),
    stated: moment.optional().describe('When the row was written or changed; orders corrections.'),
    void: z
      .strictObject({ column, values: z.array(z.string().min(1).max(100)).min(1).readonly() })
      .optional()
      .describe('Which words of a column mean that the row is taken back.'),
    visit: number.optional(),
    procedure: number.optional(),
    order: number.optional(),
    account: number.optional(),
    missing: z
      .record(z.string().max(50), missingReason)
      .default({})
      .describe(
        "Words that stand for no answer, and why. `''` is an empty cell; without it, an empty cell says nothing.",
      ),
    measures: z.record(column, wideColumn).optional().describe('Wide form: one column a score.'),
    measure: longColumns.optional().describe('Long form: one row a score.'),
  })
  .refine(({ measures, measure }) => (measures === undefined) !== (measure === undefined), {
    path: ['measures'],
    error: 'either measures (one column a score) or measure (one row a score) expected',
  });

export const csvMaps = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'small letters, digits and hyphens expected'),
  csvMap,
);

function hasEachPartOnce(form: string): boolean {
  const parts = (form.match(/Y+|M+|D+|H+|h+|m+|s+|A|Z/g) ?? []).map((part) => part.replace('h', 'H').charAt(0));
  return new Set(parts).size === parts.length;
}

function isCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

export type CsvMap = z.output<typeof csvMap>;
export type CsvNumber = z.output<typeof number>;
export type CsvMoment = z.output<typeof moment>;
export type CsvMeasure = z.output<typeof wideColumn>;
