import { describe, expect, it } from '@jest/globals';
import { acknowledges, controlIdOf } from './acknowledgement.js';

describe('the control id of a message', () => {
  it.each([
    ['MSH|^~\\&|A|B|C|D|20260312||ADT^A01|ID-1|T|2.5\rPID|1', 'ID-1'],
    ['MSH|^~\\&|A|B|C|D|20260312||ADT^A01|ID-1\nPID|1', 'ID-1'],
    ['MSH$^~\\&$A$B$C$D$20260312$$ADT^A01$ID-2$T', 'ID-2'],
    ['MSH|^~\\&|A|B|C|D|20260312||ADT^A01||T|2.5\rMSA|AA|ID-9', undefined],
    ['MSH|^~\\&\rPID|||||||||ID-9', undefined],
    ['PID|1', undefined],
    ['MSH', undefined],
    ['', undefined],
  ])('of %j is %s', (message, controlId) => {
    expect(controlIdOf(Buffer.from(message))).toBe(controlId);
  });
});

describe('an acknowledgement', () => {
  it.each([
    ['MSH|^~\\&|A\rMSA|AA|ID-1\r', { code: 'AA', controlId: 'ID-1' }],
    ['MSH|^~\\&|A\rSFT|x\rMSA|CE|ID-1|text\rERR||PR1^1^5', { code: 'CE', controlId: 'ID-1' }],
    ['MSH|^~\\&|A\r\nMSA|AE|ID-1\r\n', { code: 'AE', controlId: 'ID-1' }],
    ['MSH#^~\\&#A\rMSA#AR#ID-1', { code: 'AR', controlId: 'ID-1' }],
    ['MSH|^~\\&|A\rMSA|AA|', undefined],
    ['MSH|^~\\&|A\rPID|1', undefined],
    ['MSA|AA|ID-1', undefined],
  ])('%j says %j', (answer, said) => {
    expect(acknowledges(Buffer.from(answer))).toEqual(said);
  });
});
