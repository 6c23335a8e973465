import { describe, expect, test } from '@jest/globals';
import type { ProcedureType, Report } from '@ilium/contracts';
import { defaultRules, type Rules } from '../../rules.js';
import { injection, leftInjection, ofProcedure, rxnorm, steroid, triamcinolone } from '../../testing/contents.js';
import { administration, charge, procedure, visitNumber } from '../../testing/events.js';
import { sessionsIn, stepsIn } from '../../testing/sessions.js';
import { volumeInto } from './agents.js';

const lidocaine = rxnorm('6387');
const iohexol = { system: 'FDAUNII', code: '4419T9MX03' };
const anaesthetic: Report<'administration'> = { ...steroid, medication: [lidocaine], dose: { value: 1, unit: 'mL' } };
const table0162 = (code: string) => ({ system: 'HL70162', code });

/** The one session in which these drugs were given for a left injection. */
function sessionWith(
  given: readonly Report<'administration'>[],
  {
    rules = defaultRules,
    type,
    of = leftInjection,
  }: { rules?: Rules; type?: ProcedureType; of?: Report<'procedure'> } = {},
) {
  const drugs = given.map((report, index) => administration({ id: `MED${index}` }, report));
  const [session] = sessionsIn([procedure({ id: 'PRC1' }, of), ...drugs], rules, type);
  if (session === undefined) throw new Error('no session');
  return session;
}

describe('clinical rule 8: what was given into the joint', () => {
  test('the common injection, anaesthetic and steroid, is diagnostic and therapeutic', () => {
    const session = sessionWith([anaesthetic, steroid]);
    expect(session).toMatchObject({ agents: 'both', isDiagnostic: true, isTherapeutic: true, isCompleted: true });
  });

  test.each([
    ['steroid', steroid, { isDiagnostic: false, isTherapeutic: true }],
    ['anaesthetic', anaesthetic, { isDiagnostic: true, isTherapeutic: false }],
  ])('%s alone', (agents, report, flags) => {
    expect(sessionWith([report])).toMatchObject({ agents, ...flags });
  });

  test.each([
    ['under the skin', table0162('SC')],
    ['into the skin', table0162('ID')],
    ['trap 3: into an artery, as IA says', table0162('IA')],
    ['into a muscle', table0162('IM')],
  ])('an anaesthetic %s never counts', (_, route) => {
    expect(sessionWith([{ ...anaesthetic, route }])).toMatchObject({ agents: 'none', isDiagnostic: false });
  });

  test('the anaesthetic of the skin adds nothing to the steroid in the joint', () => {
    expect(sessionWith([{ ...anaesthetic, route: table0162('SC') }, steroid]).agents).toBe('steroid');
  });

  test.each([
    ['no route', { route: undefined }],
    ['a route that no table knows', { route: { code: 'INJ' } }],
    ['intrasynovial, of which the site says nothing', { route: table0162('IS') }],
    ['a drug that no table knows', { medication: [{ code: 'KENALOG' }] }],
    ['codes that contradict each other', { medication: [triamcinolone, lidocaine] }],
    ['an administration that was stopped', { status: 'stopped' as const }],
    ['nothing said of whether it was given', { status: undefined }],
  ])('unknown stays unknown: %s', (_, report) => {
    expect(sessionWith([{ ...steroid, ...report }])).toMatchObject({ agents: 'unknown', isTherapeutic: false });
  });

  test('unknown stays unknown: where no drug is documented, none is denied', () => {
    expect(sessionWith([]).agents).toBe('unknown');
  });

  test('where drugs are documented, and none of them is an agent that was given, there is none', () => {
    expect(sessionWith([{ ...steroid, medication: [iohexol] }]).agents).toBe('none');
    expect(sessionWith([{ ...steroid, status: 'not-done' }]).agents).toBe('none');
  });

  test('an administration that was entered in error never counts', () => {
    const entered = administration({ id: 'MED1', at: '2026-03-12T15:00:00Z' }, steroid);
    const taken = administration({ id: 'MED1', at: '2026-03-12T16:00:00Z', status: 'void' }, {});
    const [session] = sessionsIn([procedure({ id: 'PRC1' }, leftInjection), entered, taken]);
    expect(session).toMatchObject({ agents: 'unknown', isTherapeutic: false, administrations: [] });
  });

  test('what is known counts beside what is not', () => {
    expect(sessionWith([steroid, { ...anaesthetic, route: undefined }])).toMatchObject({
      agents: 'steroid',
      isTherapeutic: true,
      isDiagnostic: false,
    });
  });

  test('trap 13: J2001 is no drug of a joint, whatever route stands beside it', () => {
    const session = sessionWith([{ ...anaesthetic, medication: [{ system: 'HCPCS', code: 'J2001' }] }]);
    expect(session).toMatchObject({ agents: 'none', isDiagnostic: false });
  });

  test('clinical rule 4: a charge for a drug never counts, be it recorded as billed or not', () => {
    const asAdministrations = { ...defaultRules, charges: { ...defaultRules.charges, asAdministrations: true } };
    const billed = charge({ id: 'TX1', feed: 'dft' }, { codes: [{ code: 'J3301' }], visit: visitNumber('V1') });
    for (const rules of [defaultRules, asAdministrations]) {
      const [session] = sessionsIn([procedure({ id: 'PRC1' }, leftInjection), billed], rules);
      expect(session).toMatchObject({ agents: 'unknown', isTherapeutic: false });
    }
  });
});

