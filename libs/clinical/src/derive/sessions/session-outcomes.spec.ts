import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent, Report } from '@ilium/contracts';
import { leftInjection } from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { procedure } from '../../testing/events.js';

function sessionsTold(report: Partial<Report<'procedure'>>, ...more: readonly ProcedureEvent[]) {
  const { patients } = derived([procedure({ id: 'PRC1' }, { ...leftInjection, ...report }), ...more]);
  return patients
    .flatMap(({ outcomes }) => outcomes.map(({ observation }) => observation.content))
    .flatMap((content) => (content.kind === 'session' ? [content.result] : []));
}

describe('clinical rule 10: sessions that complication rates are of', () => {
  test.each([
    ['completed', true],
    ['stopped', false],
  ] as const)('one that was %s is told, with what it was', (status, isCompleted) => {
    expect(sessionsTold({ status })).toEqual([{ isCompleted, isTherapeutic: false, isDiagnostic: false }]);
  });

  test.each<[string, Partial<Report<'procedure'>>]>([
    ['not begun', { status: 'not-done' }],
    ['without a day', { performed: '2026', performedEnd: undefined }],
    ['disputed (clinical rule 9)', { text: 'Lumbar epidural steroid injection' }],
  ])('one that is %s is not', (_, report) => {
    expect(sessionsTold(report)).toEqual([]);
  });

  test('both sides of one visit are one session', () => {
    expect(sessionsTold({ modifiers: ['50'] })).toHaveLength(1);
  });
});
