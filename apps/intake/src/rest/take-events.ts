import { readEventMessage, type Door } from '../events/cloud-event-message.js';
import { refusalOf } from '../events/refusal.js';
import type { MessageStore } from '../source-messages/source-message.js';
import type { EventAnswer } from './event-answers.js';

/** So many events of one request wait for their commit at a time. */
const atOnce = 256;

/** Leaves events at the store and says of each what became of it. Rejects with `StoreAway`; sending all again is safe. */
export async function takeEvents(items: readonly Buffer[], door: Door, store: MessageStore): Promise<EventAnswer[]> {
  const answers: EventAnswer[] = [];
  for (let start = 0; start < items.length; start += atOnce) {
    const part = items.slice(start, start + atOnce);
    answers.push(...(await Promise.all(part.map((item) => takeEvent(item, door, store)))));
  }
  return answers;
}

async function takeEvent(item: Buffer, door: Door, store: MessageStore): Promise<EventAnswer> {
  const read = readEventMessage(item, door);
  if (!read.ok) {
    const { source, id, reason, detail } = read;
    await store.count({ door: door.door, site: door.site, type: '', fate: 'refused', reason: refusalOf(reason) });
    return { source, id, status: 'refused', reason, detail };
  }
  const { message } = read;
  const { fate } = await store.take(message);
  const named = { source: message.sender, id: message.controlId };
  if (fate !== 'other') return { ...named, status: fate };
  await store.count({ door: door.door, site: door.site, type: message.type, fate: 'refused', reason: 'id-reused' });
  const detail = 'source, id: an earlier event has them, with other content';
  return { ...named, status: 'refused', reason: 'id-reused', detail };
}
