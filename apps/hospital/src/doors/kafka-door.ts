import { topicName } from '@ilium/contracts';
import type { RecordProducer } from '@ilium/messaging';
import { toRecord } from '../feed/message.js';
import type { Door } from './door.js';

/** Procedure events straight onto their topic. */
export function kafkaDoor(producer: RecordProducer, topicPrefix: string): Door {
  const topic = topicName(topicPrefix, 'procedure-events');
  return {
    deliver: (messages) => producer.send(topic, messages.map(toRecord)),
    close: () => producer.close(),
  };
}
