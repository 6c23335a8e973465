import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@ilium/observability';
import { until } from '../../../../dev/src/test-environment.js';
import { Undelivered, type Door } from '../doors/door.js';
import { Feed } from './feed.js';
import { generate } from './generate.js';
import type { Message } from './message.js';
import { ProgressFile } from './progress-file.js';

const settings = { seed: 1, courses: 80, coursesPerSecond: 0 };
const whole = [...generate(settings)];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hospital-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Fake {
  readonly sent: Message[];
  readonly charted: number[];
  readonly feed: Feed;
}

/** A feed whose door keeps what it is given; `onSend` may interfere with it. */
function open(
  more: Partial<typeof settings> = {},
  onSend: (sent: number, messages: readonly Message[]) => Promise<void> = async () => undefined,
): Fake {
  const sent: Message[] = [];
  const charted: number[] = [];
  const door: Door = {
    deliver: async (messages) => {
      await onSend(sent.length, messages);
      sent.push(...messages);
    },
    close: async () => undefined,
  };
  const feed = new Feed({
    settings: { ...settings, ...more },
    openDoor: async () => door,
    progress: new ProgressFile(join(folder, 'feed.json')),
    chart: ({ index }) => charted.push(index),
    logger: silentLogger,
  });
  return { sent, charted, feed };
}

describe('the feed', () => {
  it('sends nothing before it is started, then all of it once', async () => {
    const { sent, charted, feed } = open();
    expect(feed.status).toEqual({ courses: 0, events: 0, done: false, lastDay: '2026-10-30' });
    feed.start();
    feed.start();
    await until('the end', () => feed.status.done);
    expect(sent).toEqual(whole);
    expect(charted).toEqual(Array.from({ length: 80 }, (_, index) => index));
    expect(feed.status).toMatchObject({ courses: 80, events: whole.length });
    await feed.stop();
  });

  it('goes on after a restart where all had been acknowledged, its patients charted anew', async () => {
    const first = open({}, async (sent) => {
      if (sent > 0) await first.feed.stop();
    });
    // The second chunk is under way when the process ends.
    first.feed.start();
    await until('the second chunk', () => first.sent.length > 0);
    const second = open();
    expect(second.feed.status.events).toBe(500);
    second.feed.start();
    await until('the end', () => second.feed.status.done);
    expect(second.sent).toEqual(whole.slice(500));
    expect(second.charted).toHaveLength(80);
    expect(second.feed.status).toMatchObject({ courses: 80, events: whole.length });
  });

  it('sends a chunk again that was not taken, and is done only then', async () => {
    let failures = 1;
    const { sent, feed } = open({ courses: 5 }, async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('no broker');
    });
    feed.start();
    await new Promise(setImmediate);
    expect(feed.status).toMatchObject({ events: 0, done: false });
    await until('the end', () => feed.status.done);
    expect(sent).toEqual([...generate({ seed: 1, courses: 5 })]);
    await feed.stop();
  });

  it('sends of a chunk only what has no acknowledgement yet', async () => {
    let failures = 1;
    const { sent, feed } = open({ courses: 5 }, async (_, messages) => {
      failures -= 1;
      if (failures < 0) return;
      sent.push(...messages.slice(2));
      throw new Undelivered(messages.slice(0, 2), { cause: new Error('the connection ended') });
    });
    feed.start();
    await until('the end', () => feed.status.done);
    const all = [...generate({ seed: 1, courses: 5 })];
    expect(sent).toEqual([...all.slice(2), ...all.slice(0, 2)]);
    await feed.stop();
  });

  it('adds fresh courses at its rate, and ends when it is stopped', async () => {
    const { charted, feed } = open({ courses: 2, coursesPerSecond: 500 });
    feed.start();
    await until('five courses', () => feed.status.courses >= 5);
    await feed.stop();
    expect(charted.slice(0, 5)).toEqual([0, 1, 2, 3, 4]);
    expect(feed.status.done).toBe(true);
    expect(feed.status.courses).toBe(charted.length);
  });

  it('of another seed starts from its beginning', async () => {
    const first = open({ courses: 3 });
    first.feed.start();
    await until('the end', () => first.feed.status.done);
    expect(open({ courses: 3, seed: 2 }).feed.status.events).toBe(0);
    expect(open({ courses: 3 }).feed.status.events).toBe(first.sent.length);
  });
});
