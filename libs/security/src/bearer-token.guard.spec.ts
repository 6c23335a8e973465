import { describe, expect, test } from '@jest/globals';
import { ForbiddenException, UnauthorizedException } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { Access } from './access.js';
import { BearerTokenGuard } from './bearer-token.guard.js';

const token = 'a-token-of-tests-that-is-long-enough';

function ask(access: Access, authorization?: string, host?: string) {
  const answered: Record<string, string> = {};
  const reply = { header: (name: string, value: string) => void (answered[name] = value) };
  const context = new ExecutionContextHost([{ headers: { authorization, host } }, reply]);
  return { answered, pass: () => new BearerTokenGuard(access).canActivate(context) };
}

describe('a route that asks for a token', () => {
  test.each([`Bearer ${token}`, `bearer   ${token} `])('lets through who sends it: %s', (header) => {
    expect(ask({ kind: 'token', token }, header).pass()).toBe(true);
  });

  test.each([
    ['none', undefined, 'Bearer'],
    ['another scheme', `Basic ${token}`, 'Bearer'],
    ['another token', `Bearer ${token}x`, 'Bearer error="invalid_token"'],
    ['the beginning of it', `Bearer ${token.slice(0, -1)}`, 'Bearer error="invalid_token"'],
  ])('refuses %s, with a challenge, and repeats nothing', (_, header, challenge) => {
    const { answered, pass } = ask({ kind: 'token', token }, header);
    expect(pass).toThrow(UnauthorizedException);
    expect(pass).not.toThrow(new RegExp(token));
    expect(answered).toEqual({ 'www-authenticate': challenge });
  });

  test('is off where no token is configured, and says what to set', () => {
    expect(ask({ kind: 'off' }, `Bearer ${token}`).pass).toThrow(ForbiddenException);
    expect(ask({ kind: 'off' }).pass).toThrow('API_TOKEN');
  });

  test('is open to this machine while one tries things out', () => {
    for (const host of [undefined, 'localhost', '127.0.0.1:4603', '[::1]:4603', 'LOCALHOST:80'])
      expect(ask({ kind: 'open' }, undefined, host).pass()).toBe(true);
  });

  test('is then not open to a page from elsewhere whose name leads to this machine', () => {
    for (const host of [
      'clinic.example',
      'clinic.example:4603',
      '127.0.0.1.clinic.example',
      'localhost.clinic.example:80',
    ])
      expect(ask({ kind: 'open' }, undefined, host).pass).toThrow('Ask as localhost or 127.0.0.1, or set API_TOKEN');
  });
});
