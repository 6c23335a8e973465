import { describe, expect, it } from '@jest/globals';
import { isNative, laneOf, targetFaults, targets } from './targets.js';

const ehr = { name: 'ehr', url: 'https://ehr.example/fhir/' };

function faultsOf(given: readonly object[], environment: 'production' | 'test' = 'test') {
  return targetFaults({ environment, targets: targets.parse(given) });
}

describe('the targets of a site', () => {
  it('take everything by the lane repository, and keep no originals, unless the file says so', () => {
    const [target] = targets.parse([
      { ...ehr, lanes: { Procedure: 'create-only' }, systemOfRecord: { usual: 'target' } },
    ]);
    expect(target).toMatchObject({
      url: 'https://ehr.example/fhir',
      othersChanges: 'ours-wins',
      readBack: 0,
      provenance: false,
    });
    expect(target && laneOf(target, 'Procedure')).toBe('create-only');
    expect(target && laneOf(target, 'Observation')).toBe('repository');
    expect(target && isNative(target, 'Observation')).toBe(true);
  });

  it('names codes for documents of its kinds only', () => {
    const codes = (types: object) => targets.safeParse([{ ...ehr, document: { types } }]).success;
    const note = { system: 'http://loinc.org', code: '28570-0' };
    expect([codes({ session: note, 'follow-up': note }), codes({}), codes({ letter: note })]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['no fault in one', [ehr], []],
    ['the same name twice', [ehr, ehr], [['targets', 1, 'name']]],
    ['no address where records go over FHIR', [{ name: 'ehr' }], [['targets', 0, 'url']]],
    ['no address needed by an interface engine', [{ name: 'engine', lanes: { usual: 'hl7v2-out' } }], []],
    [
      'patients for an EHR',
      [{ ...ehr, patients: 'created', lanes: { Procedure: 'none' } }],
      [['targets', 0, 'patients']],
    ],
    ['Provenance beside records', [{ ...ehr, provenance: true, lanes: { Procedure: 'document' } }], []],
    [
      'Provenance where it could double',
      [{ ...ehr, provenance: true, lanes: { usual: 'create-only' } }],
      [['targets', 0, 'provenance']],
    ],
    [
      'Provenance where the target keeps the originals',
      [{ ...ehr, provenance: true, systemOfRecord: { usual: 'target' } }],
      [['targets', 0, 'provenance']],
    ],
    ['a production chart for a test feed', [{ ...ehr, environment: 'production' }], [['targets', 0, 'environment']]],
  ])('%s', (_what, given, paths) => {
    expect(faultsOf(given).map(({ path }) => path)).toEqual(paths);
  });

  it('refuses credentials in the address', () => {
    expect(targets.safeParse([{ ...ehr, url: 'https://me:secret@ehr.example/fhir' }]).success).toBe(false);
  });
});
