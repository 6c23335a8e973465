import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import { defaultRules, type Rules } from '../../rules.js';
import { injectionDay, leftInjection, ofVisit, steroid } from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { administration, charge, procedure } from '../../testing/events.js';
import { problemsIn } from '../../testing/r4-problems.js';

const saying = procedure({ id: 'PRC1' }, leftInjection);

describe('clinical rule 4: drugs of bills, for sites that count them', () => {
  const rules: Rules = { ...defaultRules, charges: { ...defaultRules.charges, asAdministrations: true } };
  const j3301 = { codes: [{ system: 'HCPCS', code: 'J3301' }], serviceDate: '2026-03-12', quantity: { value: 4 } };
  const billed = (id: string, report: Report<'charge'> = {}) =>
    charge({ id, feed: 'dft' }, { ...j3301, transaction: 'charge', ...ofVisit('V1'), ...report });

  test('four units of J3301 are 40 mg, marked as billed, of no known status and by no route', () => {
    const { administrations, procedures, patients } = derived([saying, billed('TX1')], injectionDay, rules);
    expect(administrations).toMatchObject([
      {
        partOf: [{ reference: `Procedure/${procedures[0]?.id}` }],
        status: 'unknown',
        category: {
          coding: [{ system: 'https://ilium.example/fhir/CodeSystem/administration-source', code: 'billed' }],
        },
        effectiveDateTime: '2026-03-12',
        dosage: { dose: { value: 40, unit: 'mg', code: 'mg' } },
      },
    ]);
    expect(administrations[0]?.dosage?.route).toBeUndefined();
    expect(patients.flatMap(({ resources }) => resources.flatMap(({ resource }) => problemsIn(resource)))).toEqual([]);
  });

  test('none by default', () => {
    expect(derived([saying, billed('TX1')]).administrations).toEqual([]);
  });

  test('none beside a record of the administration', () => {
    const { administrations } = derived(
      [saying, billed('TX1'), administration({ id: 'MED1' }, steroid)],
      injectionDay,
      rules,
    );
    expect(administrations).toMatchObject([{ status: 'completed' }]);
  });

  test('trap 13: what was thrown away was not given, and an infusion is none of a joint', () => {
    const waste = billed('TX1', { modifiers: ['JW'] });
    const infusion = billed('TX2', { codes: [{ system: 'HCPCS', code: 'J2001' }] });
    expect(derived([saying, waste, infusion], injectionDay, rules).administrations).toEqual([]);
  });

  test('unknown stays unknown: without units, or with a unit that was not verified, there is no dose', () => {
    const contrast = billed('TX2', { codes: [{ system: 'HCPCS', code: 'Q9967' }] });
    const { administrations } = derived(
      [saying, billed('TX1', { quantity: undefined }), contrast],
      injectionDay,
      rules,
    );
    expect(administrations.map(({ dosage }) => dosage)).toEqual([undefined, undefined]);
  });

  test('a credit takes one charge back; credit and rebill leave the rebill', () => {
    const credit = billed('TX2', { transaction: 'credit' });
    expect(derived([saying, billed('TX1'), credit], injectionDay, rules).administrations).toEqual([]);
    const rebilled = [saying, billed('TX1'), credit, billed('TX3', { quantity: { value: 8 } })];
    expect(derived(rebilled, injectionDay, rules).administrations).toMatchObject([{ dosage: { dose: { value: 80 } } }]);
  });
});
