import { describe, expect, it } from '@jest/globals';
import { verdictOf } from './answers.js';
import { refusalOf } from './refusal.js';

const patience = { firstMs: 100, longestMs: 1_000, mostErrors: 3 };
const tried = { attempts: 4, errors: 1 };

function answer(...segments: readonly string[]): Buffer {
  return Buffer.from(['MSH|^~\\&|EHR', ...segments, ''].join('\r'));
}

describe('an answer', () => {
  it.each([
    ['AA', tried, { state: 'acknowledged', errors: 1, againMs: null }],
    ['CA', tried, { state: 'acknowledged', errors: 1, againMs: null }],
    ['AR', tried, { state: 'refused', errors: 1, againMs: null }],
    ['CR', tried, { state: 'refused', errors: 1, againMs: null }],
    ['AE', tried, { state: 'sent', errors: 2, againMs: expect.any(Number) }],
    ['CE', tried, { state: 'sent', errors: 2, againMs: expect.any(Number) }],
    ['AE', { ...tried, errors: 2 }, { state: 'refused', errors: 3, againMs: null }],
    ['ZZ', tried, { state: 'sent', reason: 'unknown-answer', errors: 1, againMs: expect.any(Number) }],
  ])('%s decides about its message', (code, tried, verdict) => {
    expect(verdictOf(answer(`MSA|${code}|C1`), tried, patience)).toMatchObject(verdict);
  });
});

describe('the reason of a refusal', () => {
  it.each([
    [['MSA|AR|C1|unknown patient'], 'AR; unknown patient'],
    [
      ['MSA|AE|C1', 'ERR||PID^1^3|204^Unknown key identifier^HL70357|E|||no such number|Call the desk'],
      'AE; 204^Unknown key identifier^HL70357; no such number; Call the desk',
    ],
    [['MSA|AE|C1', 'ERR|PID^1^3^101'], 'AE; PID^1^3^101'],
    [['MSA|AR|C1|a\u0000b'], 'AR; a b'],
    [[`MSA|AR|C1|${'x'.repeat(2_000)}`], `AR; ${'x'.repeat(996)}`],
  ])('%# is kept in what it says', (segments, reason) => {
    expect(refusalOf(answer(...segments))).toBe(reason);
  });
});
