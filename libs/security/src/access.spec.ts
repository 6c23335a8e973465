import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { accessOf, tokenVariables } from './access.js';

const token = 'a-token-of-tests-that-is-long-enough';

describe('who may use what asks for a token', () => {
  test('is whoever has the token, wherever the service listens', () => {
    expect(accessOf({ API_TOKEN: token, HTTP_HOST: '0.0.0.0' }, { NODE_ENV: 'production' })).toEqual({
      kind: 'token',
      token,
    });
  });

  test.each(['127.0.0.1', '::1'])('without one is who is on this machine (%s), but not in production', (HTTP_HOST) => {
    expect(accessOf({ HTTP_HOST }, {})).toEqual({ kind: 'open' });
    expect(accessOf({ HTTP_HOST }, { NODE_ENV: 'production' })).toEqual({ kind: 'off' });
  });

  test('without one is nobody where others can reach the service', () => {
    expect(accessOf({ HTTP_HOST: '0.0.0.0' }, {})).toEqual({ kind: 'off' });
    expect(accessOf({ HTTP_HOST: '10.0.0.7' }, {})).toEqual({ kind: 'off' });
  });

  test.each(['short', `${'x'.repeat(31)}`, `${token} and blanks`])(
    'a token that can not be one is refused: %s',
    (text) => {
      expect(z.object(tokenVariables).safeParse({ API_TOKEN: text }).success).toBe(false);
    },
  );
});
