import { describe, expect, test } from '@jest/globals';
import { goodRecords } from '../testing/good-records.js';
import { supportedElements, unseenSupport, type SupportedElement } from './must-support.js';
import { usCoreVersions } from './rule.js';

const names = supportedElements.map((row) => [`${row.profile}: ${row.anyOf.join(' or ')}`, row] as const);

describe('what US Core wants supported', () => {
  test('is nothing more where records say it all', () => {
    expect(unseenSupport(goodRecords)).toEqual([]);
  });

  test('is no matter of profiles that nothing claims', () => {
    expect(unseenSupport([{ resourceType: 'Procedure' }])).toEqual([]);
  });

  test.each(names)('is reported where no record shows it, from its version on: %s', (_, row) => {
    const silent = goodRecords.map((record) => withoutAny(record, row));
    for (const profileVersion of usCoreVersions) {
      expect(unseenSupport(silent, { profileVersion }).includes(row)).toBe(row.versions.includes(profileVersion));
    }
  });
});

function withoutAny(record: (typeof goodRecords)[number], { anyOf }: SupportedElement) {
  const stems = anyOf.map((element) => element.replace('[x]', ''));
  const kept = Object.entries(record).filter(
    ([name]) => !stems.some((stem, place) => (anyOf[place] === stem ? name === stem : name.startsWith(stem))),
  );
  return { ...Object.fromEntries(kept), resourceType: record.resourceType };
}
