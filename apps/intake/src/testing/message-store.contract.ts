import { describe, expect, it } from '@jest/globals';
import type { MessageStore, Taking } from '../source-messages/source-message.js';
import { messageOf } from './messages.js';

const named = { identity: 'control-id' } as const;

/** What every store of messages promises to the doors. */
export function describeMessageStore(open: () => MessageStore): void {
  const fatesOf = async (takings: readonly Promise<Taking>[]) => (await Promise.all(takings)).map(({ fate }) => fate);

  describe('a store of messages', () => {
    it('takes a message and hands its answer back', async () => {
      expect(await open().take(messageOf('C1'))).toEqual({ fate: 'taken', answer: 'AA C1' });
    });

    it('answers the same message again as it was answered first', async () => {
      const store = open();
      await store.take(messageOf('C1'));
      expect(await store.take(messageOf('C1', { answer: 'another one' }))).toEqual({ fate: 'repeat', answer: 'AA C1' });
    });

    it('takes a message once that comes twice at the same time', async () => {
      const store = open();
      const fates = await fatesOf([store.take(messageOf('C1')), store.take(messageOf('C1'))]);
      expect(fates.toSorted()).toEqual(['repeat', 'taken']);
    });

    it.each([
      ['with other bytes', { body: Buffer.from('other') }],
      ['from another sender', { sender: 'OTHER' }],
      ['of another site', { site: 'other-site' }],
    ])('takes the same control id %s as another message', async (_, changes) => {
      const store = open();
      await store.take(messageOf('C1'));
      expect((await store.take(messageOf('C1', changes))).fate).toBe('taken');
    });

    it('takes what has no control id as often as it comes: what is corrected back is said again', async () => {
      const store = open();
      expect(await fatesOf([store.take(messageOf('')), store.take(messageOf(''))])).toEqual(['taken', 'taken']);
    });

    it('keeps nothing of other bytes where the control id names the message', async () => {
      const store = open();
      await store.take(messageOf('C1', named));
      const other = await store.take(messageOf('C1', { ...named, body: Buffer.from('other') }));
      expect(other).toEqual({ fate: 'other', answer: '' });
      expect((await store.take(messageOf('C1', named))).fate).toBe('repeat');
    });

    it('keeps nothing of other bytes that come at the same time under such a control id', async () => {
      const store = open();
      const changes = ['one', 'other', 'third', 'other'].map((text) => ({ ...named, body: Buffer.from(text) }));
      const fates = await fatesOf([
        ...changes.map((change) => store.take(messageOf('C1', change))),
        store.take(messageOf('C2', named)),
      ]);
      expect(fates).toEqual(['taken', 'other', 'other', 'other', 'taken']);
    });

    it('takes a message again that said nothing, once events can be read in it', async () => {
      const store = open();
      expect(await fatesOf([store.take(messageOf('C1', { events: [] }))])).toEqual(['taken']);
      expect(await fatesOf([store.take(messageOf('C1', { events: [] }))])).toEqual(['repeat']);
      expect(await fatesOf([store.take(messageOf('C1'))])).toEqual(['taken']);
      expect(await fatesOf([store.take(messageOf('C1'))])).toEqual(['repeat']);
    });
  });
}
