import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { QueryFailedError } from 'typeorm';
import {
  BrokenContract,
  describeFault,
  isFromDatabase,
  judge,
  PermanentError,
  RepeatBatch,
  RetryLater,
  wantsRepeat,
  type Verdict,
} from './errors.js';

const coded = (code: string) => Object.assign(new Error('of a driver'), { code });
const named = (name: string) => Object.assign(new Error('of a library'), { name });

describe('judging an error', () => {
  it.each<[Verdict, string]>([
    ['retry', '08006'],
    ['retry', '57P01'],
    ['retry', '57014'],
    ['retry', '53300'],
    ['retry', '55P03'],
    ['retry', '25P03'],
    ['retry', '25006'],
    ['retry', 'CERT_HAS_EXPIRED'],
    ['retry', 'EPROTO'],
    ['retry', '40001'],
    ['retry', '40P01'],
    ['retry', 'ECONNREFUSED'],
    ['retry', 'EPIPE'],
    ['permanent', '22P05'],
    ['permanent', '23505'],
    ['permanent', '21000'],
    ['permanent', '54000'],
    ['permanent', 'P0001'],
    ['crash', '42P01'],
    ['crash', '42501'],
    ['crash', '25P02'],
    ['crash', 'XX000'],
    ['crash', '3D000'],
  ])('says %s to %s, also inside of what others wrap around it', (verdict, code) => {
    expect(judge(coded(code))).toBe(verdict);
    expect(judge(new QueryFailedError('SELECT', [], coded(code)))).toBe(verdict);
    expect(judge(new Error('outer', { cause: new Error('inner', { cause: coded(code) }) }))).toBe(verdict);
  });

  it('parks for an ordinary exception, waits for what is away, and crashes for a program that contradicts itself', () => {
    expect(judge(new TypeError('x is undefined'))).toBe('permanent');
    expect(judge('a text that was thrown')).toBe('permanent');
    expect(judge(new PermanentError('data.side'))).toBe('permanent');
    expect(judge(new RetryLater('The server is away.'))).toBe('retry');
    expect(judge(new BrokenContract('Fates are missing.'))).toBe('crash');
    expect(judge(named('TimeoutError'))).toBe('retry');
    expect(judge(named('KafkaJSConnectionError'))).toBe('retry');
    expect(judge(new Error('Connection terminated unexpectedly'))).toBe('retry');
    expect(judge(Object.assign(new Error('connect EMFILE'), { code: 'EMFILE', syscall: 'connect' }))).toBe('retry');
    expect(judge(Object.assign(new Error('open EACCES'), { code: 'EACCES', syscall: 'open' }))).toBe('permanent');
  });

  it('runs again what asks for it and what PostgreSQL rolled back for the sake of others', () => {
    expect([new RepeatBatch(), coded('40001'), coded('40P01')].map(wantsRepeat)).toEqual([true, true, true]);
    expect([new Error('x'), coded('23505'), coded('57P01')].map(wantsRepeat)).toEqual([false, false, false]);
  });

  it('is total: anything that can be thrown is judged, circular causes too', () => {
    const circular = new Error('a');
    circular.cause = new Error('b', { cause: circular });
    expect(judge(circular)).toBe('permanent');
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(['retry', 'permanent', 'crash']).toContain(judge(thrown));
        expect(typeof describeFault(thrown)).toBe('string');
      }),
    );
  });

  it('tells whether PostgreSQL refused', () => {
    expect(isFromDatabase(coded('22P05'))).toBe(true);
    expect(isFromDatabase(coded('EPIPE'))).toBe(false);
    expect(isFromDatabase(new TypeError('x'))).toBe(false);
  });

  it('describes a fault without what a message held', () => {
    const refusal = coded('22P02');
    refusal.message = 'invalid input syntax for type integer: "4711"';
    expect(describeFault(refusal)).toContain('22P02');
    expect(describeFault(refusal)).not.toContain('4711');
    expect(describeFault(new PermanentError('data.dose: no unit'))).toBe('data.dose: no unit');
  });
});
