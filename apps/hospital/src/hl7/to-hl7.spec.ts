import { describe, expect, it } from '@jest/globals';
import type { Message } from '../feed/message.js';
import { toHl7 } from './to-hl7.js';
import { number, said } from './messages.samples.js';

/** The segments behind the header. */
function told(message: Message): readonly string[] {
  const [, ...segments] = toHl7(message).text.trimEnd().split('\r');
  return segments;
}

const lines = (text: string) => text.trim().split(/\n\s*/);

describe('a message of the feed in HL7 v2', () => {
  it('has a header with sender, time, type, control id, version and character set, and is for tests', () => {
    const { controlId, text } = toHl7(said({ report: { codes: [{ code: '27096', system: 'C4' }] } }));
    expect(controlId).toBe('0123456789abcdef0123');
    expect(text.split('\r')[0]).toBe(
      'MSH|^~\\&|SIM-EHR|RIVERSIDE|ILIUM|RIVERSIDE|20260312103000-0400||ADT^A08^ADT_A01|0123456789abcdef0123|T|2.7.1||||||UNICODE UTF-8',
    );
    expect(text.endsWith('\r')).toBe(true);
    expect(text).not.toContain('\n');
  });

  it.each<readonly [string, Message, string]>([
    [
      'a line of the procedure note',
      said({
        identifier: number('procedure', 'PRC1'),
        report: {
          codes: [
            { system: 'http://www.ama-assn.org/go/cpt', code: '64493', display: 'Facet joint' },
            { system: 'C4', code: '64494', display: 'Second level' },
          ],
          status: 'completed',
          performed: '2026-03-12T10:05:00-04:00',
          performedEnd: '2026-03-12T10:23:00-04:00',
          orders: [number('order', 'ORD1')],
          visit: number('visit', 'V1'),
          diagnoses: [{ system: 'I10C', code: 'M46.1', display: 'Sacroiliitis' }],
          performer: number('practitioner', 'SIM-DR-1'),
          modifiers: ['LT', 'KX'],
          position: { code: 'prone' },
          location: 'Room 2 | left & right',
          purpose: { system: 'HL70230', code: 'D', display: 'Diagnostic procedure' },
        },
      }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O|||||||||||||||||V1^^^RIVERSIDE^VN
       PR1|1||64493^Facet joint^C4^64494^Second level^C4||20260312100500-0400|D^Diagnostic procedure|18|||||SIM-DR-1^^^^^^^^RIVERSIDE|||M46.1^Sacroiliitis^I10C|LT~KX|||PRC1^SIM-EHR|A|||Room 2 \\F\\ left \\T\\ right
       ZPR|1||prone|||ORD1^SIM-ORDERS|completed`,
    ],
    [
      'a correction of the side, with what has to be said again',
      {
        ...said({
          anchor: { visit: number('visit', 'V1'), serviceDate: '2026-03-12' },
          status: 'corrected',
          report: { laterality: { code: 'R' } },
        }),
        saidBefore: { codes: [{ code: '27096' }], performed: '2026-03-12', status: 'completed' },
      },
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O|||||||||||||||||V1^^^RIVERSIDE^VN
       PR1|1||27096||20260312|||||||||||||||U
       ZPR|1|R|||||completed`,
    ],
    [
      'a line that is taken back',
      said({ identifier: number('procedure', 'PRC1'), status: 'void', report: {} }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       PR1|1||||||||||||||||||PRC1^SIM-EHR|D`,
    ],
    [
      'what the facility reports, under the number that the clinic gave it',
      said({
        application: 'SIM-BILLING',
        identifier: number('facility-line', 'FAC1'),
        report: { codes: [{ system: 'HCPCS', code: 'G0260' }], procedureIdentifier: number('procedure', 'PRC1') },
      }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       PR1|1||G0260^^HCPCS||||||||||||||||PRC1^SIM-EHR|A`,
    ],
    [
      'a drug of the medication record',
      said({
        kind: 'administration',
        identifier: number('administration', 'ADM1'),
        report: {
          status: 'not-done',
          medication: [{ system: 'RXNORM', code: '10759', display: 'triamcinolone' }],
          dose: { value: 40, unit: 'mg' },
          route: { system: 'SCT', code: '12130007' },
          laterality: { code: 'L' },
          start: '2026-03-12',
          lot: 'SIM-LOT-10',
          procedureIdentifier: number('procedure', 'PRC1'),
        },
      }),
      `PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       ORC|RE||ADM1^SIM-EMAR|||||PRC1&SIM-EHR|20260312103000-0400
       RXA|0|1|20260312||10759^triamcinolone^RXNORM|40|mg^^UCUM||||||||SIM-LOT-10|||||NA|A
       RXR|12130007^^SCT|||||L`,
    ],
    [
      'a line of a bill that has no number, and the procedure that it is for',
      said({
        kind: 'charge',
        anchor: { account: number('account', 'ACC1'), serviceDate: '2026-03-12', ordinal: 2 },
        report: {
          codes: [{ system: 'C4', code: '27096' }],
          transaction: 'credit',
          quantity: { value: 1 },
          modifiers: ['50'],
          serviceDate: '2026-03-12',
          account: number('account', 'ACC1'),
          procedureIdentifier: number('procedure', 'PRC1'),
        },
      }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U|||||||||||||ACC1^^^RIVERSIDE^AN
       PV1|1|O
       FT1|1|ACC1-2||20260312|20260312103000-0400|CD|27096^^C4|||1||||||||||||||||50
       PR1|1||27096^^C4||20260312||||||||||||||PRC1^SIM-EHR|X`,
    ],
    [
      'an order, its words those of its service',
      said({
        kind: 'order',
        identifier: number('order', 'ORD1'),
        report: {
          codes: [{ system: 'C4', code: '27096', display: 'SI joint injection' }],
          text: 'SI joint injection, diagnostic',
          status: 'SC',
          scheduled: '2026-03-12T10:00:00-04:00',
        },
      }),
      `PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       ORC|SC|ORD1^SIM-ORDERS|||||||20260312103000-0400
       OBR|1|ORD1^SIM-ORDERS||27096^SI joint injection, diagnostic^C4||||||||||||||||||||||||||||||||20260312100000-0400`,
    ],
    [
      'a score of a joint before the procedure that it names, told in UTC',
      said({
        kind: 'score',
        identifier: number('score', 'SCR1'),
        report: {
          measure: { system: 'LN', code: '72514-3', display: 'Pain severity 0-10' },
          value: 7,
          unit: '{score}',
          effective: '2026-03-12T13:20:00Z',
          timing: 'before',
          painLocation: 'leg',
          bodySite: [{ system: 'SCT', code: '39723000' }],
          laterality: { code: 'L' },
          procedureIdentifier: number('procedure', 'PRC1'),
        },
      }),
      `PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       OBR|1|||QUESTIONNAIRE^Questionnaire^99SIM||||||||||||||||||20260312103000-0400|||F||||PRC1&SIM-EHR
       OBX|1|NM|72514-3^Pain severity 0-10^LN^LEG-BEFORE^Asked of: leg, before^99SIM||7|{score}^^UCUM|||||F|||20260312132000+0000||||||39723000^^SCT~L^^HL70495|SCR1^SIM-PRO`,
    ],
    [
      'a question that was not answered',
      said({
        kind: 'score',
        identifier: number('score', 'SCR1'),
        report: { measure: { code: 'pgic' }, missingReason: 'asked-declined', effective: '2026-03-12' },
      }),
      `PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       OBR|1|||QUESTIONNAIRE^Questionnaire^99SIM||||||||||||||||||20260312103000-0400|||F
       OBX|1|CWE|pgic||asked-declined^^http://terminology.hl7.org/CodeSystem/data-absent-reason||||||F|||20260312|||||||SCR1^SIM-PRO`,
    ],
    [
      'a complication that is taken back',
      said({
        kind: 'complication',
        identifier: number('complication', 'CMP1'),
        status: 'void',
        report: { codes: [{ system: 'I10C', code: 'R55' }], onset: '2026-03' },
      }),
      `PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       OBR|1|||COMPLICATION^Complication^99SIM||||||||||||||||||20260312103000-0400|||C
       OBX|1|CWE|COMPLICATION^Complication^99SIM||R55^^I10C||||||W|||202603|||||||CMP1^SIM-SAFETY`,
    ],
    [
      'an earlier treatment',
      said({
        kind: 'history',
        identifier: number('history', 'HIS1'),
        report: { codes: [{ system: 'C4', code: '62323' }], performed: '2025-08' },
      }),
      `PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O
       OBR|1|||HISTORY^Earlier treatment^99SIM||||||||||||||||||20260312103000-0400|||F
       OBX|1|CWE|HISTORY^Earlier treatment^99SIM||62323^^C4||||||F|||202508|||||||HIS1^SIM-HISTORY`,
    ],
    [
      'a new patient',
      said({ kind: 'patient', report: { birthDate: '1961-07-04', sex: 'female', family: 'Simulated-Oak' } }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||Simulated-Oak^Patient||19610704|F`,
    ],
    [
      'a death',
      said({ kind: 'patient', report: { deceased: '2026-03-11' } }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U||||||||||||||||||||||||20260311|Y`,
    ],
    [
      'an opt-out',
      said({ kind: 'patient', report: { flags: ['opt-out'] } }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PD1||||||||||||Y`,
    ],
    [
      'another flag',
      said({ kind: 'patient', report: { flags: ['vip'] } }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PV1|1|O||||||||||||||vip`,
    ],
    [
      'a flag that is taken back, whichever it was',
      said({ kind: 'patient', report: { flags: [] } }),
      `EVN||20260312103000-0400
       PID|1||SIM-1^^^RIVERSIDE^MR||~^^^^^^U
       PD1||||||||||||N
       PV1|1|O||||||||||||||""`,
    ],
    [
      'two numbers of one patient',
      said({ type: 'ilium.patient.linked.v1', data: { survivor: number('mrn', 'A'), merged: number('mrn', 'B') } }),
      `EVN||20260312103000-0400
       PID|1||A^^^RIVERSIDE^MR||~^^^^^^U
       MRG|B^^^RIVERSIDE^MR`,
    ],
    [
      'the end of a link',
      said({ type: 'ilium.patient.unlinked.v1', data: { survivor: number('mrn', 'A'), merged: number('mrn', 'B') } }),
      `EVN||20260312103000-0400
       PID|1||A^^^RIVERSIDE^MR||~^^^^^^U
       PID|1||B^^^RIVERSIDE^MR||~^^^^^^U`,
    ],
    [
      'a visit that is moved to another patient',
      said({
        type: 'ilium.visit.moved.v1',
        data: { from: number('mrn', 'A'), to: number('mrn', 'B'), visit: number('visit', 'V1') },
      }),
      `EVN||20260312103000-0400
       PID|1||B^^^RIVERSIDE^MR||~^^^^^^U
       MRG|A^^^RIVERSIDE^MR||||V1^^^RIVERSIDE^VN
       PV1|1|O|||||||||||||||||V1^^^RIVERSIDE^VN`,
    ],
    [
      'a move that is taken back, as a move in the other direction',
      said({
        type: 'ilium.visit.moved.v1',
        status: 'void',
        data: { from: number('mrn', 'A'), to: number('mrn', 'B'), visit: number('visit', 'V1') },
      }),
      `EVN||20260312103000-0400
       PID|1||A^^^RIVERSIDE^MR||~^^^^^^U
       MRG|B^^^RIVERSIDE^MR||||V1^^^RIVERSIDE^VN
       PV1|1|O|||||||||||||||||V1^^^RIVERSIDE^VN`,
    ],
  ])('tells %s', (_, message, text) => {
    expect(told(message)).toEqual(lines(text));
  });
});
