import { describe, expect, it } from '@jest/globals';
import { faultOfSettling } from './fault-of-settling.js';
import { settling, type Settling } from './work.schema.js';

const procedure = { type: 'Procedure', id: 'p1' };
const comparison = '7f0c2f4e-6c1c-4b0e-9d55-0a6f4a1a2b3c';
const said = { revision: 1, by: 'A. Person' };

describe('what a person says of a record', () => {
  it.each<readonly [string, typeof procedure, Omit<Settling, 'revision' | 'by'>]>([
    ['done', procedure, { as: 'done' }],
    ['found at a place of its type', procedure, { as: 'found', place: 'Procedure/17' }],
    ['right patient, of a record', procedure, { as: 'right-patient', comparison }],
    ['right patient, of a Patient', { type: 'Patient', id: 's1' }, { as: 'right-patient' }],
  ])('is in order: %s', (_what, name, more) => {
    expect(faultOfSettling(name, { ...said, ...more })).toBeUndefined();
  });

  it.each<readonly [string, typeof procedure, Omit<Settling, 'revision' | 'by'>, string]>([
    ['found nowhere', procedure, { as: 'found' }, 'say where the target has the record'],
    ['done at a place', procedure, { as: 'done', place: 'Procedure/17' }, '`place` belongs to `found`'],
    [
      'found as another type',
      procedure,
      { as: 'found', place: 'Observation/17' },
      'a place of its type, `Procedure/…`',
    ],
    [
      'found as a type that begins alike',
      procedure,
      { as: 'found', place: 'ProcedureX/17' },
      'not that of a Procedure',
    ],
    ['right patient, and nothing looked at', procedure, { as: 'right-patient' }, 'take it from GET /v1/work'],
    ['done, with a comparison', procedure, { as: 'done', comparison }, '`comparison` belongs to `right-patient`'],
  ])('is not: %s', (_what, name, more, because) => {
    expect(faultOfSettling(name, { ...said, ...more })).toContain(because);
  });

  it.each([
    'Procedure',
    'Procedure/',
    '/17',
    'procedure/17',
    'Procedure/17/_history/2',
    'https://ehr.example/Procedure/17',
    'Procedure/1 7',
  ])('is refused with a place that is none: %s', (place) => {
    const read = settling.safeParse({ ...said, as: 'found', place });
    expect(read.error?.issues[0]).toMatchObject({ path: ['place'], message: expect.stringContaining('Type/id') });
  });
});
