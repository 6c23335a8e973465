import { done, parked, readCloudEvent, skipped, type Fate } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { readEntry } from './entry.js';
import { countFates } from './fate.js';

const entryAt = (partition: number, time: string) =>
  readEntry(
    { topic: 't', partition, offset: 1n, key: null, value: null, headers: {}, timestamp: Date.parse(time) },
    readCloudEvent,
  );
const message = (fate: Fate, time: string, partition = 0) => {
  const entry = entryAt(partition, time);
  return { entry, identity: entry.identity, fate };
};

describe('counting fates', () => {
  it('adds up by partition, hour of receipt, fate and reason', () => {
    const deltas = countFates({
      messages: [
        message(done(), '2026-03-01T10:59:59Z'),
        message(done(), '2026-03-01T10:00:00Z'),
        message(done(), '2026-03-01T11:00:00Z'),
        message(skipped('duplicate'), '2026-03-01T10:30:00Z'),
        message(parked('empty'), '2026-03-01T10:30:00Z'),
        message(parked('not-json'), '2026-03-01T10:30:00Z'),
      ],
      takenOver: [],
    });
    const ten = { topic: 't', partition: 0, hour: '2026-03-01T10:00:00Z' };
    expect(deltas).toEqual([
      { ...ten, fate: 'done', reason: '', count: 2 },
      { ...ten, fate: 'parked', reason: 'empty', count: 1 },
      { ...ten, fate: 'parked', reason: 'not-json', count: 1 },
      { ...ten, fate: 'skipped', reason: 'duplicate', count: 1 },
      { ...ten, hour: '2026-03-01T11:00:00Z', fate: 'done', reason: '', count: 1 },
    ]);
  });

  it('moves a message that was parked from parked to resolved, where and when it was received first', () => {
    const deltas = countFates({
      messages: [message(done(), '2026-03-02T08:00:00Z', 5)],
      takenOver: [{ topic: 't', partition: 2, receivedAt: new Date('2026-03-01T10:30:00Z'), reason: 'empty' }],
    });
    const first = { topic: 't', partition: 2, hour: '2026-03-01T10:00:00Z' };
    expect(deltas).toEqual([
      { ...first, fate: 'parked', reason: 'empty', count: -1 },
      { ...first, fate: 'reinjected', reason: '', count: 1 },
      { ...first, fate: 'resolved', reason: 'empty', count: 1 },
      { topic: 't', partition: 5, hour: '2026-03-02T08:00:00Z', fate: 'done', reason: '', count: 1 },
    ]);
  });
});
