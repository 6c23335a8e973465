import { createLogger, createMetrics, HealthRegistry } from '@ilium/observability';
import { expect, it } from '@jest/globals';
import { MllpDoors } from './mllp-doors.js';
import { Presence } from './source-messages/presence.js';
import { DirectJournal } from './testing/direct-journal.js';
import { hilltop } from './testing/hl7-messages.js';
import { MemoryMessageStore } from './testing/memory-message-store.js';

it('listeners stop reading while the store is away, and read again when it is back', async () => {
  const presence = new Presence(() => Promise.resolve(false));
  const metrics = createMetrics('test');
  const store = new MemoryMessageStore();
  const doors = new MllpDoors({
    sites: [hilltop],
    journal: Object.assign(new DirectJournal([hilltop], store), { presence }),
    store,
    idKey: 'a key',
    logger: createLogger({ service: 'test', level: 'fatal' }),
    metrics,
    health: new HealthRegistry(),
  });
  const paused = async () => (await metrics.getSingleMetric('ilium_mllp_paused')?.get())?.values[0]?.value;
  presence.away('gone');
  expect(await paused()).toBe(1);
  presence.there();
  expect(await paused()).toBe(0);
  await doors.close();
});
