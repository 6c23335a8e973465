import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ledger } from '@ilium/contracts';
import { MllpClient } from '@ilium/mllp';
import { generate } from '../apps/hospital/src/feed/generate.js';
import { lastDay } from '../apps/hospital/src/feed/last-day.js';
import { toHl7 } from '../apps/hospital/src/hl7/to-hl7.js';
import { until } from '../dev/src/test-environment.js';
import { marker } from './canary-events.js';
import { everythingSent, everythingShown } from './everything-shown.js';
import { MllpSender } from './mllp-sender.js';
import { RunningSystem } from './running-system.js';

const courses = 40;

/** Messages that can't be used, each with the marker where a patient may stand. */
const unusable = {
  'a type that nothing is made of': `ADT^A60|X1|T|2.5.1\rPID|1||${marker}-1^^^RIVERSIDE^MR||${marker}^${marker}`,
  'no number of the patient': `ADT^A08|X2|T|2.5.1\rPID|1||||${marker}^${marker}||${marker}`,
  'fields that their types do not allow': `ORU^R01|X3|T|2.5.1\rPID|1||${marker}-3^^^RIVERSIDE^MR||${marker}||${marker}\rOBR|1||${marker}||||${marker}\rOBX|1|NM|${marker}^${marker}^${marker}||${marker}|${marker}|||||${marker}|||${marker}`,
  'the other environment': `ADT^A08|X4|P|2.5.1\rPID|1||${marker}-4^^^RIVERSIDE^MR||${marker}`,
  'bytes of no character set': `ADT^A08|X5|T|2.5.1\rPID|1||${marker}-5^^^RIVERSIDE^MR||${marker}\u00ff\u00fe`,
  'segments that are none': `DFT^P03|X6|T|2.5.1\r${marker}|${marker}\rPID|1||${marker}-6^^^RIVERSIDE^MR\rFT1|${marker}|${marker}||${marker}|${marker}|${marker}|${marker}\rPR1|${marker}||${marker}||${marker}|${marker}|${marker}`,
};

describe('canaries in a feed of HL7 v2', () => {
  let system: RunningSystem;
  let shown: ReadonlyMap<string, string>;
  const answers = new Map<string, string>();

  beforeAll(async () => {
    system = await RunningSystem.prepare({ courses, feedStart: 'manual', asOf: lastDay, logLevel: 'debug' });
    await system.start('hospital', 'intake', 'mapper', 'fhir-sync', 'analytics', 'console');
    const feed = new Map(
      [...generate({ seed: 1, courses, marker })].map(toHl7).map((one) => [one.controlId, one.text]),
    );
    const sender = new MllpSender(system.ports.mllp, feed, 64);
    await sender.sendAll();
    if (sender.refused.length > 0) throw new Error(`${sender.refused.length} messages of the feed were refused`);
    const client = await MllpClient.connect({ host: '127.0.0.1', port: system.ports.mllp });
    for (const [what, text] of Object.entries(unusable)) {
      const message = Buffer.from(`MSH|^~\\&|SIM-EHR|RIVERSIDE|ILIUM|PAIN|20260312||${text}\r`, 'latin1');
      answers.set(what, (await client.send(message)).toString('latin1'));
    }
    await client.close();
    await until('all to be mapped', async () => ledger.parse(await system.read('intake', '/v1/ledger')), {
      accept: ({ outboxPending }) => outboxPending === 0,
    });
    await until('the mapper to have read all', async () => ledger.parse(await system.read('mapper', '/v1/ledger')), {
      accept: ({ topics, outboxPending }) => outboxPending === 0 && topics.every(({ lag }) => lag === 0),
      timeoutMs: 120_000,
    });
    shown = await everythingShown(system);
  }, 240_000);

  afterAll(() => system.close(), 60_000);

  it('are in what the doors took: the test would see them', async () => {
    const { 'procedure-events': events } = await everythingSent(system);
    expect(events.length).toBeGreaterThan(800);
    expect(events.filter(({ value }) => value.includes(marker)).length).toBeGreaterThan(events.length / 2);
    expect(events.filter(({ value }) => value.includes(`"family":"${marker}`))).not.toEqual([]);
  });

  it('stand in no page, no metric and no log line of any service', () => {
    expect([...shown].filter(([, text]) => text.includes(marker)).map(([place]) => place)).toEqual([]);
  });

  it('stand in no answer, whatever is wrong with a message', () => {
    expect(answers.size).toBe(Object.keys(unusable).length);
    expect([...answers].filter(([, text]) => text.includes(marker))).toEqual([]);
  });

  it('stand in no key and no header of any topic', async () => {
    const topics = Object.values(await everythingSent(system)).flat();
    const found = topics.filter(({ key, headers }) => `${key} ${JSON.stringify(headers)}`.includes(marker));
    expect(found).toEqual([]);
  });
});
