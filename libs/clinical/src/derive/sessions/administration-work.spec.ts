import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import { injection, leftInjection, ofOrder, ofProcedure, steroid } from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { administration, procedure, visitNumber } from '../../testing/events.js';
import { sessionsIn } from '../../testing/sessions.js';

const snomed = (code: string, display?: string) => ({
  system: 'SCT',
  code,
  ...(display === undefined ? {} : { display }),
});

function given(report: Report<'administration'>, of: Report<'procedure'> = leftInjection, at?: string) {
  const events = [
    procedure({ id: 'PRC1' }, of),
    administration({ id: 'MED1', ...(at === undefined ? {} : { at }) }, { ...steroid, ...report }),
  ];
  const { work, administrations, outcomes } = derived(events);
  return {
    work,
    partOf: administrations[0]?.partOf ?? [],
    isCounted: outcomes.length > 0,
    session: sessionsIn(events)[0],
  };
}

describe('clinical rules 6 and 8: a drug is of the session of its day', () => {
  test.each([
    ['its visit', {}, {}],
    ['its order', { ...ofOrder('O1'), visit: undefined }, ofOrder('O1')],
    ['its number', { ...ofProcedure('PRC1'), visit: undefined }, {}],
  ])('one of another day than all that it is tied to by %s is of none of them', (_, tie, more) => {
    const found = given({ ...tie, start: '2026-03-15T10:30:00-04:00' }, { ...leftInjection, ...more });
    expect(found).toMatchObject({ work: ['conflict: start'], partOf: [], isCounted: false });
  });

  test('one that can not have been given then counts for no session', () => {
    const later = '2026-03-12T10:13:00-04:00';
    const found = given({ start: later }, leftInjection, '2026-03-12T09:00:00-04:00');
    expect(found).toMatchObject({ work: ['implausible-time: start'], isCounted: false });
    expect(given({ start: later }, leftInjection, '2026-03-12T09:30:00-04:00')).toMatchObject({
      work: [],
      isCounted: true,
    });
  });

  test('a dose of nothing is not given', () => {
    const found = given({ dose: { value: 0, unit: 'mg' } });
    expect(found).toMatchObject({ work: ['conflict: dose'], isCounted: false, session: { agents: 'none' } });
    expect(given({ dose: { value: 0, unit: 'mg' }, status: 'not-done' }).work).toEqual([]);
  });
});

describe('clinical rule 8: a drug that names another place is not known to be in the joint', () => {
  test.each([
    ['another joint', { bodySite: [snomed('24136001', 'Hip joint structure')] }, 'bodySite'],
    ['the other side', { laterality: { code: 'R' } }, 'laterality'],
  ])('%s', (_, report, field) => {
    expect(given(report)).toMatchObject({
      work: [`conflict: ${field}`],
      isCounted: false,
      session: { agents: 'unknown', isTherapeutic: false },
    });
  });

  test.each([
    ['the SI joint', [snomed('39723000')]],
    ['the SI joint with its side', [snomed('39723000:272741003=7771000')]],
    ['the SI joint in words', [snomed('1', 'Left sacroiliac joint')]],
    ['the SI joint and where it lies', [snomed('12921003', 'Pelvis'), snomed('39723000')]],
    ['a word of the site', [{ code: 'LSI' }]],
  ])('%s is no other place', (_, bodySite) => {
    expect(given({ bodySite })).toMatchObject({ work: [], isCounted: true });
  });
});

describe('clinical rule 7: no completed session falls out of denominators in silence', () => {
  test.each([
    ['without a tie', { visit: undefined }],
    ['of a visit that nobody knows', { visit: visitNumber('V9') }],
  ])('a drug into a joint %s is work', (_, report) => {
    expect(given(report)).toMatchObject({ work: ['untied-administration: visit'], isCounted: false });
  });

  test.each([
    ['by another route', { route: { system: 'HL70162', code: 'IM' } }],
    ['that was not given', { status: 'not-done' as const }],
    ['that is no agent', { medication: [{ system: 'FDAUNII', code: '4419T9MX03' }] }],
  ])('a drug %s is none', (_, report) => {
    expect(given({ visit: undefined, ...report }).work).toEqual([]);
  });

  test('a drug into another joint than ours is none', () => {
    const knee = procedure({ id: 'PRC1' }, { ...leftInjection, codes: [{ system: 'C4', code: '20610' }] });
    expect(derived([knee, administration({ id: 'MED1' }, steroid)]).work).toEqual([]);
  });

  test.each([undefined, '2026-03'])('a completed procedure of %s is work', (performed) => {
    const of = { ...leftInjection, performed, performedEnd: undefined };
    expect(given({}, of)).toMatchObject({ work: ['no-day: performed'], isCounted: false });
    expect(given({}, { ...of, status: 'not-done' }).work).toEqual([]);
  });

  test('without a day beside one that has one it is not', () => {
    const silent = procedure({ id: 'PRC2' }, { ...injection, performed: undefined, performedEnd: undefined });
    expect(derived([procedure({ id: 'PRC1' }, leftInjection), silent]).work).toEqual([]);
  });
});
