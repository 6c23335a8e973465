import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadSite, type Site } from '@ilium/site';
import { readMessage } from '../read-message.js';

/** What HL7 v2 has no field of its own for, and hospitals say all the same. */

const riverside = loadSite(join(import.meta.dirname, '../../../../../config/sites/riverside.yaml'));

function read(site: Site, application: string, type: string, ...segments: readonly string[]) {
  const header = `MSH|^~\\&|${application}|RIVERSIDE|||20260312103000-0400||${type}|1|T|2.7`;
  const text = [header, 'PID|1||P-1^^^RIVERSIDE^MR', ...segments].join('\r');
  const listener = { charset: undefined, nak: 'structural', replay: false } as const;
  const reading = readMessage(Buffer.from(text), { site, listener, receivedAt: 0 });
  if (reading.fate !== 'taken') throw new Error(`taken expected, ${reading.fate} received`);
  return {
    types: reading.events.map((event) => event.type),
    reports: reading.events.map(({ data }) => ('report' in data ? data.report : undefined)),
    work: reading.work,
  };
}

const number = (kind: string, value: string) => ({ system: `https://hospital.example/sid/${kind}`, value });

describe('a procedure', () => {
  const told = (...segments: readonly string[]) =>
    read(riverside, 'SIM-EHR', 'ADT^A08', 'PR1|1||27096^^C4||20260312||||||||||||||PRC1^SIM-EHR', ...segments);

  it('has its status and its orders where the site file says', () => {
    expect(told('ZPR|1|||||ORD1^SIM-ORDERS~ORD2^SIM-ORDERS|not-done').reports).toMatchObject([
      { status: 'not-done', orders: [number('order', 'ORD1'), number('order', 'ORD2')] },
    ]);
  });

  it('is taken for what its sender says where no status stands there, and a word that is none is work', () => {
    expect(told('ZPR|1').reports).toMatchObject([{ status: 'completed' }]);
    const { reports, work } = told('ZPR|1||||||done');
    expect(reports).toMatchObject([{ status: 'completed' }]);
    expect(work).toEqual([{ reason: 'unreadable-field', path: 'PR1[1] ZPR-7' }]);
  });

  it('comes without a report of the patient where nothing is said of the patient', () => {
    expect(told().types).toEqual(['ilium.procedure.reported.v1']);
  });
});

describe('a score', () => {
  const told = (code: string, answer: string, places = '', parent = '') =>
    read(
      riverside,
      'SIM-PRO',
      'ORU^R01',
      `OBR|1|||FORM${'|'.repeat(25)}${parent}`,
      `OBX|1|CWE|${code}||${answer}||||||F|||20260312${'|'.repeat(6)}${places}|SCR1^SIM-PRO`,
    ).reports;

  it('is about what the rows of all its codes say, and measures what the first of them measures', () => {
    expect(told('72514-3^Pain^LN^LEG-BEFORE^^99SIM', '7')).toMatchObject([
      { measure: { code: '72514-3' }, painLocation: 'leg', timing: 'before' },
    ]);
    expect(told('736534008^EQ-5D^SCT^BEFORE^^99SIM', '1')).toMatchObject([{ valueSet: 'US', timing: 'before' }]);
  });

  it('without an answer says why, in the words of FHIR', () => {
    const [report] = told('72514-3^^LN', 'asked-declined^^http://terminology.hl7.org/CodeSystem/data-absent-reason');
    expect(report).toMatchObject({ missingReason: 'asked-declined', value: null, answer: null });
  });

  it('is of the joint and the side that OBX-20 names', () => {
    expect(told('72514-3^^LN', '7', '39723000^Joint^SCT~L^Left^HL70495')).toMatchObject([
      { bodySite: [{ system: 'SCT', code: '39723000' }], laterality: { system: 'HL70495', code: 'L' } },
    ]);
    expect(told('72514-3^^LN', '7', 'L^^HL70495')[0]).not.toHaveProperty('bodySite');
  });

  it('names its procedure by a parent of an assigner of procedures, an order by any other', () => {
    expect(told('72514-3^^LN', '7', '', 'PRC1&SIM-EHR')).toMatchObject([
      { procedureIdentifier: number('procedure', 'PRC1') },
    ]);
    expect(told('72514-3^^LN', '7', '', 'ORD1&SIM-ORDERS^F1&ELSEWHERE')).toMatchObject([
      { orders: [number('order', 'ORD1'), { system: 'urn:ilium:site:riverside:ELSEWHERE', value: 'F1' }] },
    ]);
  });

  it('keeps UTC as it is usually written', () => {
    const [report] = read(
      riverside,
      'SIM-PRO',
      'ORU^R01',
      'OBX|1|NM|72514-3^^LN||7||||||F|||20260312132000+0000|||||||SCR1^SIM-PRO',
    ).reports;
    expect(report).toMatchObject({ effective: '2026-03-12T13:20:00Z' });
  });
});

it('a drug names its procedure by the parent of its order', () => {
  const { reports } = read(
    riverside,
    'SIM-EMAR',
    'RAS^O17',
    'ORC|RE|ORD1^SIM-ORDERS|ADM1^SIM-EMAR|||||PRC1&SIM-EHR',
    'RXA|0|1|20260312||10759^^RXNORM|40',
  );
  expect(reports).toMatchObject([
    {
      procedureIdentifier: number('procedure', 'PRC1'),
      orders: [number('order', 'ORD1'), number('administration', 'ADM1')],
    },
  ]);
});
