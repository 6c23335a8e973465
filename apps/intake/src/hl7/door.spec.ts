import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { StoreAway } from '../source-messages/source-message.js';
import { example, hilltop, withField } from '../testing/hl7-messages.js';
import { DirectJournal } from '../testing/direct-journal.js';
import { MemoryMessageStore } from '../testing/memory-message-store.js';
import { Hl7Door, type Hl7DoorParts } from './door.js';

const dft = example('hilltop-dft-p03');
const ras = example('hilltop-ras-o17');

function open(listener: Partial<Hl7DoorParts['listener']> = {}) {
  const store = new MemoryMessageStore();
  const journal = new DirectJournal([hilltop], store);
  const door = new Hl7Door({
    listener: {
      name: 'ehr',
      acknowledge: 'by-message',
      nak: 'structural',
      charset: 'UTF-8',
      replay: false,
      ...listener,
    },
    site: hilltop,
    journal,
    store,
    now: () => Date.parse('2026-04-01T12:00:00Z'),
    answerId: (body) => hash('sha256', body),
  });
  const receive = async (message: string | Buffer) => {
    const answers = await door.receive({ kind: 'whole', bytes: Buffer.from(message) }, '127.0.0.1');
    return answers.map((answer) => answer.toString('latin1'));
  };
  return { store, journal, door, receive };
}

const codesOf = (answers: readonly string[]) => answers.map((text) => /\rMSA\|(..)\|([^\r|]*)/.exec(text)?.slice(1));

describe('the door', () => {
  it('acknowledges a message when it is stored, as it came', async () => {
    const { store, receive } = open();
    expect(codesOf(await receive(dft))).toEqual([['AA', 'HT-DFT-000481']]);
    expect(store.messages).toMatchObject([
      {
        door: 'ehr',
        site: 'hilltop',
        peer: '127.0.0.1',
        sender: 'EHR',
        controlId: 'HT-DFT-000481',
        type: 'DFT^P03',
        charset: 'utf-8',
        body: Buffer.from(dft),
        work: [],
      },
    ]);
    expect(store.messages[0]?.events).toHaveLength(3);
  });

  it('gives the same answer, and not only the same code, to the same message again', async () => {
    const { store, receive } = open();
    const message = withField(ras, 'MSH', 16, 'AL');
    const first = await receive(message);
    expect(codesOf(first)).toEqual([
      ['CA', 'HT-RAS-771203'],
      ['AA', 'HT-RAS-771203'],
    ]);
    expect(await receive(message)).toEqual(first);
    expect(store.messages).toHaveLength(1);
  });

  it('answers nothing where the sender wants nothing, and stores it', async () => {
    const { store, receive } = open();
    expect(await receive(withField(ras, 'MSH', 15, 'NE'))).toEqual([]);
    expect(store.messages).toHaveLength(1);
  });

  it('acknowledges and counts a type that it has no use for', async () => {
    const { store, receive } = open();
    expect(codesOf(await receive(withField(dft, 'MSH', 9, 'VXU^V04')))).toEqual([['AA', 'HT-DFT-000481']]);
    expect(store.passings).toEqual([
      { door: 'ehr', site: 'hilltop', type: 'VXU^V04', fate: 'skipped', reason: 'type' },
    ]);
    expect(store.messages).toEqual([]);
  });

  it('never answers an acknowledgement, whole or broken', async () => {
    const { store, door, receive } = open();
    const ack = 'MSH|^~\\&|A|B|C|D|20260312||ACK^P03|1|T|2.5\rMSA|AA|2\r';
    expect(await receive(ack)).toEqual([]);
    expect(await receive(`${ack}NTE|\xFF`.replace('\xFF', '\uFFFD'))).toEqual([]);
    expect(await door.receive({ kind: 'incomplete', firstBytes: Buffer.from(ack) })).toEqual([]);
    expect(store.passings.map(({ reason }) => reason)).toEqual(['acknowledgement', 'charset', 'incomplete']);
  });

  it.each([
    ['incomplete', 'AE'],
    ['too-large', 'AR'],
  ] as const)('refuses a frame that is %s, by its control id', async (kind, code) => {
    const { store, door } = open();
    const answers = await door.receive({ kind, firstBytes: Buffer.from(dft).subarray(0, 300) });
    expect(codesOf(answers.map(String))).toEqual([[code, 'HT-DFT-000481']]);
    expect(store.passings).toMatchObject([{ fate: 'refused', reason: kind }]);
  });

  it('refuses what is no HL7 message', async () => {
    const { store, receive } = open();
    expect(codesOf(await receive('GET / HTTP/1.1'))).toEqual([['AR', '']]);
    expect(store.passings).toMatchObject([{ fate: 'refused', reason: 'not-readable', type: '?' }]);
  });

  it('echoes a control id in UTF-8 byte by byte, also letters whose bytes are controls in ISO 8859-1', async () => {
    const [answer = ''] = await open().receive(withField(dft, 'MSH', 10, 'ÀŁ-Ü\u0007'));
    expect(Buffer.from(answer, 'latin1').toString()).toContain('MSA|AA|ÀŁ-Ü\r');
  });

  it('takes a message without a control id, unless it is strict', async () => {
    const message = withField(dft, 'MSH', 10, '');
    expect(codesOf(await open().receive(message))).toEqual([['AA', '']]);
    expect(codesOf(await open({ nak: 'strict' }).receive(message))).toEqual([['AE', '']]);
  });

  it.each([
    ['a message', dft],
    ['a message with an accept acknowledgement', ras],
    ['a type without use', withField(dft, 'MSH', 9, 'VXU^V04')],
    ['what it would refuse', 'nonsense'],
  ])('trap 24: nothing is answered while the store is away, neither yes nor no: %s', async (_, message) => {
    const { store, receive } = open();
    store.isAway = true;
    await expect(receive(message)).rejects.toThrow(StoreAway);
  });

  it('acknowledges what a defect keeps from being mapped, also where it is strict: it is no reason to refuse', async () => {
    const broken = {
      ...hilltop,
      get rules(): typeof hilltop.rules {
        throw new RangeError('a defect');
      },
    };
    const kept: Buffer[] = [];
    const door = new Hl7Door({
      listener: { name: 'ehr', acknowledge: 'by-message', nak: 'strict', charset: 'UTF-8', replay: false },
      site: broken,
      journal: { keep: async ({ body }) => void kept.push(body) },
      store: new MemoryMessageStore(),
      now: () => 0,
      answerId: (body) => hash('sha256', body),
    });
    const answers = await door.receive({ kind: 'whole', bytes: Buffer.from(dft) });
    expect(codesOf(answers.map(String))).toEqual([['AA', 'HT-DFT-000481']]);
    expect(kept).toHaveLength(1);
  });

  it('passes other failures on: they are nobody’s acknowledgement', async () => {
    const { journal, receive } = open();
    journal.keep = () => Promise.reject(new RangeError('broken'));
    await expect(receive(dft)).rejects.toThrow('broken');
  });
});

