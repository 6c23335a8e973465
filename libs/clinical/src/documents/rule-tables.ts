import type { ProcedureType } from '@ilium/contracts';
import { absentReasons, doubtTexts } from '../fhir/figure-values.js';
import { ownCodeSystems } from '../fhir/own-code-systems.js';
import { defaultRules, type Rules } from '../rules.js';
import { measures, type ChangeThatMatters, type Measure } from '../terminology/measures.js';
import { codeNames } from './code-tables.js';
import type { DocumentTable } from './marked-tables.js';

export const measureTable: DocumentTable = {
  head: ['measure', 'code', 'family', 'range', 'better', 'asks about', 'percentage', 'change that matters', 'source'],
  rows: measures.map((measure) => [
    measure.name,
    measure.codings.map(({ system, code }) => codeNames(system, [code])).join('; '),
    measure.family,
    `${measure.range.join(' to ')} ${measure.units[0].ucum}`,
    measure.better,
    questionOf(measure),
    percentageOf(measure),
    changeOf(measure),
    measure.source,
  ]),
};

function questionOf({ recall, codings }: Measure): string {
  const told = codings
    .filter((coding) => coding.recall !== undefined)
    .map((coding) => `${coding.recall} by ${coding.code}`);
  return recall ?? told.join('; ');
}

function percentageOf({ hasPercentage, origin, lowBaselineBelow }: Measure): string {
  if (origin === 'stated')
    return hasPercentage ? 'is one itself, stated by the patient' : 'none: stated by the patient';
  if (!hasPercentage) return 'none';
  return lowBaselineBelow === undefined ? 'yes' : `yes; baselines below ${lowBaselineBelow} are counted apart`;
}

function changeOf({ measure, improvedBy, improvedByPoints }: Measure): string {
  const configured = defaultRules.changesThatMatter[measure];
  const said = [
    improvedBy === undefined ? undefined : inWords(improvedBy),
    improvedByPoints === undefined ? undefined : `${improvedByPoints} points are a rate of their own`,
    configured === undefined ? undefined : `${inWords(configured)}, as sources disagree: \`changesThatMatter\``,
  ];
  return said.filter((part) => part !== undefined).join('; ') || 'none found: no "improved" is said';
}

function inWords({ percent, points }: ChangeThatMatters): string {
  const either = [
    points === undefined ? undefined : `${points} points`,
    percent === undefined ? undefined : `${percent} %`,
  ];
  return either.filter((part) => part !== undefined).join(' or ');
}

export const windowTable: DocumentTable = {
  head: ['window', 'from', 'to', 'nominal'],
  rows: [
    ...defaultRules.shortWindows.map(({ name, firstMinute, lastMinute, nominalMinute }) => [
      `\`${name}\``,
      ...[firstMinute, lastMinute, nominalMinute].map((minute) => `${minute} min`),
    ]),
    ...defaultRules.windows.map(({ name, firstDay, lastDay, nominalDay }) => [
      `\`${name}\``,
      ...[firstDay, lastDay, nominalDay].map((day) => `day ${day}`),
    ]),
  ],
};

/** Why figures and blocks have no answer. */
export const doubtTable: DocumentTable = {
  head: ['reason', 'means', 'in FHIR'],
  rows: Object.entries(doubtTexts).map(([code, text]) => {
    const absent = Object.entries(absentReasons).find(([known]) => known === code)?.[1];
    return [`\`${code}\``, text, absent === undefined ? 'block `indeterminate`' : `no value, \`${absent}\``];
  }),
};

export const codeSystemTable: DocumentTable = {
  head: ['CodeSystem', 'is about', 'codes'],
  rows: ownCodeSystems.map(({ name, title, meanings }) => {
    const codes = Object.entries(meanings ?? {}).map(([code, meaning]) => `\`${code}\` ${meaning}`);
    return [`\`${name}\``, title, meanings === undefined ? "the site file's `version`" : codes.join('; ')];
  }),
};

interface Decision {
  readonly decides: string;
  readonly byDefault: (rules: Rules) => string;
}

const listed = (words: readonly string[]) => (words.length === 0 ? 'none' : words.join(', '));
const byType = <Value>(
  { usual, ...others }: { readonly usual: Value } & Partial<Record<ProcedureType, Value>>,
  shown: (value: Value) => string,
) => [shown(usual), ...Object.entries(others).map(([type, value]) => `${type} ${shown(value)}`)].join('; ');

