import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent, Report } from '@ilium/contracts';
import { toComplication } from '../../fhir/to-complication.js';
import { retractionOf } from '../../fhir/retraction.js';
import { defaultRules, type Rules } from '../../rules.js';
import { leftInjection, ofProcedure, ofVisit } from '../../testing/contents.js';
import { known } from '../../testing/derived.js';
import { complication, mrn, procedure, procedureNumber, visitNumber } from '../../testing/events.js';
import { plainIds } from '../../testing/plain-ids.js';
import { problemsIn } from '../../testing/r4-problems.js';
import { sessionsIn } from '../../testing/sessions.js';
import { complicationOutcomes, complicationsOf, immediateComplicationsOf } from './complications.js';
import { isOfKind, liveReports } from '../reports/live-reports.js';

const infection: Report<'complication'> = { text: 'Wound infection', onset: '2026-03-20' };
const left = procedure({ id: 'PRC1' }, { ...leftInjection, procedureIdentifier: procedureNumber('PRC1') });
const right = procedure(
  { id: 'PRC2' },
  {
    ...leftInjection,
    modifiers: ['RT'],
    visit: visitNumber('V2'),
    performed: '2026-03-19',
    performedEnd: undefined,
    procedureIdentifier: procedureNumber('PRC2'),
  },
);

const alive = { birthDay: undefined, deathDay: undefined };

function read(events: readonly ProcedureEvent[], rules: Rules = defaultRules) {
  const reports = liveReports(known(events), plainIds).flatMap((patient) => patient.reports);
  const sessions = sessionsIn(events, rules);
  const joints = sessions.flatMap((session) => session.joints);
  const { complications, work } = complicationsOf(
    reports.filter(isOfKind('complication')),
    sessions,
    alive,
    rules,
    plainIds,
  );
  const outcomes = complicationOutcomes(complications, plainIds);
  return {
    joints,
    complications,
    outcomes,
    /** Day of the session, category, days after. */
    counted: outcomes.map(({ session, category, daysAfter }) => [session.start?.day, category, daysAfter]),
    work: work.map(({ reason, detail }) => `${reason}: ${detail}`),
    records: complications.map((one) => toComplication(one, { rules, subject: mrn('A') })),
  };
}

const after = (report: Report<'complication'>, ...events: readonly ProcedureEvent[]) =>
  read([left, complication({ id: 'C1' }, report), ...events]);

describe('clinical rule 10: complications within 30 days belong to a session', () => {
  test('the latest one before the onset, in calendar days', () => {
    expect(after(infection).counted).toEqual([['2026-03-12', 'infection', 8]]);
    expect(after(infection, right).counted).toEqual([['2026-03-19', 'infection', 1]]);
  });

  test('the one that it names, be there a later one', () => {
    expect(after({ ...infection, ...ofProcedure('PRC1') }, right).counted).toEqual([['2026-03-12', 'infection', 8]]);
    expect(after({ ...infection, ...ofVisit('V1') }, right).counted).toEqual([['2026-03-12', 'infection', 8]]);
  });

  test('the day itself is day 0, and the 30th day still counts', () => {
    expect(after({ ...infection, onset: '2026-03-12T12:50:00-04:00' }).counted).toEqual([
      ['2026-03-12', 'infection', 0],
    ]);
    expect(after({ ...infection, onset: '2026-04-11' }).counted).toEqual([['2026-03-12', 'infection', 30]]);
  });

  test.each<[string, Report<'complication'>]>([
    ['too-late', { ...infection, onset: '2026-04-12' }],
    ['too-late', { ...infection, onset: '2026-04-12', ...ofProcedure('PRC1') }],
    ['no-session', { ...infection, onset: '2026-03-01' }],
    ['before-session', { ...infection, onset: '2026-03-01', ...ofProcedure('PRC1') }],
    ['no-onset', { ...infection, onset: undefined }],
    ['no-onset', { ...infection, onset: '2026-03' }],
  ])('what belongs to none (%s) stays in the chart and is work', (lack, report) => {
    const { counted, work, records } = after(report);
    expect(counted).toEqual([]);
    expect(work).toEqual([`complication-without-session: ${lack}`]);
    expect(records[0]?.partOf).toBeUndefined();
  });

  test('one that began before the needle, by the clock, is work and counts nowhere', () => {
    const { counted, work } = after({ ...infection, onset: '2026-03-12T08:00:00-04:00' });
    expect([counted, work]).toEqual([[], ['complication-without-session: before-session']]);
  });

  test('clinical rule 6: one that began after it was told is work and counts nowhere', () => {
    const told = complication({ id: 'C1', at: '2026-03-12T16:00:00Z' }, { text: 'infection', onset: '2026-03-20' });
    const { counted, work } = read([left, told]);
    expect([counted, work]).toEqual([[], ['implausible-time: onset']]);
  });

  test('what names its session counts without an onset, on no day', () => {
    const { counted, work } = after({ text: 'infection', onset: '2026', ...ofProcedure('PRC1') });
    expect(counted).toEqual([['2026-03-12', 'infection', null]]);
    expect(work).toEqual([]);
  });

  test('those of a stopped procedure count like those of a completed one', () => {
    const stopped = procedure({ id: 'PRC1', at: '2026-03-13T00:00:00Z' }, { status: 'stopped' });
    expect(after(infection, stopped).counted).toEqual([['2026-03-12', 'infection', 8]]);
  });

  test('one that was never begun has none', () => {
    const notDone = procedure({ id: 'PRC1', at: '2026-03-13T00:00:00Z' }, { status: 'not-done' });
    const { counted, work } = after({ ...infection, ...ofProcedure('PRC1') }, notDone);
    expect(counted).toEqual([]);
    expect(work).toEqual(['complication-without-session: no-session']);
  });

  test('clinical rule 9: those of a disputed procedure stand in the chart, and in no statistics', () => {
    const disputed = procedure(
      { id: 'PRC1', at: '2026-03-13T00:00:00Z' },
      { text: 'Lumbar epidural steroid injection' },
    );
    const { counted, records } = after(infection, disputed);
    expect(counted).toEqual([]);
    expect(records[0]?.partOf).toHaveLength(1);
  });

  test('the number of days is the site file’s', () => {
    const rules = { ...defaultRules, complicationDays: 7 };
    expect(read([left, complication({ id: 'C1' }, infection)], rules).counted).toEqual([]);
  });

  test('those of the day itself are the joint’s immediate ones', () => {
    const { complications, joints } = after({ text: 'Syncope', onset: '2026-03-12' });
    const [joint] = joints;
    expect(joint === undefined ? [] : immediateComplicationsOf(joint, complications)).toHaveLength(1);
  });
});

