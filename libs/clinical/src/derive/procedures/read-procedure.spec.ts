import { describe, expect, test } from '@jest/globals';
import type { Code } from '@ilium/contracts';
import { injection, leftInjection, ofProcedure, steroid } from '../../testing/contents.js';
import { derived, sidesOf } from '../../testing/derived.js';
import { administration, procedure } from '../../testing/events.js';

const pcs: Code = { system: 'I10P', code: '0SG73JZ' };

describe('inpatient codes are evidence only', () => {
  test('ICD-10-PCS alone never yields an SI joint or a side, and is listed', () => {
    const { procedures, work } = derived([procedure({ id: 'PRC1' }, { ...injection, codes: [pcs] })]);
    expect(procedures).toEqual([]);
    expect(work).toEqual(['not-counted: 0SG73JZ: an inpatient code is evidence only']);
  });

  test('beside a CPT code it is kept as a further coding, and says no side', () => {
    const codes = [{ system: 'C4', code: '27279' }, pcs];
    const result = derived([procedure({ id: 'PRC1' }, { ...injection, codes })]);
    expect(result.procedures[0]?.code?.coding?.map(({ code }) => code)).toEqual([
      '27279',
      '0SG73JZ',
      'si-joint-fusion',
    ]);
    expect(sidesOf(result)).toEqual(['Sacroiliac joint, side not reported']);
  });
});

describe('clinical rule 7: epidurals that go in at the middle', () => {
  test.each([['LT'], ['RT'], ['50']])('have no side: %s is a conflict of the modifiers', (modifier) => {
    const codes = [{ system: 'C4', code: '62323' }];
    const result = derived([procedure({ id: 'PRC1' }, { ...injection, codes, modifiers: [modifier] })]);
    expect(result.work).toEqual(['conflict: modifiers']);
    expect(sidesOf(result).join()).not.toMatch(/left|right/i);
  });
});

describe('clinical rule 7: words of a medial branch block, and a steroid in the joint', () => {
  const blocked = (route: Code) => {
    const codes = [{ system: 'C4', code: '64493', display: 'Lumbar medial branch block' }];
    return derived([
      procedure({ id: 'PRC1' }, { ...leftInjection, codes }),
      administration({ id: 'MED1' }, { ...steroid, route, ...ofProcedure('PRC1') }),
    ]).work;
  };

  test('contradict each other about the type; a steroid at the nerve does not', () => {
    expect(blocked({ system: 'SCT', code: '12130007' })).toContain('conflict: type');
    expect(blocked({ system: 'SCT', code: '78421000' })).not.toContain('conflict: type');
  });
});
