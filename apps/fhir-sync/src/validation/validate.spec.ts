import { describe, expect, test } from '@jest/globals';
import { validate } from './validate.js';

const bad = {
  resourceType: 'Procedure',
  id: 'p1',
  status: 'completed',
  code: { text: 'x' },
  subject: { identifier: { value: 'Jane Doe' } },
  identifier: [{ value: 'Jane Doe' }],
};
const good = { ...bad, identifier: undefined };

describe('a record that would not pass', () => {
  test('is kept back where the target blocks, for a reason that names element and source', () => {
    expect(validate(bad, 'block')).toMatchObject({
      isSent: false,
      reason: 'validation:Procedure.identifier',
      outcome: {
        resourceType: 'OperationOutcome',
        issue: [
          {
            expression: ['Procedure.identifier'],
            diagnostics: expect.stringContaining('PR1-19; Procedure.identifier'),
          },
        ],
      },
    });
    expect(JSON.stringify(validate(bad, 'block'))).not.toContain('Jane');
  });

  test('is sent with a note where the target warns', () => {
    expect(validate(bad, 'warn')).toMatchObject({ isSent: true, faults: [{ element: 'Procedure.identifier' }] });
  });

  test('is not looked at where the target lets it pass', () => {
    expect(validate(bad, 'pass')).toEqual({ isSent: true, faults: [] });
  });
});

test.each(['block', 'warn', 'pass'] as const)('a good record is sent under %s, without a note', (policy) => {
  expect(validate(good, policy)).toEqual({ isSent: true, faults: [] });
});