describe('what kind of complication it is', () => {
  test('our own code, a standard code, a site code or words say it', () => {
    const kindOf = (report: Report<'complication'>, rules = defaultRules) =>
      read([left, complication({ id: 'C1' }, { onset: '2026-03-20', ...report })], rules).counted[0]?.[1];
    expect(kindOf({ codes: [{ system: `${defaultRules.base}/CodeSystem/complication`, code: 'flare' }] })).toBe(
      'flare',
    );
    expect(kindOf({ codes: [{ code: 'flare' }] })).toBe('flare');
    expect(kindOf({ codes: [{ system: 'I10C', code: 'R55' }] })).toBe('vasovagal');
    expect(kindOf({ codes: [{ system: 'SCT', code: '88797001' }], text: 'Dural puncture.' })).toBe('dural-puncture');
    expect(kindOf({ text: 'New WEAKNESS' })).toBe('new-deficit');
    const site = {
      ...defaultRules,
      codes: { complications: [{ code: 'CX7', as: { system: 'ilium', code: 'allergy' } }] },
    };
    expect(kindOf({ codes: [{ system: '99RIV', code: 'CX7' }] }, site)).toBe('allergy');
  });

  test('clinical rule 10: one of a kind that no table knows stands in the chart and is work, and counts nowhere', () => {
    const { counted, work, records } = after({ codes: [{ system: '99RIV', code: 'CX7' }], onset: '2026-03-13' });
    expect(counted).toEqual([]);
    expect(records).toHaveLength(1);
    expect(work).toEqual(['unmapped-code: CX7']);
  });

  test('words inside a sentence decide nothing, and work never repeats them', () => {
    const { counted, work } = after({ text: 'Mrs Sample had no sign of infection', onset: '2026-03-13' });
    expect(counted).toEqual([]);
    expect(work).toEqual(['unmapped-code: text']);
  });

  test('clinical rule 10: a code of a complication with the words that there was none is a conflict', () => {
    const codes = [{ system: 'SCT', code: '88797001' }];
    const { counted, work, records } = after({ codes, text: 'No complications', onset: '2026-03-13' });
    expect([counted, work]).toEqual([[], ['conflict: text']]);
    expect(records).toHaveLength(1);
  });

  test('a report that there was none is none, in the chart and in the figures', () => {
    const { complications, work } = after({ text: 'No complications.', onset: '2026-03-12' });
    expect(complications).toEqual([]);
    expect(work).toEqual([]);
  });
});

describe('clinical rule 1: what two feeds tell of one complication counts once', () => {
  const byBilling = (report: Report<'complication'> = {}) =>
    complication({ id: 'C9', feed: 'dft' }, { ...infection, ...report });

  test('of the same session, kind and day, under the best source’s id', () => {
    const { complications, counted } = after(infection, byBilling());
    expect(counted).toHaveLength(1);
    expect(complications[0]?.sources.map(({ feed }) => feed.family)).toEqual(['fhir', 'dft']);
    expect(complications[0]?.otherIds).toHaveLength(1);
  });

  test('the day comes from whoever knows it', () => {
    const { counted } = after({ text: 'infection', ...ofProcedure('PRC1') }, byBilling());
    expect(counted).toEqual([['2026-03-12', 'infection', 8]]);
  });

  test('on other days, of other kinds, or by one feed they are several', () => {
    expect(after(infection, byBilling({ onset: '2026-03-21' })).counted).toHaveLength(2);
    expect(after(infection, byBilling({ text: 'flare' })).counted).toHaveLength(2);
    expect(after(infection, complication({ id: 'C2' }, infection)).counted).toHaveLength(2);
  });
});

describe('its record', () => {
  test('is valid FHIR, as is what is left of it, and names the procedures', () => {
    const { records, joints } = after({ ...infection, codes: [{ system: 'I10C', code: 'T81.4' }] });
    expect(records.flatMap((record) => [...problemsIn(record), ...problemsIn(retractionOf(record))])).toEqual([]);
    expect(records[0]).toMatchObject({
      partOf: [{ reference: `Procedure/${joints[0]?.id}` }],
      effectiveDateTime: '2026-03-20',
      valueCodeableConcept: {
        coding: [
          { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'T81.4' },
          { system: `${defaultRules.base}/CodeSystem/complication`, code: 'infection' },
        ],
        text: 'Wound infection',
      },
    });
  });

  test('a void takes the complication back', () => {
    const { complications, outcomes } = after(
      infection,
      complication({ id: 'C1', at: '2026-04-01T00:00:00Z', status: 'void' }, {}),
    );
    expect([...complications, ...outcomes]).toEqual([]);
  });
});
