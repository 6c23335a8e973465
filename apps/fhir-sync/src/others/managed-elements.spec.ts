import { describe, expect, it } from '@jest/globals';
import { goldenRecords } from '../testing/golden-records.js';
import { isManaged, plainName, sharedLists } from './managed-elements.js';

describe('the elements that are ours', () => {
  it('are all that Ilium ever writes, as the golden files tell', () => {
    const unmanaged = goldenRecords.flatMap((record) =>
      Object.keys(record)
        .filter((name) => !isManaged(record.resourceType, name) && sharedLists[plainName(name)] === undefined)
        .map((name) => `${record.resourceType}.${name}`),
    );
    expect(unmanaged).toEqual([]);
  });

  it.each(['note', 'followUp', 'report', 'recorder', 'contained', 'modifierExtension'])(
    'are not those that others write: %s',
    (name) => {
      expect(isManaged('Procedure', name)).toBe(false);
    },
  );
});
