import { describe, expect, it } from '@jest/globals';
import { headerSegment, repeated, segment } from './segment.js';

describe('a segment', () => {
  it('has its fields in their places, and nothing behind the last that is valued', () => {
    expect(segment('PR1', { 1: 1, 3: ['27096', undefined, 'C4'], 6: undefined })).toBe('PR1|1||27096^^C4');
    expect(segment('EVN', {})).toBe('EVN');
  });

  it('has repetitions, components and sub-components', () => {
    expect(segment('PR1', { 16: repeated(['LT', ['KX', 'met']]) })).toBe(`PR1${'|'.repeat(16)}LT~KX^met`);
    expect(segment('ORC', { 8: [['ORD1', 'RIVERSIDE'], ['ORD2']] })).toBe(`ORC${'|'.repeat(8)}ORD1&RIVERSIDE^ORD2`);
  });

  it('counts its fields from the separator where it is the header', () => {
    expect(headerSegment({ 3: 'SIM-EHR', 11: 'T' })).toBe('MSH|^~\\&|SIM-EHR||||||||T');
  });

  it('escapes separators and line ends in texts, and no other signs', () => {
    expect(segment('NTE', { 3: 'a|b^c&d~e\\f\r\ng' })).toBe('NTE|||a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f\\X0D\\\\X0A\\g');
    expect(segment('NTE', { 3: 'één – ½ %{score}' })).toBe('NTE|||één – ½ %{score}');
  });
});
