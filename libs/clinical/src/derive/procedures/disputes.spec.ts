import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import { cpt27096, injectionDay, leftInjection, ofProcedure, steroid } from '../../testing/contents.js';
import { pain } from '../../testing/courses.js';
import { derived, sidesOf } from '../../testing/derived.js';
import { administration, charge, procedure } from '../../testing/events.js';
import { stepsIn } from '../../testing/sessions.js';
import { reasonGroupsOf } from './reasons.js';
import { defaultRules } from '../../rules.js';

const reported = (report: Report<'procedure'>) => procedure({ id: 'PRC1' }, { ...leftInjection, ...report });
const radiculopathy = [{ system: 'I10C', code: 'M54.16' }];
const epidural = { ...cpt27096, display: 'Lumbar Epidural Steroid Injection' };
const isDisputed = (report: Report<'procedure'>) => stepsIn([reported(report)]).joints.map((joint) => joint.isDisputed);

describe('clinical rule 9: a code that contradicts its words or diagnosis', () => {
  test('27096 with the words of a lumbar epidural: in the chart as reported, and somebody is told', () => {
    const { procedures, work } = derived([reported({ codes: [epidural], diagnoses: radiculopathy })]);
    expect(procedures).toMatchObject([{ status: 'completed', code: { text: 'Sacroiliac joint injection' } }]);
    expect(work).toEqual([
      'conflict: 27096: diagnosis of another procedure',
      'conflict: 27096: words of another procedure',
    ]);
    expect(isDisputed({ codes: [epidural] })).toEqual([true]);
  });

  test('one text is enough: the display may come from the dictionary of codes', () => {
    const codes = [{ ...cpt27096, display: 'SI joint injection' }];
    expect(isDisputed({ codes, text: 'Lumbar epidural steroid injection' })).toEqual([true]);
  });

  test.each<[string, Report<'procedure'>]>([
    ['words of another region', { codes: [{ code: '64490' }], text: 'Lumbar facet injection' }],
    ['words of another approach', { codes: [{ code: '64483' }], text: 'Interlaminar epidural injection' }],
    ['a code of another procedure', { codes: [cpt27096, { code: '64493' }] }],
  ])('%s', (what, report) => {
    expect(isDisputed(report)).toEqual([true]);
    expect(derived([reported(report)]).work).toEqual([`conflict: ${report.codes?.[0]?.code}: ${what}`]);
  });

  test('diagnoses contradict where all are of another procedure: patients have several pains', () => {
    const of = (...codes: string[]) => codes.map((code) => ({ system: 'I10C', code }));
    expect(isDisputed({ diagnoses: radiculopathy, text: 'SI joint injection' })).toEqual([true]);
    expect(isDisputed({ diagnoses: of('M54.16', 'M46.1') })).toEqual([false]);
    expect(isDisputed({ diagnoses: of('M54.16', 'Z99.9') })).toEqual([false]);
    expect(isDisputed({ diagnoses: of('M54.59') })).toEqual([false]);
    expect(isDisputed({ diagnoses: [] })).toEqual([false]);
  });

  test('a fitting diagnosis does not acquit the words', () => {
    expect(isDisputed({ codes: [epidural], diagnoses: [{ system: 'I10C', code: 'M46.1' }] })).toEqual([true]);
  });

  test('also where only the bill says so', () => {
    const events = [reported({}), charge({ feed: 'dft' }, { codes: [epidural], ...ofProcedure('PRC1') })];
    expect(stepsIn(events).joints.map((joint) => joint.isDisputed)).toEqual([true]);
  });

  test('somebody who mends the code has decided', () => {
    const mended = procedure({ id: 'PRC1', edit: 1 }, { codes: [{ ...cpt27096, display: 'SI joint injection' }] });
    expect(derived([reported({ codes: [epidural] }), mended]).work).toEqual([]);
  });

  test('the drugs and scores of a disputed one stay in the chart', () => {
    const events = [reported({ codes: [epidural] }), administration({ id: 'MED1' }, steroid), pain(3, 14)];
    const { administrations, observations } = derived(events);
    expect([administrations.length, observations.length]).toEqual([1, 1]);
  });
});

describe('trap 8: what is known and not ours says why, where its report speaks of the SI joint', () => {
  test.each([
    ['20610', 'SI joint injection', 'not-counted: 20610: large joint code, wrong for the SI joint'],
    ['G0259', 'Sacroiliac arthrogram', 'not-counted: G0259: arthrography only'],
    ['3E0U33Z', 'SIJ', 'not-counted: 3E0U33Z: neither the joint nor the side follows from this code'],
  ])('%s', (code, text, work) => {
    expect(derived([reported({ codes: [{ code }], text })])).toMatchObject({ procedures: [], work: [work] });
  });

  test('a knee is nobody’s work', () => {
    expect(derived([reported({ codes: [{ code: '20610' }], text: 'Knee injection' })]).work).toEqual([]);
  });

  test('imaging alone is no procedure, and no work', () => {
    const codes = [{ system: 'LN', code: '26320-2' }];
    expect(derived([reported({ codes })])).toMatchObject({ procedures: [], work: [] });
  });

  test('imaging beside the code tells the side', () => {
    const codes = [cpt27096, { system: 'LN', code: '26321-0' }];
    expect(sidesOf(derived([reported({ codes, modifiers: [] })]))).toEqual(['Right sacroiliac joint']);
  });
});

describe('codes that were not to be used on the day of service', () => {
  test.each<[string, Report<'procedure'>]>([
    ['0775T', { codes: [{ code: '0775T' }] }],
    ['M54.5', { diagnoses: [{ system: 'I10C', code: 'M54.5' }] }],
  ])('trap 15: %s is understood, and somebody is told', (code, report) => {
    const { procedures, work } = derived([reported(report)]);
    expect(procedures).toHaveLength(1);
    expect(work).toEqual([`invalid-on-day: ${code}`]);
  });
});

test('the reasons of a procedure are those of all its reports, as groups', () => {
  const events = [
    reported({ diagnoses: [{ system: 'I10C', code: 'M46.1' }, { code: 'Z99.0' }] }),
    charge(
      { feed: 'dft' },
      { codes: [cpt27096], serviceDate: injectionDay, modifiers: ['LT'], diagnoses: radiculopathy },
    ),
  ];
  const [joint] = stepsIn(events).joints;
  expect(joint && reasonGroupsOf(joint, defaultRules)).toEqual(['other', 'radiculopathy', 'sacroiliitis']);
  expect(derived(events).procedures[0]?.reasonCode).toEqual([
    { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M46.1' }], text: 'Sacroiliitis' },
    { coding: [{ code: 'Z99.0' }] },
  ]);
});
