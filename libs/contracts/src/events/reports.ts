import { z } from 'zod';
import { day, moment } from '../moment.js';
import { code, coded, codes, identifier, quantity, reported, sites, text, ties } from './elements.js';

/** The content of each report. All fields may be absent (nothing said) or null (deleted). */

/** FHIR event-status, as far as sources say it. */
const eventStatus = z.enum(['preparation', 'in-progress', 'completed', 'stopped', 'not-done', 'unknown']);

const procedure = reported({
  ...coded,
  ...ties,
  ...sites,
  status: eventStatus,
  modifiers: z.array(text(20)).max(10),
  performed: moment,
  performedEnd: moment,
  diagnoses: codes,
  performer: identifier,
  location: text(200),
  purpose: code.describe("What the source calls the procedure's purpose, e.g. HL7 table 0230 `D` or `P`."),
  guidance: code,
  position: code.describe('How the patient lay, e.g. prone.'),
  contrastSpread: code.describe('What the contrast showed: in the joint, beside it, in a vessel, or not confirmed.'),
});

const order = reported({
  ...coded,
  ...ties,
  ...sites,
  status: text(50),
  modifiers: z.array(text(20)).max(10),
  scheduled: moment,
  purpose: code.describe("What the order calls the procedure's purpose, e.g. HL7 table 0230 `D` or `P`."),
});

const administration = reported({
  ...ties,
  ...sites,
  status: z.enum(['completed', 'stopped', 'not-done', 'unknown']),
  medication: codes,
  text: text(500),
  dose: quantity,
  route: code,
  start: moment,
  end: moment,
  performer: identifier,
  lot: text(100),
});

const charge = reported({
  ...coded,
  ...ties,
  modifiers: z.array(text(20)).max(10),
  transaction: z.enum(['charge', 'credit']),
  quantity,
  serviceDate: moment,
  diagnoses: codes,
});

const score = reported({
  ...ties,
  ...sites,
  measure: code,
  value: z.number(),
  answer: code.describe('For answers that are not numbers.'),
  unit: text(50),
  effective: moment,
  timing: z
    .enum(['before', 'after'])
    .describe("Whether a score of the procedure's own day was taken before or after it."),
  painLocation: text(50).describe('Where the pain is, as the source calls it.'),
  recall: text(50).describe('The time that the question is about, as the source calls it.'),
  valueSet: text(100).describe('The value set that an EQ-5D index was computed with, e.g. `US`.'),
  missingReason: text(50).describe('Why there is no value.'),
});

const complication = reported({ ...coded, ...ties, onset: moment });

const history = reported({ ...coded, performed: moment });

const patient = reported({
  birthDate: day,
  sex: text(20),
  family: text(100).describe(
    'The family name: only compared with that of a chart before it is written to, and never used to find one.',
  ),
  deceased: z.union([z.boolean(), moment]),
  flags: z.array(text(50)).max(20),
});

export const reports = { procedure, order, administration, charge, score, complication, history, patient };

export type ReportKind = keyof typeof reports;
export const reportKinds = Object.keys(reports) as readonly ReportKind[];

export type Report<Kind extends ReportKind> = z.output<(typeof reports)[Kind]>;

/** The names of all fields that a report of a kind may carry. */
export function reportFields(kind: ReportKind): readonly string[] {
  return Object.keys(reports[kind].shape);
}
