import { describe, expect, test } from '@jest/globals';
import { blockDoubts, complicationCategories, figureDoubts } from '@ilium/contracts';
import { defaultRules, derivedKinds } from '../rules.js';
import { pain, treatment } from '../testing/courses.js';
import { derived } from '../testing/derived.js';
import { derivedFrom, goldenCases } from '../testing/golden-cases.js';
import { problemsIn } from '../testing/r4-problems.js';
import { codeSystemResources, ownCodeSystems } from './own-code-systems.js';

const { base } = defaultRules;
const resources = codeSystemResources(base);
const codesOf = new Map(resources.map(({ url, concept = [] }) => [url, concept.map(({ code }) => code)]));

describe('our own CodeSystems', () => {
  test.each(resources.map((one) => [one.id, one] as const))('%s is valid FHIR R4', (_, one) => {
    expect(problemsIn(one)).toEqual([]);
  });

  test('say every code once, in words that are not the code', () => {
    const concepts = resources.flatMap(({ concept = [] }) => concept);
    expect(concepts.filter(({ code, display }) => !display || display === code)).toEqual([]);
    for (const codes of codesOf.values()) expect(codes).toEqual([...new Set(codes)]);
  });

  test('have every closed word of theirs', () => {
    const coded = (name: string) => Object.keys(ownCodeSystems.find((one) => one.name === name)?.meanings ?? {});
    expect(coded('figure-doubt').sort()).toEqual([...figureDoubts].sort());
    expect(coded('block-doubt').sort()).toEqual([...blockDoubts].sort());
    expect(coded('complication').sort()).toEqual([...complicationCategories].sort());
    expect(coded('derived-observation')).toEqual(expect.arrayContaining([...derivedKinds]));
  });
});

describe('no record has a code of ours that is in none of them', () => {
  const isKnown = ({ system, code }: { readonly system: string; readonly code: string }) =>
    system === `${base}/CodeSystem/rules` || codesOf.get(system)?.includes(code) === true;

  test.each(goldenCases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const rules = { ...one.rules, derivedInChart: derivedKinds };
    const records = derivedFrom({ ...one, rules }).flatMap(({ resources: written }) => written);
    expect(records.flatMap(({ resource }) => ourCodings(resource)).filter((coding) => !isKnown(coding))).toEqual([]);
  });

  test('the check itself finds them', () => {
    const { procedures } = derived([...treatment('1'), pain(8, -1)]);
    expect(procedures.flatMap(ourCodings).length).toBeGreaterThan(1);
    expect(isKnown({ system: `${base}/CodeSystem/procedure-type`, code: 'mixed' })).toBe(false);
  });
});

function ourCodings(value: unknown): readonly { readonly system: string; readonly code: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { system, code } = value as { system?: unknown; code?: unknown };
  const isOurs = typeof system === 'string' && system.startsWith(`${base}/CodeSystem/`) && typeof code === 'string';
  return [...(isOurs ? [{ system, code }] : []), ...Object.values(value).flatMap(ourCodings)];
}
