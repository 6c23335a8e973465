import { Kafka, logLevel } from 'kafkajs';
import { Meter, readTask } from './floor.js';

/** The floor: records go from one topic to another as they are, a batch at a time. Nothing is parsed or kept. */
const { brokers, from, to, messages } = readTask();
const kafka = new Kafka({ brokers, logLevel: logLevel.ERROR });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: `${to}.relay` });
const meter = new Meter(messages);

await Promise.all([producer.connect(), consumer.connect()]);
await consumer.subscribe({ topic: from, fromBeginning: true });
const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
await consumer.run({
  partitionsConsumedConcurrently: 4,
  eachBatch: async ({ batch }) => {
    meter.begin();
    const records = batch.messages.map(({ key, value }) => ({ key, value }));
    await producer.send({ topic: to, acks: -1, messages: records });
    if (meter.add(records.length)) finish();
  },
});
await finished;
meter.report();
await consumer.disconnect();
await producer.disconnect();
