import { describe, expect, it } from '@jest/globals';
import { whileDatabaseIsThere } from './database-away.js';
import { StoreAway } from './source-message.js';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error('failed'), { code }));

describe('a database', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57014', '08006', '53300', '40P01', '40001', '55P03', '58030'])(
    'is away when it answers %s',
    async (code) => {
      await expect(whileDatabaseIsThere(failing(code))).rejects.toBeInstanceOf(StoreAway);
    },
  );

  it.each(['42P01', '42501', '22P05', '23505'])('is there when it answers %s: waiting helps nothing', async (code) => {
    await expect(whileDatabaseIsThere(failing(code))).rejects.toThrow('failed');
  });

  it('hands on what it answers, and faults of the program', async () => {
    expect(await whileDatabaseIsThere(() => Promise.resolve(7))).toBe(7);
    await expect(whileDatabaseIsThere(() => Promise.reject(new TypeError('no code')))).rejects.toThrow('no code');
  });
});
