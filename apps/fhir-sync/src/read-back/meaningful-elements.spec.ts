import { describe, expect, test } from '@jest/globals';
import { differencesOf } from './differences-of.js';
import { holdsMeaning, meaningfulElements, standingOf, weightOf } from './meaningful-elements.js';

/** A value of some type that a choice can have, else a text: rows are about places, not about types. */
function sampleAt(element: string): Record<string, unknown> {
  const [name = '', ...rest] = element.split('.');
  const key = name.endsWith('[x]') ? `${name.slice(0, -3)}String` : name;
  return { [key]: rest.length === 0 ? 'said' : sampleAt(rest.join('.')) };
}

const rows = Object.entries(meaningfulElements).flatMap(([type, elements]) =>
  Object.entries(elements).map(([element, standing]) => [type, element, standing] as const),
);

describe.each(rows)('%s.%s', (resourceType, element, standing) => {
  const sent = { resourceType, ...sampleAt(element) };
  const changed: unknown = JSON.parse(JSON.stringify(sent).replace('"said"', '"other"'));

  test('is a meaning when it is changed, and when it is gone', () => {
    expect(differencesOf(sent, changed)).toMatchObject([{ kind: 'changed', weight: 'meaning' }]);
    expect(differencesOf(sent, { resourceType })).toMatchObject([{ kind: 'missing', weight: 'meaning' }]);
  });

  test(`is ${standing === 'alone' ? 'a meaning' : 'of others'} when we said nothing of it`, () => {
    const found = differencesOf({ resourceType }, sent);
    expect(found.map(({ kind, weight }) => `${kind} ${weight}`)).toEqual(standing === 'alone' ? ['added meaning'] : []);
  });
});

test('what stands below a meaning is one, and what holds one counts when it is gone', () => {
  expect(weightOf('Procedure', 'performedPeriod.end')).toBe('meaning');
  expect(weightOf('MedicationAdministration', 'dosage.text')).toBe('detail');
  expect(holdsMeaning('MedicationAdministration', 'dosage')).toBe(true);
  expect(standingOf('Observation', 'component[3].valueQuantity.value')).toBe('alone');
  expect(weightOf('Device', 'status')).toBe('meaning');
  expect(weightOf('constructor', 'note')).toBe('detail');
});
