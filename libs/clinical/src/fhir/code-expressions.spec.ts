import { describe, expect, test } from '@jest/globals';
import { leftInjection } from '../testing/contents.js';
import { derived } from '../testing/derived.js';
import { procedure } from '../testing/events.js';
import { defaultRules } from '../rules.js';

const events = [procedure({ id: 'P1' }, { ...leftInjection, modifiers: ['LT', 'KX'] })];
const codesOf = (codeExpressions: boolean) => {
  const [record] = derived(events, '2026-04-01', { ...defaultRules, codeExpressions }).procedures;
  return [...(record?.code?.coding ?? []), ...(record?.bodySite?.[0]?.coding ?? [])].map(({ code }) => code);
};

describe('trap 4: modifiers and sides in codes', () => {
  test('stand beside the bare codes, in the syntax of their systems', () => {
    expect(codesOf(true)).toEqual([
      '27096',
      '27096:LT:KX',
      'si-joint-injection',
      '39723000',
      '39723000:272741003=7771000',
    ]);
  });

  test('are left out for a server that only knows single codes; the words keep the side', () => {
    expect(codesOf(false)).toEqual(['27096', 'si-joint-injection', '39723000']);
    const [record] = derived(events, '2026-04-01', { ...defaultRules, codeExpressions: false }).procedures;
    expect(record?.bodySite?.[0]?.text).toBe('Left sacroiliac joint');
  });
});
