import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MllpClient } from '@ilium/mllp';
import { generate } from '../feed/generate.js';
import type { Message } from '../feed/message.js';
import { toHl7 } from '../hl7/to-hl7.js';
import { Undelivered } from './door.js';
import { Listener } from './listener.samples.js';
import { MllpDoor } from './mllp-door.js';

const feed = [...generate({ seed: 1, courses: 40 })];

let listener: Listener;
let door: MllpDoor;
beforeEach(async () => {
  listener = new Listener();
  const port = await listener.listen();
  door = new MllpDoor({ connect: () => MllpClient.connect({ port, window: 16 }), connections: 3 });
});
afterEach(async () => {
  await door.close();
  await listener.close();
});

async function undelivered(messages: readonly Message[]): Promise<readonly Message[]> {
  const error: unknown = await door.deliver(messages).catch((thrown: unknown) => thrown);
  if (error instanceof Undelivered) return error.messages;
  throw new Error('all was delivered');
}

const textsOf = (messages: readonly Message[]) => messages.map((message) => toHl7(message).text);
const sorted = (texts: readonly string[]) => [...texts].sort();

describe('the door for HL7 v2 over MLLP', () => {
  it('delivers every message, repeats too, each course in its order on one of several connections', async () => {
    await door.deliver(feed);
    expect(sorted(listener.texts)).toEqual(sorted(textsOf(feed)));
    expect(feed.some(({ isRepeat }) => isRepeat)).toBe(true);
    expect(listener.taken).toHaveLength(3);
    for (const texts of listener.taken) {
      const lane = feed.find((message) => toHl7(message).text === texts[0])?.course ?? 0;
      const ofLane = feed.filter(({ course }) => course % 3 === lane % 3);
      expect([...new Set(texts)]).toEqual([...new Set(textsOf(ofLane))]);
    }
  });

  it('keeps its connections', async () => {
    await door.deliver(feed.slice(0, 50));
    await door.deliver(feed.slice(50, 100));
    expect(listener.taken.length).toBeLessThanOrEqual(3);
    expect(listener.texts).toHaveLength(100);
  });

  it('sends a message that is sent twice at once the second time when the first is answered', async () => {
    const [message] = feed;
    if (message === undefined) throw new Error('the feed is empty');
    await door.deliver([message, { ...message, isRepeat: true }]);
    expect(listener.texts).toEqual(textsOf([message, message]));
  });

  it.each(['AE', 'AR', 'CE', 'CR'])(
    'does not take %s for an acknowledgement, and names what it was for',
    async (code) => {
      const messages = feed.filter(({ isRepeat }) => !isRepeat).slice(0, 30);
      const refused = messages.slice(7, 9);
      const ids = refused.map((message) => toHl7(message).controlId);
      listener.answer = (controlId) => (ids.includes(controlId) ? code : 'AA');
      expect(await undelivered(messages)).toEqual(refused);
      expect(listener.texts).toHaveLength(28);
    },
  );

  it('keeps what a lost connection left without an answer, and connects again for it', async () => {
    let left = 20;
    listener.answer = () => ((left -= 1) < 0 ? undefined : 'AA');
    const rest = await undelivered(feed);
    expect(rest.length).toBeGreaterThanOrEqual(feed.length - 20);
    listener.answer = () => 'AA';
    await door.deliver(rest);
    expect(new Set(listener.texts)).toEqual(new Set(textsOf(feed)));
  });

  it('keeps all where nobody listens', async () => {
    await listener.close();
    expect(await undelivered(feed)).toEqual(feed);
  });
});