/** Every rule that is ours to set, or the site's: what is not here is fixed by the code. */
const decisions: Readonly<Record<keyof Rules, Decision>> = {
  version: { decides: 'the name of these rules, in every derived figure', byDefault: ({ version }) => version },
  timeZone: { decides: 'whose calendar days are counted', byDefault: ({ timeZone }) => timeZone },
  base: { decides: 'the address of our own CodeSystems', byDefault: ({ base }) => base },
  feedPrecedence: {
    decides: 'which source is the best of one act',
    byDefault: ({ feedPrecedence }) => listed(feedPrecedence),
  },
  codes: { decides: "what the site's own codes mean", byDefault: ({ codes }) => listed(Object.keys(codes)) },
  bareCodes: { decides: 'whether a code without a system counts', byDefault: ({ bareCodes }) => bareCodes },
  midnightMeansNoTime: {
    decides: 'whose midnight means that there is no time',
    byDefault: ({ midnightMeansNoTime }) => listed(midnightMeansNoTime),
  },
  charges: {
    decides: 'whether a bill may stand for a drug; when a credit takes a procedure back',
    byDefault: ({ charges }) => `${charges.asAdministrations ? 'yes' : 'no'}; after ${charges.settleDays} days`,
  },
  expectedMeasures: {
    decides: 'what every patient is asked after a treatment',
    byDefault: ({ expectedMeasures }) => byType(expectedMeasures, (all) => listed(all.map(({ measure }) => measure))),
  },
  baselineDays: {
    decides: 'how old a baseline may be',
    byDefault: ({ baselineDays }) => byType(baselineDays, (days) => `${days} days`),
  },
  windows: { decides: 'when an answer counts as a follow-up', byDefault: () => 'the table of windows' },
  shortWindows: { decides: 'the same in the first hours', byDefault: () => 'the table of windows' },
  primaryWindows: {
    decides: 'the window that sentences are about',
    byDefault: ({ primaryWindows }) => byType(primaryWindows, (name) => name),
  },
  block: {
    decides: 'when a block is positive, and what makes it indeterminate',
    byDefault: ({ block }) =>
      `${block.thresholdPercent} %; score before at most ${block.beforeMinutes} min old and at least ${block.leastBefore} of 10; after ${block.afterFirstMinute} to ${block.afterLastMinute} min; at most ${block.mostVolume} mL`,
  },
  diaryDays: { decides: 'how long a diary has to be', byDefault: ({ diaryDays }) => `${diaryDays} days` },
  diaryExpected: {
    decides: 'whether every patient keeps a diary',
    byDefault: ({ diaryExpected }) => (diaryExpected ? 'yes' : 'no'),
  },
  reliefPercent: { decides: 'what counts as relief', byDefault: ({ reliefPercent }) => `at least ${reliefPercent} %` },
  complicationDays: {
    decides: 'how long a complication belongs to a session',
    byDefault: ({ complicationDays }) => `${complicationDays} days`,
  },
  changesThatMatter: {
    decides: 'the change that matters, where sources disagree or the site follows another one',
    byDefault: ({ changesThatMatter }) =>
      listed(Object.entries(changesThatMatter).map(([measure, change]) => `${measure} ${inWords(change)}`)),
  },
  pgicBest: { decides: "which end of the site's form is best", byDefault: ({ pgicBest }) => pgicBest },
  privacy: {
    decides: 'how coarse outcomes are; who is hidden; who is a test patient; which flags say neither',
    byDefault: ({ privacy }) =>
      [privacy.profile, ...[privacy.hiddenFlags, privacy.testFlags, privacy.harmlessFlags].map(listed)].join('; '),
  },
  policies: {
    decides: 'which coverage policies answer',
    byDefault: ({ policies }) => listed(policies.map(({ name }) => name)),
  },
  codeExpressions: {
    decides: 'whether codes also come with modifiers and sides',
    byDefault: ({ codeExpressions }) => (codeExpressions ? 'yes' : 'no'),
  },
  derivedInChart: {
    decides: 'which derived figures are written to the chart',
    byDefault: ({ derivedInChart }) => listed(derivedInChart),
  },
};

export const decisionTable: DocumentTable = {
  head: ['key', 'decides', 'default'],
  rows: Object.entries(decisions).map(([key, { decides, byDefault }]) => [
    `\`${key}\``,
    decides,
    byDefault(defaultRules),
  ]),
};
