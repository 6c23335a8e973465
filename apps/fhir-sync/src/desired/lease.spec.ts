import { describe, expect, it } from '@jest/globals';
import { Lease } from './lease.js';

describe('lease', () => {
  it('outlasts a request only when it ends well after it', () => {
    const lease = new Lease('id', 8_000, 0);
    expect(lease.outlasts(7_000, 0)).toBe(true);
    expect(lease.outlasts(7_001, 0)).toBe(false);
    expect(lease.outlasts(5_000, 2_001)).toBe(false);
  });

  it('lasts its full time again from the moment its renewal was asked for', () => {
    const lease = new Lease('id', 8_000, 0);
    lease.renewed(4_000);
    expect(lease.outlasts(7_000, 4_000)).toBe(true);
  });
});
