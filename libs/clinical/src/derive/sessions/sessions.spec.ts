import { describe, expect, test } from '@jest/globals';
import type { Intent, ProcedureEvent, Report } from '@ilium/contracts';
import { defaultRules } from '../../rules.js';
import {
  injection,
  intraArticular,
  leftInjection,
  nrs,
  ofOrder,
  ofProcedure,
  ofVisit,
  rxnorm,
  steroid,
  triamcinolone,
} from '../../testing/contents.js';
import { derived, type Derived } from '../../testing/derived.js';
import { plainIds } from '../../testing/plain-ids.js';
import { sessionsIn as sessionsFrom, stepsIn } from '../../testing/sessions.js';
import { sessionsOf } from './sessions.js';
import { administration, charge, procedure, score, visitNumber } from '../../testing/events.js';

/** One week after the injection only W1 has opened: two outcomes for each therapeutic session, NRS and ODI. */
const weekLater = '2026-03-19';

function sessionsIn({ outcomes }: Derived): number {
  return new Set(outcomes.map(({ session }) => session)).size;
}

const ownSpread = (code: string) => ({ contrastSpread: { code } });

function given(report: Report<'administration'>, of: Report<'procedure'> = leftInjection) {
  return derived([procedure({ id: 'PRC1' }, of), administration({ id: 'MED1' }, { ...steroid, ...report })], weekLater);
}

describe('clinical rule 7: a session is one visit, whatever was done in it', () => {
  const twoJoints = (right: Report<'procedure'>) =>
    derived(
      [
        procedure({ id: 'PRC1' }, leftInjection),
        procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'], ...right }),
        administration({ id: 'MED1' }, { ...steroid, ...ofProcedure('PRC1') }),
        administration({ id: 'MED2' }, { ...steroid, start: right.performed, ...ofProcedure('PRC2') }),
      ],
      weekLater,
    );

  test('two joints of one visit are one session with one outcome per measure', () => {
    expect(twoJoints({}).outcomes).toHaveLength(2);
  });

  test('two visits on two days are two sessions', () => {
    const other = { visit: visitNumber('V2'), performed: '2026-03-13T09:00:00-04:00', performedEnd: undefined };
    expect(sessionsIn(twoJoints(other))).toBe(2);
  });

  test('a visit number that spans days, such as a stay, is a session for each day', () => {
    const other = { performed: '2026-03-13T09:00:00-04:00', performedEnd: undefined };
    expect(sessionsIn(twoJoints(other))).toBe(2);
  });

  test('in a stay a drug counts for the session of its day, and a score for the session before it', () => {
    const stay = [
      procedure({ id: 'PRC1' }, leftInjection),
      procedure({ id: 'PRC2' }, { ...leftInjection, performed: '2026-03-13', performedEnd: undefined }),
      administration({ id: 'MED1' }, steroid),
    ];
    const result = derived(stay, weekLater);
    expect(sessionsIn(result)).toBe(1);
    expect(result.administrations[0]?.partOf).toHaveLength(1);
    const again = administration({ id: 'MED2' }, { ...steroid, start: '2026-03-13' });
    const scored = score({ id: 'S1' }, nrs(3, '2026-03-19', ofVisit('V1')));
    const observed = derived([...stay, again, scored], weekLater).outcomes.filter(
      ({ status }) => status === 'observed',
    );
    expect(observed).toHaveLength(1);
    expect(derived([...stay, again, scored], weekLater).observations[0]?.partOf).toEqual([
      { reference: `Procedure/${derived(stay.slice(1)).procedures[0]?.id}` },
    ]);
  });

  test('what a visit reports without a day belongs to its session, where it has one', () => {
    expect(sessionsIn(twoJoints({ performed: undefined, performedEnd: undefined }))).toBe(1);
  });

  test('what has no visit number belongs to the session of its day', () => {
    expect(sessionsIn(twoJoints({ visit: undefined }))).toBe(1);
  });
});

