import { topicName } from '@ilium/contracts';
import { openProducer } from '@ilium/messaging';
import { generate } from '../../../apps/hospital/dist/feed/generate.js';
import type { Workplace } from '../workplace.js';

const recordsPerSend = 2_000;

/** Fills the events' topic with the feed, in structured mode, and says how many events that are. */
export async function fillEvents({ around }: Workplace): Promise<number> {
  const { brokers, topicPrefix, seed, courses } = around;
  const producer = await openProducer({ brokers: brokers.split(',') });
  const topic = topicName(topicPrefix, 'procedure-events');
  let sent = 0;
  try {
    let records: { key: string; value: string }[] = [];
    const flush = async () => {
      await producer.send(topic, records);
      sent += records.length;
      records = [];
    };
    for (const { event, key } of generate({ seed, courses })) {
      records.push({ key, value: JSON.stringify(event) });
      if (records.length === recordsPerSend) await flush();
    }
    await flush();
  } finally {
    await producer.close();
  }
  return sent;
}
