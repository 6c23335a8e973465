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
  });
}
