import { describe, expect, test } from '@jest/globals';
import type { Code, ProcedureEvent, Report } from '@ilium/contracts';
import { defaultRules, type Rules } from '../../rules.js';
import { injection, leftInjection, ofProcedure, ofVisit, steroid } from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { administration, procedure, score } from '../../testing/events.js';
import { problemsIn } from '../../testing/r4-problems.js';
import { sessionsIn } from '../../testing/sessions.js';

const day = '2026-03-20';
const own = 'https://ilium.example/fhir/CodeSystem';

function records(events: readonly ProcedureEvent[], rules: Rules = defaultRules) {
  const result = derived(events, day, rules);
  const all = result.patients.flatMap(({ resources }) => resources);
  expect(all.flatMap(({ resource, retraction }) => [...problemsIn(resource), ...problemsIn(retraction)])).toEqual([]);
  const [joint] = result.procedures;
  return { ...result, ofJoint: [{ reference: `Procedure/${joint?.id}` }] };
}

const saying = (report: Report<'procedure'>) => procedure({ id: 'PRC1' }, { ...leftInjection, ...report });

describe('image guidance', () => {
  const guided = (guidance: Code, rules?: Rules) => records([saying({ guidance })], rules);

  test('is a Procedure of its own, part of the injection, with the injection’s time and status', () => {
    const { procedures, ofJoint } = guided({ system: 'SCT', code: '44491008' });
    expect(procedures).toHaveLength(2);
    expect(procedures[1]).toMatchObject({
      partOf: ofJoint,
      status: 'completed',
      code: { coding: [{ system: 'http://snomed.info/sct', code: '44491008' }] },
      performedPeriod: procedures[0]?.performedPeriod,
      encounter: procedures[0]?.encounter,
    });
  });

  test('a code that includes imaging says nothing of it: only a message does', () => {
    expect(records([saying({})]).procedures).toHaveLength(1);
  });

  test('a site’s code stands beside the standard one; one that no table knows stands as reported, and is work', () => {
    const code = { system: '99RAD', code: 'FL' };
    const rules: Rules = {
      ...defaultRules,
      codes: { guidance: [{ ...code, as: { system: 'ilium', code: 'fluoroscopy' } }] },
    };
    expect(guided(code, rules).procedures[1]?.code?.coding).toEqual([
      { system: 'http://snomed.info/sct', code: '44491008' },
      { code: 'FL' },
    ]);
    const unknown = guided(code);
    expect(unknown.procedures[1]?.code).toEqual({ coding: [{ code: 'FL' }] });
    expect(unknown.work).toEqual(['unmapped-code: FL']);
  });

  test('a code of guidance among the codes of the procedure says it too', () => {
    const codes = [...(leftInjection.codes ?? []), { system: 'LN', code: '26320-2' }];
    const { procedures, ofJoint } = records([saying({ codes })]);
    expect(procedures[1]).toMatchObject({
      partOf: ofJoint,
      code: { coding: [{ code: '77477000' }, { code: '26320-2' }] },
    });
  });

  test('a report of imaging alone tells of it too, for the procedures that it is tied to', () => {
    const imaging = procedure(
      { id: 'IMG1', feed: 'oru' },
      { codes: [{ system: 'LN', code: '35927-3' }], performed: '2026-03-12', ...ofVisit('V1') },
    );
    const { procedures, ofJoint } = records([saying({}), imaging]);
    expect(procedures).toHaveLength(2);
    expect(procedures[1]).toMatchObject({
      partOf: ofJoint,
      code: { coding: [{ code: '44491008' }, { system: 'http://loinc.org', code: '35927-3' }] },
    });
    expect(records([imaging]).procedures).toEqual([]);
    const told = saying({ guidance: { system: 'SCT', code: '44491008' } });
    expect(records([told, imaging]).procedures).toHaveLength(2);
  });

  test('a bilateral report tells of it once, for both joints', () => {
    const { procedures } = records([
      procedure({ id: 'PRC1' }, { ...injection, modifiers: ['50'], guidance: { system: 'SCT', code: '77477000' } }),
    ]);
    expect(procedures).toHaveLength(3);
    expect(procedures.at(-1)?.partOf).toHaveLength(2);
  });
});

