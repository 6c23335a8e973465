import { codeTables, dayIn, defaultRules, derivedKinds } from '@ilium/clinical';
import { measureCodes, painLocations, procedureTypes, recalls, siteName } from '@ilium/contracts';
import { z } from 'zod';
import { targets } from './delivery/targets.js';
import { incoming } from './incoming/incoming.js';

/**
 * The site file, key by key. What is left out is as in `defaultRules`. Descriptions become the help that editors show.
 */

const days = z.int().min(0).max(36_525);
const minutes = z.int().min(0).max(10_080);
const percent = z.number().min(0).max(100);
const name = z.string().min(1).max(100);
const names = z
  .array(name)
  .refine((list) => new Set(list).size === list.length, 'the same name stands twice')
  .readonly();

/** The contract of the outcome topic limits a window's name. */
const windowName = z.string().regex(/^[A-Z0-9]{1,10}$/, 'at most 10 capital letters and digits expected');
const someDays = z.strictObject({
  firstDay: days.exactOptional(),
  lastDay: days.exactOptional(),
  nominalDay: days.exactOptional(),
});
const someMinutes = z.strictObject({
  firstMinute: minutes.exactOptional(),
  lastMinute: minutes.exactOptional(),
  nominalMinute: minutes.exactOptional(),
});

const { block, charges, privacy } = defaultRules;
const byType = z.enum(['usual', ...procedureTypes]);

const siteCode = z.strictObject({
  system: name.optional().describe('As messages write it. Left out: whatever system the code came with.'),
  code: name.describe('As messages write it, in quotes where it is all digits.'),
  as: z
    .string()
    .min(1)
    .max(300)
    .describe(
      'What it stands for: `CPT|27096`, `SCT|…`, `LN|…`, `https://…|code`, or a word of ours such as `steroid`.',
    ),
});

const expectedMeasure = z.strictObject({
  measure: z.enum(measureCodes),
  painLocation: z.enum(painLocations).exactOptional(),
  recall: z.enum(recalls).exactOptional(),
});

const changeThatMatters = z.strictObject({
  percent: percent.exactOptional(),
  points: z.number().positive().max(100).exactOptional(),
});

