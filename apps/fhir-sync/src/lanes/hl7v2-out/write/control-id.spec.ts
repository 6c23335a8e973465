import { describe, expect, it } from '@jest/globals';
import { controlIdOf } from './control-id.js';

describe('a control id', () => {
  it('is the same for the same parts, another for others or under another key, and fits into MSH-10', () => {
    const id = controlIdOf('secret', ['ehr', 'Observation/o1', 1]);
    expect(id).toMatch(/^[0-9A-F]{20}$/);
    expect(controlIdOf('secret', ['ehr', 'Observation/o1', 1])).toBe(id);
    const others = [
      controlIdOf('other', ['ehr', 'Observation/o1', 1]),
      controlIdOf('secret', ['ehr', 'Observation/o1', 2]),
    ];
    expect(new Set([id, ...others]).size).toBe(3);
  });
});
