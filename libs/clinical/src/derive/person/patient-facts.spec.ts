import { describe, expect, test } from '@jest/globals';
import type { ProcedureEvent } from '@ilium/contracts';
import { defaultRules } from '../../rules.js';
import { known } from '../../testing/derived.js';
import { linked, patient } from '../../testing/events.js';
import { plainIds } from '../../testing/plain-ids.js';
import { isOfKind, liveReports } from '../reports/live-reports.js';
import { exclusionOf, readPatientFacts } from './patient-facts.js';

function read(...events: readonly ProcedureEvent[]) {
  const [person] = liveReports(known(events), plainIds);
  if (person === undefined) throw new TypeError('no event tells of a patient');
  const reports = person.reports.filter(isOfKind('patient'));
  const { facts, work } = readPatientFacts(reports, person.group.survivor, defaultRules, plainIds);
  return { ...facts, excluded: exclusionOf(facts), work: work.map(({ reason, detail }) => `${reason}: ${detail}`) };
}

const said = { id: 'A' };
const byAdt = { id: 'A', feed: 'adt' };
const later = { id: 'A', at: '2026-05-01T00:00:00Z' };

describe('the day of birth', () => {
  test('is the best source’s, and another one is a conflict', () => {
    const { birthDay, work } = read(
      patient(byAdt, { birthDate: '1961-04-05' }),
      patient(said, { birthDate: '1961-05-04' }),
    );
    expect(birthDay).toBe('1961-05-04');
    expect(work).toEqual(['conflict: birthDate']);
  });
});

describe('who the person is', () => {
  test('is what the best source says, each element by itself', () => {
    const { birthDay, gender, family, work } = read(
      patient(said, { sex: 'F', family: 'Example' }),
      patient(byAdt, { birthDate: '1961-05-04', sex: 'female', family: 'EXAMPLE' }),
    );
    expect([birthDay, gender, family]).toEqual(['1961-05-04', 'female', 'Example']);
    expect(work).toEqual([]);
  });

  test('another sex or another family name is a conflict', () => {
    const { gender, family, work } = read(
      patient(said, { sex: 'F', family: 'Example' }),
      patient(byAdt, { sex: 'M', family: 'Sample' }),
    );
    expect([gender, family]).toEqual(['female', 'Example']);
    expect(work).toEqual(['conflict: sex', 'conflict: family']);
  });

  test('a sex that is unknown to one source is the other’s, and no conflict; a word that is none is left out', () => {
    const both = read(patient(said, { sex: 'U' }), patient(byAdt, { sex: 'M' }));
    expect([both.gender, both.work]).toEqual(['male', []]);
    expect(read(patient(said, { sex: 'U' })).gender).toBe('unknown');
    expect(read(patient(said, { sex: 'w' })).gender).toBeUndefined();
  });

  test('is what was said of the survivor of a merge, before what was said of the other', () => {
    const ofA = patient({ patient: 'A', id: 'A', feed: 'adt' }, { birthDate: '1961-05-04', family: 'Example' });
    const ofB = patient({ patient: 'B', id: 'B' }, { birthDate: '1961-05-05', family: 'Sample', sex: 'F' });
    const toA = read(ofA, ofB, linked({ survivor: 'A', merged: 'B' }));
    expect([toA.birthDay, toA.family, toA.gender]).toEqual(['1961-05-04', 'Example', 'female']);
    const toB = read(ofA, ofB, linked({ survivor: 'B', merged: 'A' }));
    expect([toB.birthDay, toB.family, toB.gender]).toEqual(['1961-05-05', 'Sample', 'female']);
  });

  test('is forgotten when the feed deletes it', () => {
    const { birthDay, family } = read(
      patient(said, { birthDate: '1961-05-04', family: 'Example' }),
      patient(later, { family: null }),
    );
    expect([birthDay, family]).toEqual(['1961-05-04', undefined]);
  });
});

describe('death', () => {
  test('holds as soon as one feed says so: the others go on saying "not deceased"', () => {
    const { isDead, deathDay, work } = read(
      patient(said, { deceased: false }),
      patient(byAdt, { deceased: '2026-04-02T03:00:00Z' }),
    );
    expect([isDead, deathDay]).toEqual([true, '2026-04-01']);
    expect(work).toEqual([]);
  });

  test('is taken back by the feed that said it', () => {
    expect(read(patient(said, { deceased: true }), patient(later, { deceased: false })).isDead).toBe(false);
  });

  test('has no day where none is said: precision is not increased', () => {
    const { isDead, deathDay } = read(patient(said, { deceased: '2026-04' }));
    expect([isDead, deathDay]).toEqual([true, undefined]);
  });

  test('on two days is a conflict, and nothing said is no death', () => {
    const two = read(patient(said, { deceased: '2026-04-02' }), patient(byAdt, { deceased: '2026-04-03' }));
    expect([two.deathDay, two.work]).toEqual(['2026-04-02', ['conflict: deceased']]);
    expect(read(patient(said, {})).isDead).toBe(false);
  });
});

describe('clinical rule 25: who is hidden from the outcome topic', () => {
  test.each(['opt-out', 'VIP', ' sensitive '])('the flag %s of any feed hides', (flag) => {
    const { isHidden, excluded } = read(patient(said, { flags: [] }), patient(byAdt, { flags: [flag] }));
    expect([isHidden, excluded]).toEqual([true, 'hidden']);
  });

  test('a flag of a linked patient hides the person', () => {
    const events = [
      patient(said, {}),
      patient({ patient: 'B', id: 'B' }, { flags: ['opt-out'] }),
      linked({ survivor: 'A', merged: 'B' }),
    ];
    expect(read(...events).excluded).toBe('hidden');
  });

  test('until the feed takes it off again', () => {
    expect(read(patient(said, { flags: ['vip'] }), patient(later, { flags: [] })).excluded).toBeUndefined();
  });

  test.each(['opt out', 'OPT_OUT', 'OptOut', 'Opt - Out'])('%s is the flag opt-out', (flag) => {
    expect(read(patient(said, { flags: [flag] }))).toMatchObject({ excluded: 'hidden', work: [] });
  });

  test('a flag that no list knows hides, and is work', () => {
    const { excluded, work } = read(patient(said, { flags: ['do not share'] }));
    expect([excluded, work]).toEqual(['hidden', ['unmapped-code: flags']]);
  });

  test('those of tests are told apart, harmless flags hide nobody', () => {
    expect(read(patient(said, { flags: ['test', 'opt-out'] })).excluded).toBe('test');
    expect(read(patient(said, { flags: ['interpreter'] })).excluded).toBeUndefined();
  });
});
