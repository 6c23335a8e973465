import { describe, expect, it } from '@jest/globals';
import { failingChecks, lastMessage, readListening } from './service-process.js';

const entry = (fields: object): string => JSON.stringify(fields);

describe("a service's log", () => {
  it('says where the service listens', () => {
    expect(readListening(entry({ level: 'info', msg: 'listening', url: 'http://127.0.0.1:4601' }))).toBe(
      'http://127.0.0.1:4601',
    );
    expect(readListening(entry({ level: 'info', msg: 'stopping', url: 'x' }))).toBeUndefined();
    expect(readListening('listening')).toBeUndefined();
    expect(readListening('{"msg":"listening"')).toBeUndefined();
  });

  it.each([
    [
      'the last grave entry',
      [
        entry({ level: 'fatal', msg: 'start failed', error: { message: 'no database' } }),
        entry({ level: 'info', msg: 'stopped' }),
      ],
      'start failed: no database',
    ],
    ['levels as numbers', [entry({ level: 60, msg: 'crashed' })], 'crashed'],
    [
      'what was not written by the logger',
      [entry({ level: 'info', msg: 'x' }), 'mapper cannot start.', '  ID_KEY is not set'],
      'mapper cannot start.\n      ID_KEY is not set',
    ],
    [
      'the last entry',
      [entry({ level: 'info', msg: 'stopping' }), entry({ level: 'info', msg: 'stopped' })],
      'stopped',
    ],
    ['silence', [], 'it said nothing'],
  ])('tells what went wrong: %s', (_case, lines, message) => {
    expect(lastMessage(lines)).toBe(message);
  });
});

describe("a service's health", () => {
  it('names the checks that are down', () => {
    const checks = { database: { status: 'up' }, kafka: { status: 'down', reason: 'x' }, outbox: { status: 'down' } };
    expect(failingChecks(entry({ status: 'down', checks }))).toBe('kafka, outbox');
    expect(failingChecks('<html>')).toBe('its health');
  });
});
