import { describe, expect, it } from '@jest/globals';
import { generate } from '../feed/generate.js';
import { batchOf } from './batch.js';
import { toHl7 } from './to-hl7.js';

describe('the feed in HL7 v2', () => {
  const feed = [...generate({ seed: 1, courses: 300 })];

  it('has a message for each of its events, and for a repeat the same bytes', () => {
    const texts = Map.groupBy(feed, (message) => toHl7(message).controlId);
    expect(texts.size).toBe(feed.filter(({ isRepeat }) => !isRepeat).length);
    const differing = [...texts.values()].filter((same) => new Set(same.map((one) => toHl7(one).text)).size > 1);
    expect(differing).toEqual([]);
  });

  it('is a batch file with as many messages as its trailer says', () => {
    const file = [...batchOf(feed)].join('').split('\n');
    expect(file.slice(0, 2).map((line) => line.slice(0, 3))).toEqual(['FHS', 'BHS']);
    expect(file.filter((line) => line.startsWith('MSH'))).toHaveLength(feed.length);
    expect(file.slice(-3)).toEqual([`BTS|${feed.length}`, 'FTS|1', '']);
  });
});
