import { defaultRules, type Rules } from '@ilium/clinical';
import { describe, expect, it } from '@jest/globals';
import { mapEvents, type MapOptions, type PatientLine } from './map-events.js';
import type { EventLine } from './read-events.js';
import { injection, inVisitOf, nrs, steroid } from './testing/reports.js';

const course = [
  injection({ patient: 'A', id: 'P1' }),
  steroid({ patient: 'A', id: 'M1' }, inVisitOf('P1')),
  nrs({ patient: 'A', id: 'S1' }, 8, '2026-03-10'),
  nrs({ patient: 'A', id: 'S2' }, 3, '2026-03-26'),
];

function ndjson(events: readonly object[]): string {
  return events.map((event) => JSON.stringify(event)).join('\n');
}

const rules: Rules = { ...defaultRules, derivedInChart: ['percent-improvement'] };

function mapped(inputs: readonly string[], options: Partial<MapOptions> = {}) {
  const lines = [...mapEvents(inputs, { rules, ...options })];
  return {
    events: lines.filter((line): line is EventLine => 'event' in line),
    patients: lines.filter((line): line is PatientLine => 'patient' in line),
  };
}

describe('map', () => {
  it('prints a line per event and then one per patient, joined over all files', () => {
    const { events, patients } = mapped([ndjson(course.slice(0, 2)), ndjson(course.slice(2))]);
    expect(events.map(({ fate, reason }) => [fate, reason])).toEqual(course.map(() => ['done', null]));
    expect(patients).toHaveLength(1);
    const types = patients[0]?.bundle.entry?.map(({ resource }) => resource?.resourceType);
    expect(types?.sort()).toEqual([
      'MedicationAdministration',
      'Observation',
      'Observation',
      'Observation',
      'Procedure',
    ]);
    expect(patients[0]?.outcomes).toContainEqual(
      expect.objectContaining({ window: 'W2', measure: 'nrs', status: 'observed' }),
    );
  });

  it('reads NDJSON, one event and an array alike', () => {
    const asArray = mapped([JSON.stringify(course)]).patients;
    expect(mapped([ndjson(course)]).patients).toEqual(asArray);
    expect(mapped(course.map((event) => JSON.stringify(event, null, 2))).patients).toEqual(asArray);
  });

  it('judges windows by the newest day in the input, or by the day it is given', () => {
    const windows = (options?: Partial<MapOptions>) =>
      mapped([ndjson(course)], options).patients[0]?.outcomes.filter(({ kind }) => kind === 'score').length;
    expect(windows()).toBe(4);
    expect(windows({ asOf: '2026-03-16' })).toBe(0);
    expect(windows({ asOf: '2026-12-31' })).toBe(10);
  });

  it('says of each event what the mapper would: duplicate, id reused, or why it can not be read', () => {
    const [first] = course;
    const other = { ...first, data: { ...first?.data, complete: true } };
    const misspelt = { ...first, id: 'x', data: { ...first?.data, pateint: 1 } };
    const { events } = mapped([ndjson([first ?? {}, first ?? {}, other, misspelt]), 'MSH|^~\\&|']);
    expect(events.map(({ reason }) => reason)).toEqual([
      null,
      'duplicate',
      'id-reused',
      'schema-violation',
      'not-json',
    ]);
    expect(events[3]?.detail).toContain('data');
  });

  it('gives an id to the first that has it, readable or not, and takes no NUL, as the database', () => {
    const event = injection({ patient: 'A', id: 'P1' });
    const unreadable = { ...event, data: {} };
    const nul = { ...injection({ patient: 'A', id: 'P2' }), data: { ...event.data, report: { text: 'a\0b' } } };
    expect(mapped([ndjson([unreadable, event, nul])]).events.map(({ reason }) => reason)).toEqual([
      'schema-violation',
      'id-reused',
      'database-refused',
    ]);
  });

  it('gives the same ids and pseudonyms whatever the order of the events', () => {
    expect(mapped([ndjson(course.toReversed())]).patients).toEqual(mapped([ndjson(course)]).patients);
  });
});
