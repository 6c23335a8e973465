import { expect, test } from '@jest/globals';
import { pain, treatment } from '../../testing/courses.js';
import { derived } from '../../testing/derived.js';

test.each([
  ['asked-declined', 'declined'],
  ['not-asked', 'not-asked'],
  ['patient moved to the sea', 'unknown'],
  [undefined, 'unknown'],
])('clinical rule 21: of a report without a value that says %p the window is missing: %s', (said, expected) => {
  const report = pain(0, 7, { value: undefined, ...(said === undefined ? {} : { missingReason: said }) });
  const missing = derived([...treatment('1'), report]).outcomes.filter(({ about }) => about.measure === 'nrs');
  const reasons = missing.map(({ about, status }) => [about.window, status, Reflect.get(about, 'missingReason')]);
  expect(reasons.slice(0, 2)).toEqual([
    ['W1', 'missing', expected],
    ['W2', 'missing', undefined],
  ]);
});