describe('clinical rule 8: therapeutic is completed, with steroid given into the joint', () => {
  test('the common injection, steroid by intra-articular route, is therapeutic', () => {
    expect(sessionsIn(given({}))).toBe(1);
  });

  test.each([
    ['anaesthetic only', { medication: [rxnorm('6387')] }],
    ['a steroid without a route', { route: undefined }],
    ['trap 3: route IA of HL7 table 0162, which is intra-arterial', { route: { system: 'HL70162', code: 'IA' } }],
    ['a steroid into the muscle', { route: { system: 'HL70162', code: 'IM' } }],
    ['a steroid that was not given', { status: 'not-done' as const }],
    ['a steroid that no table knows', { medication: [{ code: 'KENALOG' }] }],
    ['a steroid of another visit', { visit: visitNumber('V9') }],
  ])('not therapeutic: %s', (_, report) => {
    expect(given(report).outcomes).toEqual([]);
  });

  test.each([
    ['procedure number', ofProcedure('PRC1'), {}],
    ['order number', ofOrder('O1'), ofOrder('O1')],
    ['visit', ofVisit('V1'), {}],
  ])('a drug is tied to its procedure by %s', (_, tie, more) => {
    const result = given({ visit: undefined, ...tie }, { ...leftInjection, ...more });
    expect(sessionsIn(result)).toBe(1);
    expect(result.administrations[0]?.partOf).toEqual([{ reference: `Procedure/${result.procedures[0]?.id}` }]);
  });

  test('the better tie decides: a drug that names its procedure is of no other one of the visit', () => {
    const result = derived([
      procedure({ id: 'PRC1' }, leftInjection),
      procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'] }),
      administration({ id: 'MED1' }, { ...steroid, ...ofProcedure('PRC2') }),
    ]);
    expect(result.administrations[0]?.partOf).toHaveLength(1);
  });
});

describe('clinical rule 10, trap 18: not-done and stopped are not the same, and neither enters a denominator', () => {
  test.each(['not-done', 'stopped', 'preparation', 'unknown'] as const)('%s', (status) => {
    const result = given({}, { ...leftInjection, status });
    expect(result.procedures).toMatchObject([{ status }]);
    expect(result.outcomes).toEqual([]);
  });

  test('a procedure of which no source says how it went is unknown, not completed', () => {
    const result = given({}, { ...leftInjection, status: undefined });
    expect(result.procedures).toMatchObject([{ status: 'unknown' }]);
    expect(result.outcomes).toEqual([]);
  });
});

describe('clinical rule 4: a charge is evidence, not an administration', () => {
  const billed = charge({ id: 'TX1', feed: 'dft' }, { codes: [{ system: 'HCPCS', code: 'J3301' }], ...ofVisit('V1') });

  test('four units of J3301 are no dose, no record and no steroid in the joint', () => {
    const result = derived([procedure({ id: 'PRC1' }, leftInjection), billed], weekLater);
    expect(result.administrations).toEqual([]);
    expect(result.outcomes).toEqual([]);
  });

  test('a charge beside the administration adds nothing to it', () => {
    const events = [procedure({ id: 'PRC1' }, leftInjection), administration({ id: 'MED1' }, steroid)];
    expect(derived([...events, billed]).patients).toEqual(derived(events).patients);
  });
});

describe('drugs: one record for each, in the units of the source (clinical facts 7.2)', () => {
  test('mg and mL are never added', () => {
    const result = derived([
      procedure({ id: 'PRC1' }, leftInjection),
      administration({ id: 'MED1' }, steroid),
      administration({ id: 'MED2' }, { ...steroid, medication: [rxnorm('1012404')], dose: { value: 1, unit: 'mL' } }),
    ]);
    const doses = result.administrations.map(({ dosage }) => `${dosage?.dose?.value} ${dosage?.dose?.code}`);
    expect(doses.sort()).toEqual(['1 mL', '40 mg']);
  });

  test('mad-1: a route without a dose is kept, and the dose said to be unknown', () => {
    const [record] = given({ dose: undefined }).administrations;
    expect(record?.dosage).toEqual({
      route: { coding: [intraArticular] },
      dose: { extension: [{ url: expect.stringContaining('data-absent-reason'), valueCode: 'unknown' }] },
    });
    expect(given({ dose: undefined, route: undefined }).administrations[0]?.dosage).toBeUndefined();
  });

  test('trap 14: contrast has no RxNorm code and is recorded by its UNII', () => {
    const contrast = given({ medication: [{ system: 'FDAUNII', code: '4419T9MX03' }] });
    expect(contrast.administrations[0]?.medicationCodeableConcept?.coding).toEqual([
      { system: 'http://fdasis.nlm.nih.gov', code: '4419T9MX03' },
    ]);
    expect(contrast.work).toEqual([]);
  });

  test('a drug that was not given is on record as such, and without a time says so', () => {
    expect(given({ status: 'not-done', start: undefined }).administrations).toMatchObject([
      { status: 'not-done', _effectiveDateTime: { extension: [{ valueCode: 'unknown' }] } },
    ]);
  });

  test('of several codes of one drug any may be known', () => {
    expect(sessionsIn(given({ medication: [{ code: 'KENALOG' }, triamcinolone] }))).toBe(1);
  });
});

