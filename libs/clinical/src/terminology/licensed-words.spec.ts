import { describe, expect, test } from '@jest/globals';
import { injectionDay } from '../testing/contents.js';
import { pain, treatment } from '../testing/courses.js';
import { derived } from '../testing/derived.js';
import { measures } from './measures.js';
import { procedureCodes } from './procedure-codes.js';

describe('trap 27: descriptions of CPT, LOINC and SNOMED CT, and the questions of forms, belong to others', () => {
  test('a code that came without words goes into the chart without words', () => {
    const { procedures, administrations, observations } = derived([...treatment('1'), pain(8, -1)], injectionDay);
    const concepts = [
      ...procedures.flatMap(({ code, bodySite }) => [code, ...(bodySite ?? [])]),
      ...administrations.map(({ medicationCodeableConcept }) => medicationCodeableConcept),
      ...observations.map(({ code }) => code),
    ];
    const codings = concepts.flatMap((concept) => concept?.coding ?? []);
    expect(codings.length).toBeGreaterThan(5);
    expect(codings.filter(({ display }) => display !== undefined)).toEqual([]);
  });

  test('what stands beside them is our own short name', () => {
    const [procedure] = derived(treatment('1'), injectionDay).procedures;
    expect(procedure?.code?.text).toBe('Sacroiliac joint injection');
  });

  test('no measure is named by a question, and no row describes a code at length', () => {
    const described = procedureCodes.map(({ source }) => /\((.*)\)$/.exec(source)?.[1] ?? '');
    const texts = [...measures.map(({ name }) => name), ...described];
    expect(texts.filter((text) => text.includes('?') || text.length > 60)).toEqual([]);
  });
});
