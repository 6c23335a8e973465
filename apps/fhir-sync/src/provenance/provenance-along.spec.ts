import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../faults/faults.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { claimedRecord } from '../testing/claimed-record.js';
import { mayBeUnknownThere, mostProvenanceBytes, ProvenanceAlong } from './provenance-along.js';

const hourMs = 3_600_000;
const pauseMs = 5_000;
const settings = { base: 'https://ilium.example/fhir' };
const procedure = claimedRecord('Procedure/p1', { body: '{}' });
const patient = claimedRecord('Patient/s1', { body: '{}' });
const unprocessable: Fault = { remedy: 'refuse', scope: 'request', name: 'http-422', status: 422 };

function bed(given: typeof settings | undefined = settings) {
  const told: string[] = [];
  const fates: string[] = [];
  const clock = { ms: 0 };
  const along = new ProvenanceAlong({
    settings: given,
    pauseMs,
    count: (fate) => fates.push(fate),
    tell: ({ name }) => told.push(name),
    now: () => clock.ms,
  });
  const went = (record: ClaimedRecord) => along.join([record]).puts.length === 1;
  return { along, told, fates, clock, went };
}

const answered = (status: number) => ({ status, version: null, outcome: undefined, resource: undefined });

describe('Provenance that goes along', () => {
  it('stands behind all records, each at its position', () => {
    const { along } = bed();
    const second = claimedRecord('Observation/o1');
    const { puts, positions } = along.join([procedure, patient, second]);
    expect(puts).toHaveLength(2);
    expect([...positions]).toEqual([
      ['Procedure/p1', 3],
      ['Observation/o1', 4],
    ]);
  });

  it('is weighed with its record', () => {
    const { along } = bed();
    expect(along.weigh(procedure)).toEqual({ entries: 2, bytes: 2 + mostProvenanceBytes });
    expect(along.weigh(patient)).toEqual({ entries: 1, bytes: 2 });
  });

  it('is not there where the target wants none', () => {
    const along = new ProvenanceAlong({ settings: undefined, pauseMs, count: () => undefined, tell: () => undefined });
    expect(along.join([procedure]).puts).toEqual([]);
    expect(along.weigh(procedure)).toEqual({ entries: 1, bytes: 2 });
    expect(along.isOwed(procedure, undefined)).toBe(false);
  });

  it.each([
    [201, false, 'written'],
    [200, false, 'written'],
    [400, false, 'refused'],
    [403, false, 'refused'],
    [404, false, 'refused'],
    [405, false, 'refused'],
    [422, false, 'refused'],
    [501, false, 'refused'],
    [409, true, 'missed'],
    [429, true, 'missed'],
    [500, true, 'missed'],
    [503, true, 'missed'],
  ])('answered %i: owed %s, %s', (status, isOwed, fate) => {
    const { along, fates, went } = bed();
    expect(along.isOwed(procedure, answered(status))).toBe(isOwed);
    expect(fates).toEqual([fate]);
    expect(went(procedure)).toBe(fate !== 'refused');
  });

  it('stays behind for an hour once one was refused, which is told once', () => {
    const { along, told, fates, clock, went } = bed();
    along.isOwed(procedure, answered(422));
    along.isOwed(procedure, answered(422));
    expect(told).toEqual(['http-422']);
    expect(along.trouble).toContain('takes no Provenance (http-422)');
    expect(along.isOwed(procedure, undefined)).toBe(false);
    expect(fates).toEqual(['refused', 'refused', 'left-out']);
    clock.ms = hourMs;
    expect(along.trouble).toBeUndefined();
    expect(went(procedure)).toBe(true);
  });

  const alone = { ...procedure, withoutProvenance: unprocessable };

  it('was to blame where records are taken as soon as they go without it, now and after a pause', () => {
    const { along, clock, fates, told, went } = bed();
    expect(went(alone)).toBe(false);
    expect(along.isOwed(alone, undefined)).toBe(true);
    expect(along.isOwed(alone, undefined)).toBe(true);
    expect([went(procedure), along.outlook, along.trouble]).toEqual([false, 'later', undefined]);
    clock.ms = pauseMs;
    expect([went(procedure), along.outlook]).toEqual([true, 'now']);
    expect(along.isOwed(alone, undefined)).toBe(false);
    expect([went(procedure), along.outlook, told]).toEqual([false, 'never', ['http-422']]);
    expect(fates).toEqual(['missed', 'missed', 'refused']);
  });

  it('was not to blame where one is written after that', () => {
    const { along, clock, told } = bed();
    along.isOwed(alone, undefined);
    clock.ms = pauseMs;
    along.isOwed(procedure, answered(201));
    expect(along.isOwed(alone, undefined)).toBe(true);
    expect(told).toEqual([]);
  });

  it('is left beside one record that is too large, and goes with the others', () => {
    const { along, told, fates, went } = bed();
    const tooLarge: Fault = { remedy: 'smaller', scope: 'request', name: 'http-413', status: 413 };
    expect(along.isOwed({ ...procedure, withoutProvenance: tooLarge }, undefined)).toBe(false);
    expect([fates, told, went(procedure)]).toEqual([['refused'], [], true]);
  });

  it('lets a record that keeps failing with it go first', () => {
    const { along, fates, went } = bed();
    expect(went({ ...procedure, suspect: true, attempts: 2 })).toBe(true);
    const failing = { ...procedure, suspect: true, attempts: 3 };
    expect(went(failing)).toBe(false);
    expect(along.isOwed(failing, undefined)).toBe(true);
    expect(fates).toEqual(['missed']);
  });

  it('may be why a transaction is not supported, if the FHIR server itself says so', () => {
    const fault: Fault = { remedy: 'retry', scope: 'target', name: 'http-405', status: 405 };
    const answer = { resourceType: 'OperationOutcome', issue: [] };
    expect(mayBeUnknownThere({ ...fault, answer })).toBe(true);
    expect(mayBeUnknownThere({ ...fault, answer: '<html>' })).toBe(false);
    expect(mayBeUnknownThere({ ...unprocessable, answer })).toBe(false);
  });
});