describe('what a session is, over its joints', () => {
  const left = procedure({ id: 'PRC1' }, leftInjection);
  const right = (report: Report<'procedure'> = {}) =>
    procedure({ id: 'PRC2' }, { ...injection, modifiers: ['RT'], ...report });
  const only = (events: readonly ProcedureEvent[]) => {
    const sessions = sessionsFrom(events);
    expect(sessions).toHaveLength(1);
    return sessions[0];
  };

  test('trap 6: modifier 50, RT and LT on two lines, or two reports are the same session, of both sides', () => {
    const both = [
      [procedure({ id: 'PRC1' }, { ...injection, modifiers: ['50'] })],
      [procedure({ id: 'PRC1' }, { ...injection, modifiers: ['RT', 'LT'] })],
      [left, right()],
    ];
    for (const events of both) {
      expect(only(events)?.sides).toBe('both');
      expect(only(events)?.joints).toHaveLength(2);
    }
  });

  test('trap 7: unknown stays unknown: a side that nobody told is none, and leaves the other’s session open', () => {
    const silent = procedure({ id: 'PRC3' }, { ...injection, performed: '2026-03-12' });
    expect(only([left])?.sides).toBe('left');
    expect(only([silent])?.sides).toBe('unknown');
  });

  test('unknown stays unknown: what was done decides nothing about what it was meant for', () => {
    expect(only([left, administration({ id: 'MED1' }, steroid)])?.intent).toBe('unknown');
  });

  test('one type, or mixed', () => {
    const { joints, ...steps } = stepsIn([left, right()]);
    const typed = joints.map((joint, index) =>
      index === 0 ? joint : { ...joint, type: 'epidural-injection' as const },
    );
    expect(sessionsOf({ ...steps, joints }, defaultRules, plainIds)[0]?.type).toBe('si-joint-injection');
    expect(sessionsOf({ ...steps, joints: typed }, defaultRules, plainIds)[0]?.type).toBe('mixed');
  });

  test('both intents where its joints differ; what is not declared changes nothing', () => {
    const { joints, ...steps } = stepsIn([left, right()]);
    const intentWith = (...intents: Intent[]) => {
      const declared = joints.map((joint, index) => ({ ...joint, intent: intents[index] ?? 'unknown' }));
      return sessionsOf({ ...steps, joints: declared }, defaultRules, plainIds)[0]?.intent;
    };
    expect(intentWith('diagnostic', 'therapeutic')).toBe('both');
    expect(intentWith('diagnostic', 'unknown')).toBe('diagnostic');
    expect(intentWith('unknown', 'unknown')).toBe('unknown');
  });

  test('clinical rule 9: one disputed joint makes the session disputed', () => {
    const { joints, ...steps } = stepsIn([left, right()]);
    const disputed = joints.map((joint, index) => ({ ...joint, isDisputed: index === 0 }));
    expect(sessionsOf({ ...steps, joints }, defaultRules, plainIds)[0]?.isDisputed).toBe(false);
    expect(sessionsOf({ ...steps, joints: disputed }, defaultRules, plainIds)[0]?.isDisputed).toBe(true);
  });

  test('contrast: the finding that is not intra-articular, where its joints differ', () => {
    const differing = [
      procedure({ id: 'PRC1' }, { ...leftInjection, ...ownSpread('intra-articular') }),
      right(ownSpread('vascular')),
    ];
    expect(only(differing)?.contrast).toBe('vascular');
    expect(only([procedure({ id: 'PRC1' }, { ...leftInjection, ...ownSpread('intra-articular') })])?.contrast).toBe(
      'intra-articular',
    );
    expect(only([left])?.contrast).toBeUndefined();
    expect(only([procedure({ id: 'PRC1' }, { ...leftInjection, ...ownSpread('a flower') })])?.contrast).toBeUndefined();
  });

  test('clinical rule 10: a joint that was stopped treats nobody, though the other was completed', () => {
    const session = only([
      left,
      right({ status: 'stopped' }),
      administration({ id: 'MED1' }, { ...steroid, ...ofProcedure('PRC2') }),
    ]);
    expect(session).toMatchObject({ isCompleted: true, isTherapeutic: false, agents: 'unknown' });
  });

  test('its administrations are those tied to its joints, given or not', () => {
    const session = only([
      left,
      administration({ id: 'MED1' }, steroid),
      administration({ id: 'MED2' }, { ...steroid, status: 'not-done' }),
      administration({ id: 'MED3' }, { ...steroid, visit: visitNumber('V9') }),
    ]);
    expect(session?.administrations.map(({ identifier }) => identifier?.value).sort()).toEqual(['MED1', 'MED2']);
  });
});

describe('a score after a session without steroid', () => {
  test('opens no therapeutic episode', () => {
    const events = [procedure({ id: 'PRC1' }, leftInjection), score({ id: 'S1' }, nrs(2, '2026-03-19'))];
    expect(derived(events, weekLater).outcomes).toEqual([]);
  });
});
