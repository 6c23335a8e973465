import { describe, expect, test } from '@jest/globals';
import { cpt27096, injectionDay, leftInjection, nrs, steroid } from '../testing/contents.js';
import { treatment } from '../testing/courses.js';
import { derived } from '../testing/derived.js';
import { administration, charge, procedure, score } from '../testing/events.js';
import { addDays } from '../derive/reports/moments.js';

/** What the formats that hospitals send leave open, or say otherwise than a joint needs it. */

describe('trap 2: what the guide from HL7 v2 to FHIR does with RXA, DFT and PR1', () => {
  const left = procedure({ id: '1' }, leftInjection);

  test('a drug that was given is an administration, and no immunization', () => {
    const { patients, administrations } = derived([left, administration({ feed: 'ras', id: 'M1' }, steroid)]);
    const types = patients.flatMap(({ resources }) => resources.map(({ resource }) => resource.resourceType));
    expect(types.sort()).toEqual(['MedicationAdministration', 'Procedure']);
    expect(administrations).toMatchObject([{ status: 'completed' }]);
  });

  test('a bill, which it does not map, adds its numbers to the procedure and makes no drug', () => {
    const bill = (code: string, id: string) =>
      charge(
        { feed: 'dft', id },
        {
          codes: [{ system: 'HCPCS', code }],
          modifiers: ['LT'],
          visit: leftInjection.visit,
          serviceDate: injectionDay,
          quantity: { value: 4 },
        },
      );
    const { procedures, administrations } = derived([left, bill('G0260', 'T1'), bill('J3301', 'T2')]);
    expect(procedures).toMatchObject([
      { code: { coding: expect.arrayContaining([{ system: expect.any(String), code: 'G0260' }]) } },
    ]);
    expect(administrations).toEqual([]);
  });

  test.each(['not-done', 'stopped', 'completed'] as const)(
    'the status, which it leaves open, is the report’s: %s',
    (status) => {
      expect(derived([procedure({ id: '1' }, { ...leftInjection, status })]).procedures).toMatchObject([{ status }]);
    },
  );
});

describe('trap 20: a result of HL7 v2.5.1 has no body site', () => {
  const day = addDays(injectionDay, 14);
  const both = treatment('1', { modifiers: ['50'] });
  const observed = (events: Parameters<typeof derived>[0]) =>
    derived([...both, ...events], day).outcomes.filter(({ status }) => status === 'observed');

  test('two answers of one form stay two where each names its joint, though all else is alike', () => {
    const site = (code: string) => ({ bodySite: [{ system: 'SCT', code: '39723000' }], laterality: { code } });
    const said = ['L', 'R'].map((side, place) => score({ id: `OBX-${place}` }, nrs(3, day, site(side))));
    expect(
      observed(said)
        .map(({ about: { side } }) => side)
        .sort(),
    ).toEqual(['left', 'right']);
  });

  test('without a site it is of the session, and of neither joint', () => {
    expect(observed([score({ id: 'OBX-1' }, nrs(3, day))]).map(({ about: { side } }) => side)).toEqual([undefined]);
  });
});

test('trap 4: the bare code stands beside the one with its side, so that a search for 27096 finds it', () => {
  const events = [
    procedure({ id: '1' }, { ...leftInjection, codes: [{ ...cpt27096, code: '27096-LT' }], modifiers: [] }),
  ];
  const codes = derived(events).procedures.flatMap(({ code }) => code?.coding?.map((coding) => coding.code));
  expect(codes).toEqual(expect.arrayContaining(['27096', '27096:LT']));
  expect(codes).not.toContain('27096-LT');
});
