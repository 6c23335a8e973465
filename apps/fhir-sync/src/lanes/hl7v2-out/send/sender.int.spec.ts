import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../../../../../dev/src/test-environment.js';
import { Hl7Bed } from '../../../testing/hl7-bed.js';
import { painScore } from '../../../testing/hl7-records.js';
import type { Deed } from '../../../testing/scripted-mllp-receiver.js';

jest.setTimeout(60_000);

let bed: Hl7Bed;

beforeAll(async () => {
  bed = await Hl7Bed.open();
});

afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

describe('the sender', () => {
  const scores = (count: number, of: string) =>
    Array.from({ length: count }, (_, index) => painScore(`${of}${10 + index}`, index, { of }));

  it.each([
    ['a late answer', { delayMs: 150 }],
    ['silence', { isSilent: true }],
    ['a connection that is cut before it takes', { cut: 'before' as const }],
    ['a connection that is cut after it took', { cut: 'after' as const }],
    ['an answer to another message', { answers: [{ code: 'AA', of: 'OTHER' }] }],
    ['a refusal of another message', { answers: [{ code: 'AR', of: 'OTHER' }, { code: 'AA' }] }],
    ['two answers', { answers: [{ code: 'AA' }, { code: 'AA' }] }],
    ['a failure, then a success', { answers: [{ code: 'AE', text: 'busy' }] }],
    ['an answer that is none of table 0008', { answers: [{ code: 'XX' }] }],
  ])('gets each message through %s, in order per patient', async (_, deed) => {
    bed.receiver.script.push({}, deed);
    await bed.lane.enqueue([...scores(3, 'A'), ...scores(3, 'B')]);
    bed.start();
    expect(await bed.settled()).toMatchObject({ acknowledged: 6 });
    for (const of of ['A', 'B']) {
      const told = bed.results(of);
      expect(told).toEqual([0, 1, 2].map((value) => `${of} ${of}${10 + value} F ${value}`));
    }
    expect(bed.receiver.taken.size).toBe(6);
  });

  it('never takes a late acknowledgement of the message before for this one', async () => {
    await bed.lane.enqueue([painScore('o1', 1), painScore('o2', 2)]);
    bed.start();
    await bed.settled();
    const [first] = [...bed.receiver.taken.keys()];
    // Both are answered as the first: the second is not acknowledged by that.
    bed.receiver.script.push({ answers: [{ code: 'AA', of: first ?? '' }], delayMs: 10 });
    await bed.lane.enqueue([painScore('o3', 3)]);
    await until('the answer to be seen', () => bed.receiver.arrived.length === 3);
    expect((await bed.lane.status('Observation/o3')).map(({ state }) => state)).toEqual(['sent']);
    await bed.settled();
    expect(bed.receiver.arrived.at(-1)).toBe(bed.receiver.arrived.at(-2));
    expect(bed.unmatched).toBeGreaterThanOrEqual(1);
  });

  it('keeps a refusal with its reason, and what comes next is no correction of it', async () => {
    bed.receiver.script.push({ answers: [{ code: 'AR', text: 'unknown patient' }] });
    bed.start();
    await bed.lane.enqueue([painScore('o1', 7)]);
    expect(await bed.settled()).toMatchObject({ refused: 1 });
    expect(await bed.lane.status('Observation/o1')).toMatchObject([
      { state: 'refused', reason: 'AR; unknown patient' },
    ]);
    await bed.lane.enqueue([painScore('o1', 7, { revision: 2 })]);
    await bed.settled();
    expect(bed.results()).toEqual(['1 o1 F 7']);
    expect(await bed.states('Observation/o1')).toEqual(['superseded', 'acknowledged']);
  });

  it('gives up a message that its receiver fails on again and again; other patients do not wait for it', async () => {
    const failure = { answers: [{ code: 'AE', text: 'no room' }] };
    bed.receiver.script.push(failure, {}, failure, failure);
    await bed.lane.enqueue([painScore('o1', 1, { of: 'A' }), painScore('o2', 2, { of: 'B' })]);
    bed.start({ settings: { patience: { firstMs: 100, longestMs: 100, mostErrors: 3 } } });
    expect(await bed.settled()).toMatchObject({ refused: 1, acknowledged: 1 });
    expect(await bed.lane.status('Observation/o1')).toMatchObject([{ attempts: 3, reason: 'AE; no room' }]);
    expect(bed.receiver.arrived[1]).not.toBe(bed.receiver.arrived[0]);
  });

  it('in enhanced mode waits for the application behind the accept acknowledgement', async () => {
    bed.receiver.script.push(
      { answers: [{ code: 'CA' }, { code: 'AR', text: 'no' }] },
      { answers: [{ code: 'CA' }, { code: 'AA' }] },
    );
    bed.receiver.script.push({ answers: [{ code: 'CR' }] }, { answers: [{ code: 'CA' }] });
    bed.start({ connection: { settledBy: 'application' } });
    await bed.lane.enqueue([1, 2, 3, 4].map((value) => painScore(`o${value}`, value)));
    await bed.settled();
    const states = await Promise.all([1, 2, 3, 4].map((value) => bed.states(`Observation/o${value}`)));
    expect(states).toEqual([['refused'], ['acknowledged'], ['refused'], ['acknowledged']]);
    expect(bed.receiver.arrived).toHaveLength(5);
  });

  it('has as many messages in flight as its window says, each of another patient', async () => {
    bed.receiver.script.push(...Array.from({ length: 4 }, () => ({ delayMs: 100 })));
    await bed.lane.enqueue([...scores(2, 'A'), ...scores(2, 'B')]);
    bed.start({ connection: { window: 4 } });
    await until('two to arrive', () => bed.receiver.arrived.length >= 2);
    expect(bed.receiver.arrived).toHaveLength(2);
    await bed.settled();
    expect(bed.receiver.taken.size).toBe(4);
  });

  it('sends nothing while the receiver is away, and all when it is back', async () => {
    await bed.receiver.stop();
    bed.start();
    await bed.lane.enqueue(scores(5, 'A'));
    await until('nothing to be sent', () => bed.lane.counts(), { accept: ({ queued }) => queued === 5 });
    await bed.lane.enqueue([painScore('A10', 9, { of: 'A', revision: 2 })]);
    await bed.receiver.start();
    await bed.settled();
    expect(bed.receiver.arrived).toHaveLength(5);
    expect(bed.results()).toContain('A A10 F 9');
  });

  it('goes on where the receiver is killed in the middle', async () => {
    await bed.lane.enqueue([...scores(20, 'A'), ...scores(20, 'B')]);
    bed.start();
    await until('some to arrive', () => bed.receiver.arrived.length >= 7);
    await bed.receiver.stop();
    await bed.receiver.start();
    expect(await bed.settled()).toMatchObject({ acknowledged: 40 });
    expect(bed.receiver.taken.size).toBe(40);
    expect(bed.results('A')).toEqual(Array.from({ length: 20 }, (_, index) => `A A${10 + index} F ${index}`));
  });

  it('sends again, byte for byte, what an instance that died had sent', async () => {
    await bed.lane.enqueue([painScore('o1', 7)]);
    const died = bed.queue();
    const lease = '00000000-0000-4000-8000-000000000001';
    expect(await died.lease(lease, 300)).toBe(true);
    const [sent] = await died.claim(lease, 1);
    await bed.lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    bed.start();
    await bed.settled();
    expect([...bed.receiver.taken.values()][0]).toBe(sent?.text);
    expect(bed.results()).toEqual(['1 o1 F 7', '1 o1 C 6']);
    // Its late knowledge no longer counts.
    const verdict = { state: 'refused', reason: null, errors: 0, againMs: null } as const;
    expect(await died.settle(lease, sent?.id ?? '', verdict)).toBe(false);
    expect(await died.claim(lease, 1)).toEqual([]);
  });

  it('gets all through any faults, with instances that die between sending and knowing', async () => {
    const deeds: readonly Deed[] = [
      {},
      {},
      { delayMs: 20 },
      { cut: 'before' },
      { cut: 'after' },
      { answers: [{ code: 'AA', of: 'OTHER' }], delayMs: 5 },
      { answers: [{ code: 'AE' }] },
      { answers: [{ code: 'AA' }, { code: 'AA' }] },
      { isSilent: true },
    ];
    const wishes = {
      settings: { patience: { firstMs: 5, longestMs: 20, mostErrors: 50 }, leaseMs: 250 },
      connection: { answerMs: 80 },
    };
    bed.receiver.script.push(
      ...Array.from({ length: 90 }, (_, index) => deeds[(index * 7 + index ** 2) % deeds.length] ?? {}),
    );
    const patients = ['A', 'B', 'C', 'D'];
    await bed.lane.enqueue(patients.flatMap((of) => scores(8, of)));
    for (const round of [1, 2, 3]) {
      // An instance takes a message, sends it perhaps, and is gone.
      const died = bed.queue();
      const lease = `00000000-0000-4000-8000-00000000000${round}`;
      await until('the lease', () => died.lease(lease, 50));
      await died.claim(lease, 2);
      const next = bed.start(wishes);
      await until('progress', () => bed.receiver.taken.size >= round * 5);
      await bed.lane.enqueue(patients.map((of) => painScore(`${of}10`, round, { of, revision: round + 1 })));
      if (round < 3) await next.stop();
    }
    const { acknowledged, refused } = await bed.settled();
    expect(refused).toBe(0);
    expect(bed.receiver.taken.size).toBe(acknowledged);
    for (const of of patients) {
      const told = bed.results(of);
      expect(told.filter((result) => !result.startsWith(`${of} ${of}10`))).toEqual(
        [1, 2, 3, 4, 5, 6, 7].map((value) => `${of} ${of}${10 + value} F ${value}`),
      );
      expect(told.filter((result) => result.startsWith(`${of} ${of}10`)).at(-1)).toMatch(/ 3$/);
    }
  });

  it('is one of several instances, and another one when that stops', async () => {
    const first = bed.start();
    await bed.lane.enqueue([painScore('o1', 1)]);
    await bed.settled();
    bed.start();
    await bed.lane.enqueue(scores(5, 'A'));
    await bed.settled();
    expect(bed.receiver.connections).toBe(1);
    expect(bed.receiver.arrived).toHaveLength(6);
    await first.stop();
    await bed.lane.enqueue(scores(5, 'B'));
    await bed.settled();
    expect(bed.receiver.connections).toBe(2);
    expect(bed.receiver.arrived).toHaveLength(11);
  });
});