describe('a batch in one frame', () => {
  const batch = ['FHS|^~\\&|EHR', 'BHS|^~\\&|EHR', dft.trim(), ras.trim(), 'BTS|2', 'FTS|1'].join('\n');

  it('is taken message by message, each with an answer of its own', async () => {
    const { store, receive } = open();
    expect(codesOf(await receive(batch))).toEqual([
      ['AA', 'HT-DFT-000481'],
      ['CA', 'HT-RAS-771203'],
    ]);
    expect(store.messages.map(({ body }) => body.toString())).toEqual([`${dft.trim()}\n`, `${ras.trim()}\n`]);
  });

  it('with a bad one between two good ones loses neither', async () => {
    const { store, receive } = open();
    const bad = `MSH|^~\\&|EHR|R|I|P|20260312||DFT^P03|BAD-1|T|2.5||||||UTF-8\rPID|1||\xFF`;
    const bytes = Buffer.from([dft.trim(), bad, ras.trim()].join('\r'), 'latin1');
    expect(codesOf(await receive(bytes))).toEqual([
      ['AA', 'HT-DFT-000481'],
      ['AE', 'BAD-1'],
      ['CA', 'HT-RAS-771203'],
    ]);
    expect(store.messages).toHaveLength(2);
  });

  it('refuses lines before the first message, and says so', async () => {
    const { store, receive } = open();
    expect(codesOf(await receive(`PID|1\r${dft}`))).toEqual([
      ['AE', ''],
      ['AA', 'HT-DFT-000481'],
    ]);
    expect(store.passings).toMatchObject([{ fate: 'refused', reason: 'incomplete' }]);
  });
});