describe('what the target of a type is', () => {
  const epidural = { ...steroid, route: table0162('EP') };
  const toNerve = (report: Report<'administration'>) => ({ ...report, route: { system: 'ilium', code: 'nerve' } });
  const ownRoutes: Rules = {
    ...defaultRules,
    codes: { routes: [{ system: 'ilium', code: 'nerve', as: { system: 'ilium', code: 'nerve' } }] },
  };

  test('an epidural is therapeutic by a steroid into the epidural space, not by one into a joint', () => {
    expect(sessionWith([epidural], { type: 'epidural-injection' }).isTherapeutic).toBe(true);
    expect(sessionWith([steroid], { type: 'epidural-injection' }).isTherapeutic).toBe(false);
    expect(sessionWith([epidural]).isTherapeutic).toBe(false);
  });

  test.each(['si-joint-rfa', 'facet-rfa', 'si-joint-fusion'] as const)(
    '%s is therapeutic by being completed, and no test',
    (type) => {
      expect(sessionWith([anaesthetic], { type })).toMatchObject({ isTherapeutic: true, isDiagnostic: false });
      const stopped = { ...leftInjection, status: 'stopped' as const };
      expect(sessionWith([], { type, of: stopped })).toMatchObject({ isTherapeutic: false, isCompleted: false });
    },
  );

  test('clinical rule 7: a block of medial branches is a test, with or without a steroid at the nerve', () => {
    const given = [toNerve(anaesthetic), toNerve(steroid)];
    const session = sessionWith(given, { type: 'medial-branch-block', rules: ownRoutes });
    expect(session).toMatchObject({ agents: 'both', isTherapeutic: false, isDiagnostic: true });
  });

  test('clinical rule 7: 64490 to 64495 with a steroid in the joint are a facet injection, else it stays open', () => {
    const open: ProcedureType = 'facet-or-medial-branch-block';
    expect(sessionWith([anaesthetic, steroid], { type: open })).toMatchObject({
      type: 'facet-injection',
      isTherapeutic: true,
      isDiagnostic: true,
    });
    expect(sessionWith([anaesthetic], { type: open })).toMatchObject({ type: open, isTherapeutic: false });
    const elsewhere = [anaesthetic, { ...steroid, route: table0162('IM') }];
    expect(sessionWith(elsewhere, { type: open })).toMatchObject({ type: open, isTherapeutic: false });
  });
});

describe('volume into the joint', () => {
  const both: Report<'procedure'> = { ...injection, modifiers: ['50'] };
  const ml = (value: number, more: Report<'administration'> = {}) => ({
    ...anaesthetic,
    ...more,
    dose: { value, unit: 'mL' },
  });
  const volumeOf = (given: readonly Report<'administration'>[], of = leftInjection) => {
    const session = sessionWith(given, { of });
    return session.joints.map((joint) => volumeInto(joint, session, defaultRules));
  };

  test('is the sum of what was told in mL, contrast too; mg are never turned into mL', () => {
    expect(volumeOf([ml(0.25, { medication: [iohexol] }), ml(1.25), steroid])).toEqual([1.5]);
    expect(volumeOf([ml(0.1), ml(0.2)])).toEqual([0.3]);
  });

  test('counts nothing that went elsewhere or was not given', () => {
    expect(volumeOf([ml(1), ml(5, { route: table0162('SC') }), ml(5, { status: 'not-done' })])).toEqual([1]);
  });

  test('unknown stays unknown: without mL, without a unit, and where one dose was for two joints', () => {
    expect(volumeOf([steroid])).toEqual([undefined]);
    expect(volumeOf([{ ...anaesthetic, dose: { value: 3 } }])).toEqual([undefined]);
    expect(volumeOf([ml(4)], both)).toEqual([undefined, undefined]);
  });

  test('a drug that names its side is of that joint only', () => {
    expect(volumeOf([ml(2, { laterality: { code: 'L' } })], both)).toEqual(expect.arrayContaining([2, undefined]));
  });
});

describe('whose drug it is', () => {
  test('a drug of one side of a bilateral visit was given into that joint only', () => {
    const steps = stepsIn([
      procedure({ id: 'PRC1' }, { ...injection, modifiers: ['50'] }),
      administration({ id: 'MED1' }, { ...steroid, laterality: { code: 'R' } }),
    ]);
    expect(steps.joints).toHaveLength(2);
    expect(steps.work).toEqual([]);
  });

  test('a side that none of its joints has is a conflict', () => {
    const { work } = stepsIn([
      procedure({ id: 'PRC1' }, leftInjection),
      administration({ id: 'MED1' }, { ...steroid, ...ofProcedure('PRC1'), laterality: { code: 'R' } }),
    ]);
    expect(work).toMatchObject([{ reason: 'conflict', detail: 'laterality' }]);
  });

  test('unknown stays unknown: a drug of a stay of two procedures, without a day or on a third, is of neither', () => {
    const stay = [
      procedure({ id: 'PRC1' }, leftInjection),
      procedure({ id: 'PRC2' }, { ...leftInjection, performed: '2026-03-14', performedEnd: undefined }),
    ];
    for (const start of [undefined, '2026-03-13']) {
      const sessions = sessionsIn([...stay, administration({ id: 'MED1' }, { ...steroid, start })]);
      expect(sessions.map(({ isTherapeutic }) => isTherapeutic)).toEqual([false, false]);
    }
  });

  test('codes and routes that no table knows are work', () => {
    const { work } = stepsIn([
      procedure({ id: 'PRC1' }, leftInjection),
      administration({ id: 'MED1' }, { ...steroid, medication: [{ code: 'KENALOG' }], route: { code: 'INJ' } }),
      administration({ id: 'MED2' }, { ...steroid, medication: [triamcinolone, lidocaine] }),
    ]);
    expect(work.map(({ reason, detail }) => `${reason}: ${detail}`).sort()).toEqual([
      'conflict: medication',
      'unmapped-code: INJ',
      'unmapped-code: KENALOG',
    ]);
  });
});
