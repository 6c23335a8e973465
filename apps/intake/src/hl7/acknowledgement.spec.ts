import { describe, expect, it } from '@jest/globals';
import { answersTo, type Answering } from './acknowledgement.js';
import { faults, missingField } from './faults.js';
import { headerOf } from './reading/header.js';

const at = Date.parse('2026-03-12T19:32:06.789Z');
const messageId = '01957a3c-1111-7abc-8def-0123456789ab';

const header = (message: string | Uint8Array) => headerOf(typeof message === 'string' ? Buffer.from(message) : message);

function message(parts: { accept?: string; application?: string; version?: string; type?: string } = {}): string {
  const { accept = '', application = '', version = '2.5.1', type = 'DFT^P03^DFT_P03' } = parts;
  return `MSH|^~\\&|EHR|RIV|ILIUM|PAIN|20260312||${type}|C-1|T|${version}|||${accept}|${application}`;
}

function answers(parts: Partial<Answering> & { readonly to?: string }): readonly string[] {
  const { to = message(), ...rest } = parts;
  return answersTo({ header: header(to), acknowledge: 'by-message', messageId, at, ...rest });
}

const codesOf = (texts: readonly string[]) => texts.map((text) => /\rMSA\|(..)\|/.exec(text)?.[1]);

describe('an acknowledgement', () => {
  it('goes back to the sender, in its version, with segments that end in CR', () => {
    expect(answers({})).toEqual([
      'MSH|^~\\&|ILIUM|PAIN|EHR|RIV|20260312193206+0000||ACK^P03^ACK|abc8def0123456789abA|T|2.5.1\rMSA|AA|C-1\r',
    ]);
  });

  it.each([
    ['2.3', 'ACK^P03', '2.3'],
    ['2.4', 'ACK^P03^ACK', '2.4'],
    ['2.5^FRA^2.11', 'ACK^P03^ACK', '2.5'],
    ['nonsense', 'ACK^P03^ACK', '2.5.1'],
    ['', 'ACK^P03^ACK', '2.5.1'],
  ])('to version %s has the type %s and the version %s', (version, type, said) => {
    const fields = answers({ to: message({ version }) })[0]
      ?.split('\r')[0]
      ?.split('|');
    expect([fields?.[8], fields?.[11]]).toEqual([type, said]);
  });

  it('uses the separators of the message', () => {
    const own = message().replaceAll('^', '*').replaceAll('|', '#');
    expect(answers({ to: own })[0]).toMatch(/^MSH#\*~\\&#ILIUM#PAIN#EHR#RIV#\d+\+0000##ACK\*P03\*ACK#/);
    expect(answers({ to: own })[0]).toContain('\rMSA#AA#C-1\r');
  });

  it.each([
    ['of Latin 1', Buffer.from(message().replace('C-1', 'Jörg'), 'latin1'), Buffer.from('MSA|AA|Jörg\r', 'latin1')],
    ['of UTF-8', Buffer.from(message().replace('C-1', 'Jörg')), Buffer.from('MSA|AA|Jörg\r')],
    [
      'of UTF-16, and what has no byte of its own as a question mark',
      Buffer.from(`\uFEFF${message().replace('C-1', 'J\u0A0D\u1C1Cö')}`, 'utf16le'),
      Buffer.from('MSA|AA|J??ö\r', 'latin1'),
    ],
    ['with an escape', Buffer.from(message().replace('C-1', 'A\\T\\B')), Buffer.from('MSA|AA|A\\T\\B\r')],
  ])('echoes a control id %s byte by byte', (_, sent, expected) => {
    const [answer = ''] = answersTo({ header: header(sent), acknowledge: 'original', messageId, at });
    expect(Buffer.from(answer, 'latin1').includes(expected)).toBe(true);
  });

  it('has a control id of its own, of at most 20 characters, another for each answer', () => {
    const ids = answers({ to: message({ accept: 'AL', application: 'AL' }) }).map((text) => text.split('|')[9] ?? '');
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{19}[AC]$/);
  });

  it('to what is no HL7 message is AR with an empty MSA-2', () => {
    expect(answersTo({ header: undefined, acknowledge: 'original', fault: faults.notHl7, messageId, at })).toEqual([
      expect.stringMatching(
        /^MSH\|\^~\\&\|\|\|\|\|\d{14}\+0000\|\|ACK\|[0-9a-z]{19}A\|P\|2\.5\.1\rMSA\|AR\|\rERR\|\|\|100\^Segment sequence error\^HL70357\|E\|\|\|\|[^|]+\r$/,
      ),
    ]);
  });
});

