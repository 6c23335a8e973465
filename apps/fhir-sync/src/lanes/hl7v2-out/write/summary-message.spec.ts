import { describe, expect, it } from '@jest/globals';
import type { Summary } from '../read/summary.js';
import { only } from '../../../testing/hl7-reader.js';
import { patient, writer } from '../../../testing/hl7-records.js';
import type { Envelope } from './standing.js';
import { summaryMessage } from './summary-message.js';

const summary: Summary = {
  kind: 'summary',
  id: 'p1',
  patient: patient('1'),
  visit: { system: 'urn:oid:1.2.4', value: 'V1' },
  performed: '2026-03-12T14:05:00Z',
  performers: [
    { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' },
    { system: 'urn:oid:9', value: 'nobody knows who gave it' },
  ],
  lines: ['Sacroiliac joint injection', 'Reason: pain | left ~ right & both'],
};

function written(around: Partial<Envelope>, of: Summary = summary): string {
  const envelope: Envelope = {
    controlId: 'C1',
    at: '2026-03-12T15:00:00Z',
    standing: 'new',
    revision: 3,
    has: undefined,
  };
  return summaryMessage(of, { ...envelope, ...around }, writer);
}

describe('the summary of a session in HL7 v2', () => {
  it('is an MDM^T02 with a line of text for each of its own', () => {
    expect(written({}).split('\r')).toEqual([
      'MSH|^~\\&|ILIUM|PAIN|EHR|RIVERSIDE|20260312110000-0400||MDM^T02^MDM_T02|C1|T|2.5.1||||||UNICODE UTF-8',
      'EVN||20260312110000-0400',
      'PID|1||1^^^RIVERSIDE&1.2.3&ISO^MR||^^^^^^U',
      'PV1|1|U|||||||||||||||||V1^^^RIVERSIDE^VN',
      'TXA|1|PN|TX|20260312100500-0400|1234567893^^^^^^^^NPI|20260312110000-0400||||||p1-3^ILIUM|||||DO||AV',
      'OBX|1|TX|session-summary^Session summary^99ILIUM||Sacroiliac joint injection||||||F',
      'OBX|2|TX|session-summary^Session summary^99ILIUM||Reason: pain \\F\\ left \\R\\ right \\T\\ both||||||F',
      '',
    ]);
  });

  it.each([
    ['replaces the document that the receiver has', { standing: 'replacement', has: 2 }, ['T10', 'p1-3', 'p1-2', 'AV']],
    ['cancels it', { standing: 'withdrawal', has: 2 }, ['T11', 'p1-2', '', 'CA']],
    ['is an original again after a cancel', { standing: 'replacement', has: undefined }, ['T02', 'p1-3', '', 'AV']],
  ] as const)('%s', (_, around, [trigger, number, parent, availability]) => {
    const message = written(around);
    const txa = only(message, 'TXA');
    expect(only(message, 'MSH').text(9, 2)).toBe(trigger);
    expect([txa.text(12), txa.text(13), txa.text(19)]).toEqual([number, parent, availability]);
    expect(message.includes('\rOBX|')).toBe(trigger !== 'T11');
  });

  it('leaves out what the session does not say', () => {
    const message = written({}, { kind: 'summary', id: 'p1', patient: patient('1'), performers: [], lines: [] });
    expect(message).toContain('\rPV1|1|U\r');
    expect(message).toContain('\rTXA|1|PN|TX|||20260312110000-0400|');
  });
});