describe('what contrast showed, and how the patient lay', () => {
  const contrast = (code: Code, effective = '2026-03-12T10:11:00-04:00') =>
    score(
      { id: 'OBX1' },
      {
        measure: { system: `${own}/finding`, code: 'contrast-spread' },
        answer: code,
        effective,
        ...ofProcedure('PRC1'),
      },
    );

  test('from the report of the procedure: an Observation that is part of it, in our own words', () => {
    const { observations, ofJoint, work } = records([saying({ contrastSpread: { code: 'intra-articular' } })]);
    expect(work).toEqual([]);
    expect(observations).toMatchObject([
      {
        meta: { profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-simple-observation'] },
        partOf: ofJoint,
        status: 'final',
        category: [{ coding: [{ code: 'procedure' }] }],
        code: { coding: [{ system: `${own}/finding`, code: 'contrast-spread' }] },
        effectiveDateTime: leftInjection.performed,
        valueCodeableConcept: {
          coding: [{ system: `${own}/contrast-spread`, code: 'intra-articular' }],
          text: 'Contrast spread in the joint',
        },
      },
    ]);
  });

  test('from a report of a measure: the same, under its own time, and no score', () => {
    const events = [saying({}), contrast({ code: 'vascular' })];
    const { observations, ofJoint, work, outcomes } = records(events);
    expect(work).toEqual([]);
    expect(outcomes).toEqual([]);
    expect(observations).toMatchObject([
      {
        partOf: ofJoint,
        effectiveDateTime: '2026-03-12T10:11:00-04:00',
        valueCodeableConcept: {
          coding: [{ system: `${own}/contrast-spread`, code: 'vascular' }],
        },
      },
    ]);
    expect(sessionsIn(events)[0]?.contrast).toBe('vascular');
  });

  test('of two reports the one that is not intra-articular counts, and both are in the chart', () => {
    const events = [saying({ contrastSpread: { code: 'intra-articular' } }), contrast({ code: 'peri-articular' })];
    expect(sessionsIn(events)[0]?.contrast).toBe('peri-articular');
    expect(records(events).observations).toHaveLength(2);
  });

  test('words that no table knows stand as reported, decide nothing, and are work that does not repeat them', () => {
    const events = [saying({ contrastSpread: { code: 'PATTERN-7', display: 'dumb-bell' } })];
    const { observations, work } = records(events);
    expect(observations[0]?.valueCodeableConcept).toEqual({
      coding: [{ code: 'PATTERN-7', display: 'dumb-bell' }],
      text: 'dumb-bell',
    });
    expect(work).toEqual(['unmapped-code: contrastSpread']);
    expect(sessionsIn(events)[0]?.contrast).toBeUndefined();
  });

  test('a question without an answer is on record as such', () => {
    const asked = score({ id: 'OBX1' }, { measure: { system: `${own}/finding`, code: 'contrast-spread' } });
    const { observations, work } = records([saying({}), asked]);
    expect(observations).toMatchObject([{ dataAbsentReason: { coding: [{ code: 'unknown' }] } }]);
    expect(work).toEqual([]);
  });

  test('prone, with the site’s own code beside ours', () => {
    const code = { system: '99OR', code: 'P1' };
    const rules: Rules = {
      ...defaultRules,
      codes: { positions: [{ ...code, as: { system: 'ilium', code: 'prone' } }] },
    };
    expect(records([saying({ position: code })], rules).observations).toMatchObject([
      {
        code: { coding: [{ system: `${own}/finding`, code: 'patient-position' }] },
        valueCodeableConcept: {
          coding: [{ system: `${own}/patient-position`, code: 'prone' }, { code: 'P1' }],
          text: 'prone',
        },
      },
    ]);
  });

  test('our own word, in whichever system of ours, is said once', () => {
    const { observations } = records([saying({ position: { system: `${own}/position`, code: 'prone' } })]);
    expect(observations[0]?.valueCodeableConcept?.coding).toEqual([
      { system: `${own}/patient-position`, code: 'prone' },
    ]);
  });

  test('its record stays the same when the side of the joint is corrected', () => {
    const idsWith = (modifier: string) =>
      records([saying({ position: { code: 'prone' }, modifiers: [modifier] })]).observations.map(({ id }) => id);
    expect(idsWith('RT')).toEqual(idsWith('LT'));
  });

  test('a finding without a day does not claim US Core', () => {
    const { observations } = records([saying({}), contrast({ code: 'vascular' }, '2026-03')]);
    expect(observations[0]?.meta?.profile).toBeUndefined();
  });
});

describe('clinical rule 7: what was given tells an injection of a facet joint from a block of its nerves', () => {
  const typeWith = (...given: readonly ProcedureEvent[]) => {
    const { procedures } = records([saying({ codes: [{ system: 'C4', code: '64493' }] }), ...given]);
    return procedures[0]?.code?.coding?.find(({ system }) => system === `${own}/procedure-type`)?.code;
  };

  test('64493 with a steroid in the joint is a facet injection, in the chart too', () => {
    expect(typeWith(administration({ id: 'MED1' }, steroid))).toBe('facet-injection');
  });

  test('unknown stays unknown: without one, or by a route that nobody told, it stays open', () => {
    expect(typeWith()).toBe('facet-or-medial-branch-block');
    const unrouted = administration({ id: 'MED1' }, { ...steroid, route: undefined });
    expect(typeWith(unrouted)).toBe('facet-or-medial-branch-block');
  });
});

describe('drugs', () => {
  test('unknown stays unknown: a unit that is not known stays as reported, without a UCUM code', () => {
    const { administrations } = records([
      saying({}),
      administration({ id: 'MED1' }, { ...steroid, dose: { value: 1, unit: 'amp' } }),
      administration({ id: 'MED2' }, { ...steroid, dose: { value: 2 } }),
    ]);
    const doses = administrations.map(({ dosage }) => dosage?.dose);
    expect(doses).toEqual(expect.arrayContaining([{ value: 1, unit: 'amp' }, { value: 2 }]));
  });

  test('what the site’s codes stand for is said beside them', () => {
    const rules: Rules = {
      ...defaultRules,
      codes: {
        drugs: [{ code: 'KEN40', as: { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '10759' } }],
        routes: [{ code: 'SIJ', as: { system: 'http://snomed.info/sct', code: '12130007' } }],
      },
    };
    const given = administration(
      { id: 'MED1' },
      { ...steroid, medication: [{ code: 'KEN40' }], route: { code: 'SIJ' } },
    );
    const { administrations, work } = records([saying({}), given], rules);
    expect(work).toEqual([]);
    expect(administrations).toMatchObject([
      {
        medicationCodeableConcept: { coding: [{ code: '10759' }, { code: 'KEN40' }] },
        dosage: { route: { coding: [{ code: '12130007' }, { code: 'SIJ' }] } },
      },
    ]);
  });

  test('a drug of one side of a bilateral visit is part of that joint’s procedure', () => {
    const { administrations } = records([
      procedure({ id: 'PRC1' }, { ...injection, modifiers: ['50'] }),
      administration({ id: 'MED1' }, { ...steroid, laterality: { code: 'R' } }),
      administration({ id: 'MED2' }, steroid),
    ]);
    expect(administrations.map(({ partOf }) => partOf?.length).sort()).toEqual([1, 2]);
  });
});
