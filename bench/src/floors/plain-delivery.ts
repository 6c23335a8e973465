import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'undici';
import { readTask } from './floor.js';

/**
 * The floor of a delivery: each message goes out as it is, 32 of them in flight. Nothing is parsed, kept, repeated or
 * understood; whatever the server answers is taken for a success.
 */
const { brokers, from, to: url, messages } = readTask();
const inFlight = 32;
const pool = new Pool(new URL(url).origin, { connections: inFlight, pipelining: 1 });
const { pathname: path } = new URL(url);
const consumer = new Kafka({ brokers, logLevel: logLevel.ERROR }).consumer({ groupId: `${from}.plain` });
const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
let done = 0;
let running = 0;
let whenFree: (() => void) | undefined;

await consumer.connect();
await consumer.subscribe({ topic: from, fromBeginning: true });
await consumer.run({
  eachBatch: async ({ batch }) => {
    for (const { value } of batch.messages) {
      if (running >= inFlight) await new Promise<void>((resolve) => (whenFree = resolve));
      running += 1;
      void send(value ?? Buffer.alloc(0));
    }
  },
});
await finished;
process.stdout.write(
  `${JSON.stringify({ cpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6 })}\n`,
);
await consumer.disconnect();
await pool.close();

async function send(body: Buffer): Promise<void> {
  const headers = { 'content-type': 'application/fhir+json' };
  const { body: answer } = await pool.request({ method: 'POST', path, headers, body });
  await answer.dump();
  running -= 1;
  whenFree?.();
  whenFree = undefined;
  done += 1;
  if (done === messages) finish();
}
