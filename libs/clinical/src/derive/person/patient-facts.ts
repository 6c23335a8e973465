import type { PatientKey } from '../../facts/fact.js';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { genderOf, type Gender } from '../../terminology/genders.js';
import type { LiveReport } from '../reports/live-reports.js';
import { momentOf, type Day } from '../reports/moments.js';
import { bestSourceFirst } from '../reports/source-rank.js';
import { workItem, type WorkItem } from '../work.js';
import { isSameFamily } from './family-names.js';

/** Who the person is, besides a number: what a chart is compared with before it is written to. */
export interface PatientIdentity {
  readonly birthDay: Day | undefined;
  readonly gender: Gender | undefined;
  readonly family: string | undefined;
}

/** What is known of the person, as far as deriving depends on it. */
export interface PatientFacts extends PatientIdentity {
  readonly isDead: boolean;
  /** Where a source knows it to the day. */
  readonly deathDay: Day | undefined;
  /** In small letters and without blanks or hyphens, sorted. */
  readonly flags: readonly string[];
  /** Opted out, a very important person, or otherwise marked as sensitive; also by a flag that no list knows. */
  readonly isHidden: boolean;
  readonly isTest: boolean;
}

/**
 * Day of birth, sex and family name are what the best source says, each by itself; what was said of the identifier that
 * survived a merge goes before what was said of the others. A death and a flag hold as soon as one source says so: sources that have
 * not heard of a death go on saying "not deceased", and an opt-out told to one feed is meant for all. Only the source
 * that said it takes it back.
 */
export function readPatientFacts(
  reports: readonly LiveReport<'patient'>[],
  survivor: PatientKey,
  rules: Rules,
  ids: Ids,
): { readonly facts: PatientFacts; readonly work: readonly WorkItem[] } {
  const inRank = bestSourceFirst(reports, rules);
  const isOwn = ({ patient }: LiveReport) => patient === survivor;
  const sources = [...inRank.filter(isOwn), ...inRank.filter((source) => !isOwn(source))];
  const identity = readIdentity(sources, ids);
  const deaths = sources.filter(
    ({ report: { deceased } }) => deceased !== null && deceased !== undefined && deceased !== false,
  );
  const deathDays = deaths.filter((source) => deathDayOf(source, rules) !== undefined);
  const flags = new Set(sources.flatMap(flagsOf));
  const { hiddenFlags, testFlags } = rules.privacy;
  const isFlagged = (names: readonly string[]) => names.some((name) => flags.has(plain(name)));
  const unmapped = sources.filter((source) => flagsOf(source).some((flag) => !isKnownFlag(flag, rules)));
  return {
    facts: {
      ...identity.facts,
      isDead: deaths.length > 0,
      deathDay: deathDays[0] === undefined ? undefined : deathDayOf(deathDays[0], rules),
      flags: [...flags].sort(),
      isHidden: isFlagged(hiddenFlags) || unmapped.length > 0,
      isTest: isFlagged(testFlags),
    },
    work: [
      ...sources.flatMap(({ key, contradicted }) =>
        contradicted.map((field) => workItem('conflict', [key], field, ids)),
      ),
      ...unmapped.map(({ key }) => workItem('unmapped-code', [key], 'flags', ids)),
      ...identity.work,
      ...disagreement(deathDays, (source) => deathDayOf(source, rules), 'deceased', ids),
    ],
  };
}

function readIdentity(
  sources: readonly LiveReport<'patient'>[],
  ids: Ids,
): { readonly facts: PatientIdentity; readonly work: readonly WorkItem[] } {
  const births = sources.filter(({ report }) => report.birthDate);
  const sexes = sources.filter((source) => saidGender(source) !== undefined);
  const known = sexes.filter((source) => saidGender(source) !== 'unknown');
  const families = sources.filter(({ report }) => report.family);
  const [bestFamily] = families.map(({ report }) => report.family ?? undefined);
  return {
    facts: {
      birthDay: births[0]?.report.birthDate ?? undefined,
      gender: [...known, ...sexes].map(saidGender)[0],
      family: bestFamily,
    },
    work: [
      ...disagreement(births, ({ report }) => report.birthDate, 'birthDate', ids),
      ...disagreement(known, saidGender, 'sex', ids),
      ...disagreement(
        families,
        ({ report }) => isSameFamily(report.family ?? '', bestFamily ?? '') ?? true,
        'family',
        ids,
      ),
    ],
  };
}

function saidGender({ report }: LiveReport<'patient'>): Gender | undefined {
  return report.sex ? genderOf(report.sex) : undefined;
}

/** Why nothing of a patient goes to the outcome topic (clinical rule 25). Retracted there when a flag comes later. */
export type Exclusion = 'hidden' | 'test';

/** Whether outcomes are hidden, and why. A test patient is nobody who could opt out, and is counted as a test. */
export function exclusionOf({ isTest, isHidden }: PatientFacts): Exclusion | undefined {
  if (isTest) return 'test';
  return isHidden ? 'hidden' : undefined;
}

function deathDayOf({ report: { deceased } }: LiveReport<'patient'>, { timeZone }: Rules): Day | undefined {
  return typeof deceased === 'string' ? momentOf(deceased, timeZone).day : undefined;
}

function flagsOf({ report }: LiveReport<'patient'>): readonly string[] {
  return (report.flags ?? []).map(plain).filter((flag) => flag !== '');
}

/** Clinical rule 25, failing closed: whoever writes "do not share" means it, whether or not the site has listed it. */
function isKnownFlag(flag: string, { privacy }: Rules): boolean {
  return [...privacy.hiddenFlags, ...privacy.testFlags, ...privacy.harmlessFlags].some((name) => plain(name) === flag);
}

/** "Opt out", "OPT_OUT" and "opt-out" are one flag. */
function plain(flag: string): string {
  return flag.toLowerCase().replaceAll(/[\s_-]/g, '');
}

function disagreement(
  sources: readonly LiveReport<'patient'>[],
  valueOf: (source: LiveReport<'patient'>) => unknown,
  field: string,
  ids: Ids,
): readonly WorkItem[] {
  if (new Set(sources.map(valueOf)).size <= 1) return [];
  return [
    workItem(
      'conflict',
      sources.map(({ key }) => key),
      field,
      ids,
    ),
  ];
}
