import { describe, expect, it } from '@jest/globals';
import { patient } from '../../../testing/hl7-records.js';
import { digestOf, patientName, patientOf, type Letter } from './letter.js';
import { toQueue, type EarlierMessage } from './to-queue.js';

function letter(said: { revision?: number; of?: string; text?: string; isOver?: boolean } = {}): Letter {
  const { revision = 5, of = 'A', text = 'one', isOver = false } = said;
  const draft = { kind: 'summary' as const, id: 'p1', patient: patient(of), performers: [], lines: [text] };
  return { key: 'Procedure/p1', revision, isNew: true, patient: patient(of), isOver, draft, members: [] };
}

function earlier(of: Letter, said: Partial<EarlierMessage> = {}): EarlierMessage {
  const { revision, isOver } = of;
  const state = said.state ?? 'acknowledged';
  const wasSent = state !== 'queued' && state !== 'by-hand';
  return { revision, patient: patientName(of.patient), isOver, digest: digestOf(of), state, wasSent, ...said };
}

const toA = (of: Letter) => ({ patient: patientName(patient('A')), isOver: false, digest: digestOf(of) });
const withdrawn = (of: string) => ({ patient: patientName(patient(of)), isOver: true, digest: '' });
const before = letter({ revision: 3, text: 'before' });

describe('what a letter adds to the queue', () => {
  it.each<readonly [string, Letter, readonly EarlierMessage[], ReturnType<typeof toQueue>]>([
    ['itself, where nothing is there', letter(), [], { kind: 'replace', messages: [toA(letter())] }],
    ['nothing, where it is there', letter(), [earlier(letter())], { kind: 'old' }],
    ['nothing, where something newer is there', letter(), [earlier(letter({ revision: 6 }))], { kind: 'old' }],
    ['nothing, where the same was told', letter(), [earlier(letter({ revision: 4 }))], { kind: 'known' }],
    [
      'nothing, where the same waits to be told',
      letter(),
      [earlier(before), earlier(letter({ revision: 4 }), { state: 'queued' })],
      { kind: 'known' },
    ],
    [
      'itself, where the same was refused',
      letter(),
      [earlier(letter({ revision: 4 }), { state: 'refused' })],
      { kind: 'replace', messages: [toA(letter())] },
    ],
    [
      'nothing, where the same was refused and nothing of it is new',
      { ...letter(), isNew: false },
      [earlier(letter({ revision: 4 }), { state: 'refused' })],
      { kind: 'known' },
    ],
    ['itself, where other was told', letter(), [earlier(before)], { kind: 'replace', messages: [toA(letter())] }],
    [
      'nothing but that the unsent goes, where it is again as it was told',
      letter({ text: 'before' }),
      [earlier(before), earlier(letter({ revision: 4 }), { state: 'queued' })],
      { kind: 'replace', messages: [] },
    ],
    ['a withdrawal', letter({ isOver: true }), [earlier(before)], { kind: 'replace', messages: [withdrawn('A')] }],
    [
      'no withdrawal of what was never sent',
      letter({ isOver: true }),
      [earlier(before, { state: 'queued' })],
      { kind: 'replace', messages: [] },
    ],
    [
      'no second withdrawal',
      letter({ isOver: true }),
      [earlier(before), earlier(letter({ revision: 4, isOver: true }))],
      { kind: 'replace', messages: [] },
    ],
    [
      'a withdrawal for the patient that it was told of before',
      letter(),
      [earlier(letter({ revision: 3, of: 'B' }), { state: 'sent' })],
      { kind: 'replace', messages: [withdrawn('B'), toA(letter())] },
    ],
    [
      'what can not be read, and no withdrawal for it',
      { ...letter(), patient: undefined, draft: undefined, fault: 'value' },
      [earlier(before)],
      {
        kind: 'replace',
        messages: [{ patient: '', isOver: false, digest: digestOf({ ...letter(), draft: undefined }) }],
      },
    ],
  ])('is %s', (_, letter, earlier, queueing) => {
    expect(toQueue(letter, earlier)).toEqual(queueing);
  });
});

describe('the name of a patient', () => {
  it('can be read back', () => {
    expect(patientOf(patientName(patient('a|b')))).toEqual(patient('a|b'));
  });
});