describe('which answers are given', () => {
  const fault = faults.noPatient;

  it.each([
    ['by-message', '', '', ['AA'], ['AE']],
    ['by-message', 'AL', 'AL', ['CA', 'AA'], ['CE']],
    ['by-message', 'AL', 'NE', ['CA'], ['CE']],
    ['by-message', 'AL', '', ['CA'], ['CE']],
    ['by-message', '', 'AL', ['AA'], ['AE']],
    ['by-message', 'NE', 'NE', [], []],
    ['by-message', 'ER', 'ER', [], ['CE']],
    ['by-message', 'NE', 'ER', [], ['AE']],
    ['by-message', 'SU', 'SU', ['CA', 'AA'], []],
    ['by-message', 'SU', 'AL', ['CA', 'AA'], ['AE']],
    ['by-message', 'XX', '', ['AA'], ['AE']],
    ['original', 'AL', 'NE', ['AA'], ['AE']],
    ['original', 'NE', 'NE', ['AA'], ['AE']],
    ['enhanced', '', '', ['CA'], ['CE']],
    ['enhanced', '', 'AL', ['CA', 'AA'], ['CE']],
    ['enhanced', 'NE', 'AL', ['AA'], ['AE']],
    ['accept-only', '', '', ['CA'], ['CE']],
    ['accept-only', 'AL', 'AL', ['CA'], ['CE']],
    ['accept-only', 'ER', 'AL', [], ['CE']],
  ] as const)('%s, MSH-15 %s, MSH-16 %s: %j, of a fault %j', (acknowledge, accept, application, good, bad) => {
    const to = message({ accept, application });
    expect(codesOf(answers({ to, acknowledge }))).toEqual(good);
    expect(codesOf(answers({ to, acknowledge, fault }))).toEqual(bad);
  });

  it.each([
    [faults.tooLarge, 'AR'],
    [faults.incomplete, 'AE'],
    [faults.notHl7, 'AR'],
    [faults.wrongBytes, 'AE'],
  ])('what needs a change before it is sent again is rejected', (fault, code) => {
    expect(codesOf(answers({ fault }))).toEqual([code]);
  });
});

describe('ERR', () => {
  const fault = missingField({ name: 'PR1', occurrence: 2 }, 5);

  it('names place, code, severity and a sentence from 2.5 on', () => {
    expect(answers({ fault })[0]).toMatch(
      /\rERR\|\|PR1\^2\^5\|101\^Required field missing\^HL70357\|E\|\|\|\|PR1-5 is required, and empty\.\r$/,
    );
  });

  it('names place and code in ERR-1, and the sentence in MSA-3, before', () => {
    expect(answers({ fault, to: message({ version: '2.3.1' }) })[0]).toMatch(
      /\rMSA\|AE\|C-1\|PR1-5 is required, and empty\.\rERR\|PR1\^2\^5\^101&Required field missing&HL70357\r$/,
    );
  });

  it('has no separator of the message in its sentence', () => {
    const to = message().replaceAll('|', '-');
    expect(answers({ fault, to: to.replace('C-1', 'C1') })[0]).toContain('-PR1 5 is required, and empty.\r');
  });
});
