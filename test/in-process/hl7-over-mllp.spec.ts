import { hash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MllpClient } from '@ilium/mllp';
import { Registry, silentLogger } from '@ilium/observability';
import { loadSite } from '@ilium/site';
import { Undelivered } from '../../apps/hospital/src/doors/door.js';
import { MllpDoor } from '../../apps/hospital/src/doors/mllp-door.js';
import { generate } from '../../apps/hospital/src/feed/generate.js';
import { batchOf } from '../../apps/hospital/src/hl7/batch.js';
import { toHl7 } from '../../apps/hospital/src/hl7/to-hl7.js';
import { messagesOfStream } from '../../apps/intake/src/hl7/batch.js';
import { Hl7Door } from '../../apps/intake/src/hl7/door.js';
import { MllpListener } from '../../apps/intake/src/mllp/listener.js';
import { createMllpMetrics } from '../../apps/intake/src/mllp/mllp-metrics.js';
import {
  StoreAway,
  type MessageStore,
  type Passing,
  type SourceMessage,
  type Taking,
} from '../../apps/intake/src/source-messages/source-message.js';
import { DirectJournal } from '../../apps/intake/src/testing/direct-journal.js';
import { projectRoot } from '../../dev/src/project.js';

/** The hospital's feed through intake's door for HL7 v2, over real connections, into a store that is in memory. */

const site = loadSite(join(projectRoot, 'config', 'sites', 'riverside.yaml'));
const feed = [...generate({ seed: 1, courses: 60 })];
const texts = feed.map((message) => toHl7(message).text);

class MemoryStore implements MessageStore {
  readonly taken = new Map<string, SourceMessage>();
  readonly passed: Passing[] = [];
  repeats = 0;
  /** So many messages find no database. */
  away = 0;

  async take(message: SourceMessage): Promise<Taking> {
    this.away -= 1;
    if (this.away >= 0) throw new StoreAway('no commit in time');
    const key = [message.sender, message.controlId, message.body.toString('base64')].join(' ');
    const known = this.taken.get(key);
    if (known !== undefined) this.repeats += 1;
    else this.taken.set(key, message);
    return { fate: known === undefined ? 'taken' : 'repeat', answer: (known ?? message).answer };
  }

  async count(passing: Passing): Promise<void> {
    this.passed.push(passing);
  }
}

let store: MemoryStore;
let listener: MllpListener;
let hospital: MllpDoor;
beforeEach(async () => {
  store = new MemoryStore();
  const [settings] = site.incoming.listeners;
  if (settings === undefined) throw new Error('the site has no listener');
  const door = new Hl7Door({
    listener: settings,
    site,
    store,
    journal: new DirectJournal([site], store),
    now: () => Date.parse('2026-11-01T12:00:00Z'),
    answerId: (body) => hash('sha256', body),
  });
  listener = new MllpListener({
    listener: { ...settings, port: 0 },
    taker: (frame, { address }) => door.receive(frame, address),
    metrics: createMllpMetrics(new Registry())(settings.name),
    logger: silentLogger,
  });
  await listener.start();
  hospital = new MllpDoor({ connect: () => MllpClient.connect({ port: listener.port, window: 64 }) });
});
afterEach(async () => {
  await hospital.close();
  await listener.close();
});

describe('the feed through the door for HL7 v2', () => {
  it('is acknowledged whole, and each message is kept once', async () => {
    await hospital.deliver(feed);
    expect(new Set([...store.taken.values()].map(({ body }) => body.toString()))).toEqual(new Set(texts));
    expect(store.taken.size).toBe(new Set(texts).size);
    expect(store.repeats).toBe(feed.filter(({ isRepeat }) => isRepeat).length);
    expect(store.passed).toEqual([]);
    expect([...store.taken.values()].flatMap(({ work }) => work)).toEqual([]);
  });

  it('is sent again where nothing could be stored: the connection is closed without an answer', async () => {
    store.away = 7;
    const error: unknown = await hospital.deliver(feed).catch((thrown: unknown) => thrown);
    const left = error instanceof Undelivered ? error.messages : [];
    expect(new Set(left.map(({ event }) => event.id)).size).toBeGreaterThanOrEqual(7);
    await hospital.deliver(left);
    expect(store.taken.size).toBe(new Set(texts).size);
  });

  it('stands in its batch file message by message', async () => {
    async function* file(): AsyncGenerator<Buffer> {
      for (const lines of batchOf(feed)) yield Buffer.from(lines);
    }
    const found: string[] = [];
    for await (const item of messagesOfStream(file(), 100_000)) {
      found.push(item.kind === 'whole' ? item.bytes.toString().replaceAll(/\r?\n/g, '\r') : item.kind);
    }
    expect(found.map((text) => text.trim())).toEqual(texts.map((text) => text.trim()));
  });
});
