import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicName, type ParkReason } from '@ilium/contracts';
import { headerText, parkedHeaders, readTopic, type KafkaRecord, type OutgoingRecord } from '@ilium/messaging';
import { chartResources } from '../apps/hospital/src/feed/chart-resources.js';
import { generate } from '../apps/hospital/src/feed/generate.js';
import { toRecord } from '../apps/hospital/src/feed/message.js';
import type { Course } from '../apps/hospital/src/feed/story.js';
import { countsIn, expectedCounts } from './expected-counts.js';
import { RunningSystem } from './running-system.js';

const courses = 60;
let system: RunningSystem;

beforeAll(async () => {
  // The hospital sends nothing: its feed comes from here, with poison among it.
  system = await RunningSystem.prepare({ courses, feedStart: 'manual' });
  await system.start('hospital');
  await system.judgeByLastDay();
  await system.start('mapper', 'fhir-sync', 'analytics');
}, 120_000);

afterAll(() => system.close(), 120_000);

const structured = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };

function event(over: object, data: object): string {
  return JSON.stringify({ specversion: '1.0', id: 'poison', source: 'poison', ...over, data });
}

const score = {
  feed: { site: 'riverside', application: 'PRO', family: 'oru' },
  patient: { system: 'urn:ilium:test:mrn', value: 'POISON' },
  version: {},
  report: { measure: { code: '72514-3' }, value: 3, effective: '2026-01-05' },
};
const scoreType = 'ilium.score.reported.v1';
const nul = String.fromCodePoint(0);

/** Each kind of message that can't be used, with the reason that it must be parked for. */
const poisons: readonly { readonly reason: ParkReason; readonly value: (number: number) => string | Buffer | null }[] =
  [
    { reason: 'not-json', value: (number) => `MSH|^~\\&|EHR|${number}` },
    { reason: 'not-json', value: (number) => Buffer.from([0x7b, 0xff, 0xfe, number % 256]) },
    { reason: 'not-a-cloud-event', value: (number) => JSON.stringify({ resourceType: 'Procedure', number }) },
    {
      reason: 'unknown-type',
      value: (number) => event({ id: `t${number}`, type: 'ilium.weather.reported.v1' }, score),
    },
    {
      reason: 'unknown-version',
      value: (number) => event({ id: `v${number}`, type: 'ilium.score.reported.v7' }, score),
    },
    {
      reason: 'schema-violation',
      value: (number) => event({ id: `s${number}`, type: scoreType }, { ...score, pateint: score.patient }),
    },
    {
      reason: 'database-refused',
      value: (number) =>
        event(
          { id: `n${number}`, type: scoreType },
          { ...score, report: { ...score.report, answer: { code: `a${nul}b` } } },
        ),
    },
    { reason: 'empty', value: () => null },
    { reason: 'empty', value: () => '' },
  ];

/** The feed with one poison after every nineteen events: 5 %. */
function poisonedFeed(): PoisonedFeed {
  const records: OutgoingRecord[] = [];
  const poison: Poison[] = [];
  const told: Course[] = [];
  for (const message of generate({ seed: 1, courses, onCourse: (course) => told.push(course) })) {
    records.push(toRecord(message));
    if (records.length % 20 !== 19) continue;
    const { reason, value } = poisons[poison.length % poisons.length] ?? { reason: 'empty', value: () => null };
    const key = `poison-${poison.length}`;
    const bad = value(poison.length);
    poison.push({ key, reason, value: bad });
    records.push({ key, value: bad, headers: { ...structured, 'x-trace': key } });
  }
  return { records, poison, told };
}

interface PoisonedFeed {
  readonly records: readonly OutgoingRecord[];
  readonly poison: readonly Poison[];
  readonly told: readonly Course[];
}

interface Poison {
  readonly key: string;
  readonly reason: ParkReason;
  readonly value: string | Buffer | null;
}

describe('5 % of messages that nobody can use', () => {
  it('are parked with their reason and their bytes; all others end as without them; the process stays up', async () => {
    const { records, poison, told } = poisonedFeed();
    await system.writeCharts(told.flatMap(chartResources));
    await system.send(records);
    const { parked, ...counts } = countsIn(await system.settled(records.length));
    const { parked: none, ...expected } = await expectedCounts({ courses });
    expect(counts).toEqual(expected);
    expect(none).toBe(0);
    expect(parked).toBe(poison.length);
    expect(await parkedRecords(system.around.topicPrefix)).toEqual(
      poison.map(({ key, reason, value }) => [key, reason, bytes(value)] as const).sort(byKey),
    );
    expect(system.isUp('mapper')).toBe(true);
  }, 300_000);
});

async function parkedRecords(prefix: string): Promise<readonly (readonly [string, string, string | null])[]> {
  const found: (readonly [string, string, string | null])[] = [];
  await readTopic({ brokers: system.brokers }, topicName(prefix, 'parked'), (record: KafkaRecord) => {
    const { headers, key, value } = record;
    expect(headerText(headers['x-trace'])).toBe(key?.toString());
    expect(headerText(headers[parkedHeaders.service])).toBe('mapper');
    expect(headerText(headers[parkedHeaders.topic])).toBe(topicName(prefix, 'procedure-events'));
    expect(headerText(headers[parkedHeaders.detail])).not.toContain('POISON');
    found.push([key?.toString() ?? '', headerText(headers[parkedHeaders.reason]) ?? '', bytes(value)]);
  });
  return found.sort(byKey);
}

function bytes(value: string | Buffer | null): string | null {
  return value === null ? null : Buffer.from(value).toString('base64');
}

function byKey(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number {
  return a[0] < b[0] ? -1 : 1;
}
