import { describe, expect, it } from '@jest/globals';
import { dataOf, example, hilltop, lakeside, read, structural, taken, withField } from '../testing/hl7-messages.js';

/** Shapes that occur in public HL7 v2 messages, by the numbers of their list. */

const dft = example('hilltop-dft-p03');
const oru = example('hilltop-oru-r01');
const firstProcedure = (message: string) => dataOf(taken(message), 'procedure.reported')[0];
const firstScore = (message: string) => dataOf(taken(message), 'score.reported')[0];

describe('public messages', () => {
  it('1: a code and words that contradict each other are both kept', () => {
    const message = withField(dft, 'PR1', 3, '27096^Lumbar Epidural Steroid Injection^C4');
    expect(firstProcedure(message)).toMatchObject({
      report: { codes: [{ code: '27096', display: 'Lumbar Epidural Steroid Injection' }] },
    });
  });

  it.each(['SCT', '', 'C4', 'CPT', 'HCPCS'])('2: the system of a code is kept as it came: %s', (system) => {
    const expected = system === '' ? { code: '27096', display: 'x' } : { system, code: '27096', display: 'x' };
    expect(firstProcedure(withField(dft, 'PR1', 3, `27096^x^${system}`))).toHaveProperty('report.codes', [expected]);
    const charge = dataOf(taken(withField(dft, 'FT1', 25, `27096^x^${system}`)), 'charge.reported')[0];
    expect(charge).toMatchObject({ report: { codes: [expected, { system: '99CDM' }] } });
  });

  it('3: no modifier says nothing of the side', () => {
    expect(firstProcedure(withField(dft, 'PR1', 16, ''))).not.toHaveProperty('report.modifiers');
  });

  it.each(['A'.repeat(52), ''])('4: control ids are long or absent: %s', (controlId) => {
    expect(read(withField(dft, 'MSH', 10, controlId))).toMatchObject({ fate: 'taken', controlId });
  });

  it('4: a message without a type tells it by EVN-1, or is counted as unknown', () => {
    const untyped = withField(dft, 'MSH', 9, '');
    expect(read(withField(untyped, 'EVN', 1, 'P03'))).toMatchObject({ fate: 'taken', type: 'DFT^P03' });
    expect(read(untyped)).toMatchObject({ fate: 'skipped', reason: 'type', type: '?' });
  });

  it.each(['\r', '\n', '\r\n', '\r\r\n'])('5: segments end with %j', (end) => {
    expect(taken(dft.replaceAll('\n', end)).events).toEqual(taken(dft).events);
  });

  it.each([
    ['without zone', '20260312143205', '2026-03-12T14:32:05-04:00'],
    ['a day', '20260312', '2026-03-12T00:00:00-04:00'],
    ['empty', '', undefined],
  ])('6: MSH-7 is %s', (_, sent, eventTime) => {
    const message = withField(withField(dft, 'MSH', 7, sent), 'EVN', 2, '');
    const version = eventTime === undefined ? { status: 'final' } : { eventTime, status: 'final' };
    expect(firstProcedure(message)).toHaveProperty('version', version);
  });

  it('6: OBX-14 is empty: the time of a score is that of OBR-7', () => {
    const message = withField(withField(oru, 'OBX', 14, ''), 'OBR', 7, '202603260910');
    expect(firstScore(message)).toHaveProperty('report.effective', '2026-03-26T09:10:00-04:00');
  });

  it.each(['F^Final^HL70085', 'unknown', '', 'S', 'R', 'I'])('7: OBX-11 is %s, and the score counts', (status) => {
    expect(firstScore(withField(oru, 'OBX', 11, status))).toHaveProperty('report.value', 3);
  });

  it.each(['CWE^^HL70125', 'TXT', ''])('7: OBX-2 is %s, and the score is read', (type) => {
    expect(firstScore(withField(withField(oru, 'OBX', 2, type), 'OBX', 5, 'mild'))).toHaveProperty(
      'report.answer.code',
      'mild',
    );
  });

  it.each(['60~120', '3~4'])('7: NM holds %s, which is kept and is work', (value) => {
    const reading = taken(withField(oru, 'OBX', 5, value));
    expect(dataOf(reading, 'score.reported')[0]).toHaveProperty('report.answer', { code: value });
    expect(reading.work).toEqual([{ reason: 'unreadable-field', path: 'OBX[1]-5' }]);
  });

  it.each(['2.5^FRA^2.11', 'T', '', '2.5.1.1', 'v2'])('8: MSH-12 is %s, and the message is read', (version) => {
    expect(taken(withField(dft, 'MSH', 12, version)).events).toEqual(taken(dft).events);
  });

  it.each(['ORU~R01', 'ORU', 'ORU_R01'])('8: MSH-9 is %s', (type) => {
    expect(taken(withField(oru, 'MSH', 9, type)).events).toEqual(taken(oru).events);
  });

  it.each(['^~\\&#', '^~\\\\&', '~^\\&', '^~&\\', '^'])('8: MSH-2 is %s', (encoding) => {
    expect(taken(withField(dft, 'MSH', 2, encoding)).events).toEqual(taken(dft).events);
  });

  it.each(['44', 'CAN', '', 'UTF-8~UNICODE', 'UNICODE UTF-8~8859/1'])('9: MSH-18 is %s', (charset) => {
    const message = withField(dft, 'MSH', 18, charset).replace('SIJ INJ IMAGE GUIDED', 'Infiltration guidée');
    const [charge] = dataOf(taken(message), 'charge.reported');
    expect(charge).toMatchObject({ report: { codes: [{}, { display: 'Infiltration guidée' }] } });
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${dft}`)],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${dft}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(dft, 'utf16le')],
    ['UTF-16, the higher byte first', Buffer.from(`\uFEFF${dft}`, 'utf16le').swap16()],
  ])('9: it is %s', (_, bytes) => {
    expect(taken(bytes).events).toEqual(taken(dft).events);
  });

  it('9: U+FFFD is never stored', () => {
    expect(read(dft.replace('JANE', 'J\uFFFDNE'))).toMatchObject({ fate: 'refused', fault: { reason: 'charset' } });
  });

  it('10: a document of some hundred kilobytes is no trouble', () => {
    const document = `OBX|7|ED|DOC^Document^99DOC||^AP^^Base64^${'QUJD'.repeat(90_000)}||||||F\n`;
    const { events } = taken(oru + document, hilltop);
    expect(events).toHaveLength(7);
  });

  it('11: acknowledgements arrive', () => {
    expect(read('MSH|^~\\&|A|B|C|D|20260312||ACK|1|T|2.5\rMSA|AA|2')).toMatchObject({ reason: 'acknowledgement' });
  });
});

it('an older message in Latin 1 is read by the character set of its listener', () => {
  const message = Buffer.from(example('lakeside-oru-r01').replace('Soreness where', 'Douleur là où'), 'latin1');
  const listener = { ...structural, charset: 'windows-1252' };
  expect(dataOf(taken(message, lakeside, listener), 'complication.reported')).toMatchObject([
    { report: { codes: [{ display: 'Douleur là où the needle was' }] } },
  ]);
});
