import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openBody, sealBody } from './sealed-body.js';

const older = ['older', createSecretKey(Buffer.alloc(32, 1))] as const;
const newer = ['newer', createSecretKey(Buffer.alloc(32, 2))] as const;
const body = Buffer.from('MSH|^~\\&|SIM-EHR\r', 'latin1');

describe('a sealed body', () => {
  it('opens byte for byte, and never looks the same twice', () => {
    const keys = new Map([older]);
    const [one, two] = [sealBody(body, 'id', keys), sealBody(body, 'id', keys)];
    expect(openBody(one, 'id', keys)).toEqual(body);
    expect(one.bytes).not.toEqual(two.bytes);
    expect(one.bytes.includes(Buffer.from('SIM-EHR'))).toBe(false);
  });

  it('is sealed with the first key and opens with any that is there', () => {
    const sealed = sealBody(body, 'id', new Map([older]));
    const keys = new Map([newer, older]);
    expect(openBody(sealed, 'id', keys)).toEqual(body);
    expect(sealBody(body, 'id', keys).key).toBe('newer');
  });

  it('whose key is gone says which variable to mend', () => {
    const sealed = sealBody(body, 'id', new Map([older]));
    expect(() => openBody(sealed, 'id', new Map([newer]))).toThrow(/BODY_KEYS/);
    expect(() => sealBody(body, 'id', new Map())).toThrow(/BODY_KEYS/);
  });

  it.each(['under another message', 'with a byte changed'])('%s does not open', (how) => {
    const keys = new Map([older]);
    const { key, bytes } = sealBody(body, 'id', keys);
    const changed = Buffer.from(bytes);
    if (how !== 'under another message') changed[20] = (changed[20] ?? 0) ^ 1;
    expect(() => openBody({ key, bytes: changed }, how === 'under another message' ? 'other' : 'id', keys)).toThrow(
      /authenticate/,
    );
  });
});
