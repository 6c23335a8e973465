import { describe, expect, it } from '@jest/globals';
import { planOf, type DocumentPlan } from './document-plan.js';
import type { PatientDocument } from './patient-document.js';
import type { StoredDocument } from './stored-document.js';

function made(key: string, more: Partial<PatientDocument> & { readonly patient?: string } = {}) {
  const { patient = 'A', ...said } = more;
  const document: PatientDocument = {
    ...{ key, revision: 5, members: [`of ${key}`], replaces: [], isOver: false, digest: 'new' },
    resource: { resourceType: 'DocumentReference', id: key },
    ...said,
  };
  return { document, patient };
}

function stored(key: string, more: Partial<StoredDocument> = {}): StoredDocument {
  return {
    ...{ key, patient: 'A', digest: 'old', isOver: false, told: [`of ${key}`], replaces: [], former: [] },
    ...{ state: 'delivered', reason: null, revision: 3, serverId: `at ${key}`, isUnderWay: false, mayBeThere: true },
    ...more,
  };
}

/** What is done, in short. */
function told({ written, dropped, superseded, orphaned, moved, behind }: DocumentPlan): readonly string[] {
  const named = (what: string, all: readonly StoredDocument[]) => all.map(({ key }) => `${what} ${key}`);
  return [
    ...written.map(({ document, replaces }) => `write ${[document.key, ...replaces].join(' for ')}`),
    ...named('drop', dropped),
    ...named('supersede', superseded),
    ...named('take back', orphaned),
    ...named('take out of the other chart', moved),
    ...behind.map((key) => `later ${key}`),
  ];
}

const unsent = { serverId: null, mayBeThere: false, state: 'pending' } as const;
const over = { isOver: true, digest: 'over' } as const;

describe('what changes of the documents of a patient, where they are only created', () => {
  it.each([
    ['a new one is written', [made('d1')], [], ['write d1']],
    ['what says the same is not written again', [made('d1', { digest: 'old' })], [stored('d1')], []],
    ['a change is written for the former version', [made('d1')], [stored('d1')], ['write d1 for at d1']],
    ['a change of what was never sent is written', [made('d1')], [stored('d1', unsent)], ['write d1']],
    [
      'a change of what was not sent yet names what that would have named',
      [made('d1')],
      [stored('d1', { serverId: null, state: 'refused', replaces: ['at d0'] })],
      ['write d1 for at d0'],
    ],
    [
      'a change of what is delivered names only that',
      [made('d1')],
      [stored('d1', { replaces: ['at d0'] })],
      ['write d1 for at d1'],
    ],
    ['what is under way is left alone', [made('d1')], [stored('d1', { isUnderWay: true })], ['later of d1']],
    ['nothing is taken back that was never told', [made('d1', over)], [], []],
    ['nor what nobody has seen', [made('d1', over)], [stored('d1', unsent)], ['drop d1']],
    ['what was told is taken back', [made('d1', over)], [stored('d1')], ['write d1 for at d1']],
    ['once', [made('d1', over)], [stored('d1', over)], []],
    [
      'a document under a lower key stands for the other',
      [made('d1', { replaces: ['d2'] })],
      [stored('d2')],
      ['write d1 for at d2', 'drop d2'],
    ],
    [
      'and waits until it is known where the other is',
      [made('d1', { replaces: ['d2'] })],
      [stored('d2', { isUnderWay: true })],
      ['later of d1'],
    ],
    ['what no records make any more is taken back', [], [stored('d1')], ['take back d1']],
    ['but not twice', [], [stored('d1', over)], []],
    [
      'records that went to another patient leave the old chart, and replace nothing there',
      [made('d1', { patient: 'B' })],
      [stored('d1')],
      ['write d1', 'take out of the other chart d1'],
    ],
    [
      'and so do those whose newest version had not gone out yet: what it was to replace is still there',
      [made('d1', { patient: 'B' })],
      [stored('d1', { serverId: null, state: 'waiting', replaces: ['DocumentReference/17'] })],
      ['write d1', 'take out of the other chart d1'],
    ],
    [
      'records that were taken back with another patient are taken back where they were told',
      [made('d1', { patient: 'B', ...over })],
      [stored('d1')],
      ['take back d1'],
    ],
  ] as const)('%s', (_, documents, known, changes) => {
    expect(told(planOf(documents, known, false))).toEqual(changes);
  });

  it('what it told before is told by it until it is written, and it knows where all before it are', () => {
    const plan = planOf([made('d1', { replaces: ['d2'] })], [stored('d1', { former: ['at d0'] }), stored('d2')], false);
    expect(plan.written).toMatchObject([{ told: ['of d1', 'of d2'], former: ['at d0', 'at d1', 'at d2'] }]);
    const same = made('d1', { digest: 'old', members: ['of x'] });
    expect(planOf([same], [stored('d1', { state: 'pending' })], false).told).toEqual([
      { key: 'd1', told: ['of d1', 'of x'] },
    ]);
    expect(planOf([same], [stored('d1')], false).told).toEqual([{ key: 'd1', told: ['of x'] }]);
    expect(planOf([same], [stored('d1', { told: ['of x'] })], false).told).toEqual([]);
  });
});

describe('what changes of the documents of a patient, where they are updated', () => {
  const there = { serverId: null };
  it.each([
    ['a change is an update', [made('d1')], [stored('d1', there)], ['write d1']],
    [
      'the other is superseded',
      [made('d1', { replaces: ['d2'] })],
      [stored('d2', there)],
      ['write d1 for d2', 'supersede d2'],
    ],
    [
      'once',
      [made('d1', { digest: 'old', replaces: ['d2'] })],
      [stored('d1', there), stored('d2', { ...there, digest: null })],
      [],
    ],
    ['what moved is an update', [made('d1', { patient: 'B' })], [stored('d1', there)], ['write d1']],
  ] as const)('%s', (_, documents, known, changes) => {
    expect(told(planOf(documents, known, true))).toEqual(changes);
  });
});
