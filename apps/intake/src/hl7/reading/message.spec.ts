import { describe, expect, it } from '@jest/globals';
import { isMessage, parseMessage } from './message.js';

const body = 'A|B|C|D|20260312||ORU^R01|1|T|2.5';

function parse(text: string, charset = 'utf-8') {
  return parseMessage(text, charset);
}

describe('segments', () => {
  it.each([
    ['CR', '\r'],
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['a mixture of empty lines', '\n\r\r\n'],
  ])('end with %s', (_, end) => {
    const message = parse(['MSH|^~\\&|' + body, 'PID|1||X', 'PV1|1'].join(end));
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'PID', 'PV1']);
  });

  it('that are none are left out', () => {
    const message = parse(`MSH|^~\\&|${body}\rnonsense\rpid|1\r\r 12|3\rZPR|x\rPIDX|1`);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'ZPR']);
  });

  it('are counted by name, as work notes name them', () => {
    const [, , second] = parse(`MSH|^~\\&|${body}\rPR1|1\rPR1|2`).segments;
    expect(second?.path(5)).toBe('PR1[2]-5');
  });

  it('number their fields as HL7 does, from MSH-1, the separator', () => {
    const message = parse(`MSH|^~\\&|${body}`);
    expect([2, 3, 10].map((field) => message.field('MSH', field).raw)).toEqual(['^~\\&', 'A', '1']);
  });
});

describe('separators', () => {
  it.each([
    ['as usual', '|^~\\&', '|', 'a^b&c~d', 'ORU^R01'],
    ["the sender's own", '#*+!%', '#', 'a*b%c+d', 'ORU*R01'],
    ['with a truncation character', '|^~\\&#', '|', 'a^b&c~d', 'ORU^R01'],
    ['with one written twice', '|^~\\\\&', '|', 'a^b&c~d', 'ORU^R01'],
    ['with none but the first', '|^', '|', 'a^b&c~d', 'ORU^R01'],
    ['empty', '|', '|', 'a^b&c~d', 'ORU^R01'],
    ['swapped, and not used so', '|~^\\&', '|', 'a^b&c~d', 'ORU^R01'],
    ['swapped, and used so', '|~^\\&', '|', 'a~b&c^d', 'ORU~R01'],
  ])('%s', (_, encoding, field, value, type) => {
    const header = ['MSH' + encoding, 'A', 'B', 'C', 'D', '20260312', '', type, '1', 'T', '2.5'].join(field);
    const read = parse(`${header}\rZXX${field}${value}`).field('ZXX', 1);
    expect(read.text).toBe('a');
    expect(read.component(2).text).toBe('b');
    expect(read.component(2).subcomponent(2).text).toBe('c');
    expect(read.repetitions.map(({ text }) => text)).toEqual(['a', 'd']);
  });
});

describe('a field', () => {
  const field = (raw: string, charset?: string) => parse(`MSH|^~\\&|${body}\rZXX|${raw}`, charset).field('ZXX', 1);

  it.each([
    [String.raw`a\F\b\S\c\T\d\R\e\E\f`, String.raw`a|b^c&d~e\f`],
    [String.raw`one\.br\two`, 'one\ntwo'],
    [String.raw`J\XC3B6\rg`, 'Jörg'],
    [String.raw`\X410D42\ `, 'A\rB'],
    [String.raw`\H\bold\N\ `, String.raw`\H\bold\N\ `.trim()],
    [String.raw`C:\temp\F\x`, String.raw`C:\temp|x`],
    [String.raw`\XC3\ and \X00\ and \X4\ `, String.raw`\XC3\ and \X00\ and \X4\ `.trim()],
    [String.raw`unclosed\F`, String.raw`unclosed\F`],
    [String.raw`\\ `, '\\\\'],
    ['  blanks  ', 'blanks'],
  ])('reads the escapes of %s', (raw, text) => {
    expect(field(raw).text).toBe(text);
  });

  it('reads escaped bytes by the character set of its message', () => {
    expect(field(String.raw`J\XF6\rg`, 'windows-1252').text).toBe('Jörg');
  });

  it('reads escapes after everything is divided', () => {
    expect(field(String.raw`a\S\b^c`).component(1).text).toBe('a^b');
    expect(field(String.raw`a\S\b^c`).component(2).text).toBe('c');
  });

  it.each([
    ['""', true, false],
    ['', false, true],
    ['"', false, false],
  ])('that is %s is null or empty, and no text either way', (raw, isNull, isEmpty) => {
    expect(field(raw)).toMatchObject({ isNull, isEmpty });
    if (isNull || isEmpty) expect(field(raw).text).toBe('');
  });

  it('has empty components where a sender leaves them out', () => {
    expect(field('a').component(3).subcomponent(2).text).toBe('');
    expect(field('a~~b').repetitions).toHaveLength(2);
  });
});

it.each([
  ['MSH|^~\\&', true],
  ['MSH#', true],
  ['MSH', false],
  ['MSHA', false],
  ['MSH ', false],
  ['PID|1', false],
  ['', false],
  ['MSH|^~\\&|\u0000', false],
])('%s begins a message: %s', (text, expected) => {
  expect(isMessage(text)).toBe(expected);
});