export const siteFile = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'small letters, digits and hyphens expected')
    .describe('Names the site in logs.'),
  version: z
    .string()
    // It becomes a FHIR code: single blanks inside at most.
    .regex(/^\S+( \S+)*$/, 'no blanks at its ends expected')
    .max(50)
    .default(defaultRules.version)
    .describe('Names these rules; stands in every derived figure. Raise it when a rule changes.'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'an IANA time zone expected, such as America/New_York')
    .default(defaultRules.timeZone)
    .describe('IANA name of the zone that the hospital counts its days by.'),
  base: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s/?#@]+)*$/, 'an http(s) address without a slash at its end expected')
    .default(defaultRules.base)
    .describe('Base address of our own CodeSystems and extensions. It need not answer, and never changes.'),
  feedPrecedence: names
    .default(defaultRules.feedPrecedence)
    .describe('Families of feeds, the best source of a procedure first. What is not listed comes last.'),
  codes: z
    .partialRecord(z.enum(codeTables), z.array(siteCode).readonly())
    .default({})
    .describe("What the site's own codes mean, by table. They are looked up before the shipped tables."),
  bareCodes: z
    .enum(['recognised', 'unmapped'])
    .default(defaultRules.bareCodes)
    .describe('Whether a code without a system is taken for the one code of its table that reads the same.'),
  midnightMeansNoTime: names
    .default(defaultRules.midnightMeansNoTime)
    .describe('Sending applications whose 00:00:00 means that no time was given.'),
  charges: z
    .strictObject({
      asAdministrations: z.boolean().default(charges.asAdministrations),
      settleDays: days.default(charges.settleDays),
    })
    .default(charges)
    .describe('Whether a charged drug becomes an administration, and how long a credit waits for its new charge.'),
  expectedMeasures: z
    .partialRecord(byType, z.array(expectedMeasure).readonly())
    .default({})
    .describe('Measures that are expected after each therapeutic session, by type of procedure.'),
  baselineDays: z
    .partialRecord(byType, days)
    .default({})
    .describe('A baseline is at most this many days old at the session, by type of procedure.'),
  windows: z
    .union([
      z.array(z.strictObject({ name: windowName, firstDay: days, lastDay: days, nominalDay: days })).readonly(),
      z.partialRecord(z.enum(defaultRules.windows.map((window) => window.name)), someDays),
    ])
    .default({})
    .describe('Follow-up windows in days after the session: the whole list, or what differs, by name.'),
  shortWindows: z
    .union([
      z
        .array(z.strictObject({ name: windowName, firstMinute: minutes, lastMinute: minutes, nominalMinute: minutes }))
        .readonly(),
      z.partialRecord(z.enum(defaultRules.shortWindows.map((window) => window.name)), someMinutes),
    ])
    .default({})
    .describe('Windows of the first hours, in minutes after the needle: the whole list, or what differs, by name.'),
  primaryWindows: z
    .partialRecord(byType, windowName)
    .default({})
    .describe('The window that sentences about a type of procedure are about.'),
  block: z
    .strictObject({
      thresholdPercent: percent.default(block.thresholdPercent),
      beforeMinutes: minutes.default(block.beforeMinutes),
      leastBefore: z.number().min(0).max(10).default(block.leastBefore),
      afterFirstMinute: minutes.default(block.afterFirstMinute),
      afterLastMinute: minutes.default(block.afterLastMinute),
      mostVolume: z.number().positive().max(100).default(block.mostVolume),
    })
    .default(block)
    .describe('When a diagnostic block is positive, and when nobody can say.'),
  diaryDays: days
    .min(1)
    .default(defaultRules.diaryDays)
    .describe('Return of pain and steroid onset need at least a score a day for this many days.'),
  codeExpressions: z
    .boolean()
    .default(defaultRules.codeExpressions)
    .describe('Whether codes are also written with modifiers and sides: `27096:LT`, SNOMED CT with a laterality.'),
  diaryExpected: z
    .boolean()
    .default(defaultRules.diaryExpected)
    .describe('Whether a session without a diary is told as one; else only one whose diary was begun.'),
  reliefPercent: percent
    .default(defaultRules.reliefPercent)
    .describe('Relief is at least this many percent below the baseline.'),
  complicationDays: days.default(defaultRules.complicationDays).describe('Complications count within this many days.'),
  changesThatMatter: z
    .partialRecord(z.enum(measureCodes), changeThatMatters)
    .default({})
    .describe(
      'The change that matters, by measure, where a site follows another source than the table; either is enough.',
    ),
  pgicBest: z
    .enum(['lowest', 'highest'])
    .default(defaultRules.pgicBest)
    .describe("Which end of the site's form of the global impression of change is best."),
  privacy: z
    .strictObject({
      profile: z.enum(['limited', 'safe-harbor']).default(privacy.profile),
      hiddenFlags: names.default(privacy.hiddenFlags),
      testFlags: names.default(privacy.testFlags),
      harmlessFlags: names
        .default(privacy.harmlessFlags)
        .describe('Flags that hide nobody; one that stands in no list hides, and is work.'),
      sites: z
        .array(z.string().regex(siteName))
        .readonly()
        .default(privacy.sites)
        .describe('Sites that statistics are told apart by, as messages name them, besides the name of this file.'),
    })
    .default(privacy)
    .describe('What leaves the hospital on the outcome topic, and of whom nothing does.'),
  policies: names.default([]).describe("Files of coverage policies, as seen from this file's folder."),
  derivedInChart: z
    .array(z.enum(derivedKinds))
    .readonly()
    .default(defaultRules.derivedInChart)
    .describe('Derived figures that are written to the chart as Observations.'),
  ...incoming,
  targets: targets.describe('FHIR servers and interface engines that records are written to.'),
});

export type SiteFile = z.output<typeof siteFile>;

/** For editors, and for telling which keys there are. */
export const publishedSiteFile = z.toJSONSchema(siteFile, { io: 'input' });

function isTimeZone(zone: string): boolean {
  try {
    return dayIn(0, zone) !== '';
  } catch {
    return false;
  }
}
