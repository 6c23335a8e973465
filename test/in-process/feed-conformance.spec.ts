import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  bundleProblems,
  derive,
  derivedKinds,
  factsFrom,
  joinAll,
  nothingKnown,
  toBundle,
  usCoreVersions,
  type FhirRecord,
  type PatientOutputs,
  type Rules,
  type UsCoreVersion,
} from '@ilium/clinical';
import { parseProcedureEvent } from '@ilium/contracts';
import { loadSite } from '@ilium/site';
import { generate } from '../../apps/hospital/src/feed/generate.js';
import { lastDay } from '../../apps/hospital/src/feed/last-day.js';
import { keyedIds } from '../../apps/mapper/src/keyed-ids.js';
import { projectRoot } from '../../dev/src/project.js';
import { problemsIn } from '../../libs/clinical/src/testing/r4-problems.js';
import { isUcum } from '../../libs/clinical/src/testing/ucum.js';

/** What the hospital's whole story becomes under the rules of its site, and a part of it with every figure in the chart. */

const { rules: siteRules } = loadSite(join(projectRoot, 'config', 'sites', 'riverside.yaml'));
const ids = keyedIds('a key for tests that is long enough to pass');

function personsOf(courses: number, rules: Rules): readonly PatientOutputs[] {
  const news = [...generate({ seed: 1, courses })].map(({ event }) => {
    const read = parseProcedureEvent(event);
    if (!read.ok) throw new Error(read.detail);
    return factsFrom(read.event, ids);
  });
  return derive(joinAll(nothingKnown, news), rules, lastDay, ids);
}

const recordsOf = ({ resources }: PatientOutputs) => resources.map(({ resource }) => resource);
const retractionsOf = ({ resources }: PatientOutputs) => resources.map(({ retraction }) => retraction);

/** Without a version by the rules of all versions together: what breaks none of them breaks none of any version. */
function problemsOf(records: readonly FhirRecord[], version?: UsCoreVersion): readonly string[] {
  const options = { isUcum, ...(version === undefined ? {} : { profileVersion: version }) };
  return bundleProblems(toBundle(records, siteRules.base), options).map(({ rule, element }) => `${rule}: ${element}`);
}

/** How often each thing is wrong: a broken rule breaks thousands of records. */
function tally(problems: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const problem of problems) counts[problem] = (counts[problem] ?? 0) + 1;
  return counts;
}

const everyFigure: Rules = { ...siteRules, derivedInChart: derivedKinds };

describe.each([
  { courses: 2_000, name: 'the rules of the site', rules: siteRules },
  { courses: 150, name: 'every derived figure in the chart', rules: everyFigure },
])('the records of a feed of $courses courses, with $name', ({ courses, rules }) => {
  const persons = personsOf(courses, rules);

  it.each([
    ['all', recordsOf],
    ['all retractions', retractionsOf],
  ])('%s are valid FHIR R4 and keep the rules of all versions of US Core', (_, pick) => {
    const problems = persons.flatMap((person) => {
      const records = pick(person);
      return [...records.flatMap(problemsIn), ...problemsOf(records)];
    });
    expect(tally(problems)).toEqual({});
  });

  it.each(usCoreVersions)('conform to US Core %s: those of every fiftieth person', (version) => {
    const sample = persons.filter((_, place) => place % 50 === 0);
    expect(sample.flatMap(recordsOf).length).toBeGreaterThan(100);
    expect(tally(sample.flatMap((person) => problemsOf(recordsOf(person), version)))).toEqual({});
    expect(tally(sample.flatMap((person) => problemsOf(retractionsOf(person), version)))).toEqual({});
  });

  it('would not pass without their subject', () => {
    const without = { ...recordOf(persons, 'Procedure'), subject: undefined };
    expect(problemsIn(without as FhirRecord)).not.toEqual([]);
    expect(problemsOf([without as FhirRecord])).not.toEqual([]);
  });

  it('are of each type, and of each figure that the chart is to have', () => {
    const records = persons.flatMap(recordsOf);
    expect(new Set(records.map(({ resourceType }) => resourceType))).toEqual(
      new Set(['Patient', 'Procedure', 'MedicationAdministration', 'Observation']),
    );
    const codes = new Set(
      records.flatMap((record) => ('code' in record ? (record.code?.coding ?? []) : [])).map(({ code }) => code),
    );
    for (const kind of rules.derivedInChart) expect(codes).toContain(kind);
  });
});

function recordOf(persons: readonly PatientOutputs[], type: FhirRecord['resourceType']): FhirRecord {
  const record = persons.flatMap(recordsOf).find(({ resourceType }) => resourceType === type);
  if (record === undefined) throw new Error(`the feed made no ${type}`);
  return record;
}
