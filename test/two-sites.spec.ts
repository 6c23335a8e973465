import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ledger, readProcedureEvent, topicName, type ProcedureEvent } from '@ilium/contracts';
import { readTopic, toRawRecord } from '@ilium/messaging';
import { MllpClient } from '@ilium/mllp';
import { projectRoot } from '../dev/src/project.js';
import { freePorts } from '../dev/src/ports.js';
import { startService, type RunningService } from '../dev/src/start/service-process.js';
import { services } from '../dev/src/start/services.js';
import { until } from '../dev/src/test-environment.js';
import { RunningSystem } from './running-system.js';

const siteFile = (name: string) => join(projectRoot, 'config', 'sites', `${name}.yaml`);
const listeners = ['hilltop/ehr', 'lakeside/engine', 'lakeside/archive'] as const;

/** One intake, two hospitals that differ in every respect. */
describe('two sites side by side', () => {
  let system: RunningSystem;
  let intake: RunningService;
  let folder: string;
  const ports = new Map<string, number>();

  beforeAll(async () => {
    system = await RunningSystem.prepare({ courses: 0 });
    folder = await mkdtemp(join(tmpdir(), 'ilium-two-sites-'));
    await mkdir(join(folder, 'logs'));
    const free = await freePorts(listeners.length);
    for (const [index, listener] of listeners.entries()) ports.set(listener, free[index] ?? 0);
    const both = {
      ...services.intake,
      environment: (around: RunningSystem['around']) => ({
        ...services.intake.environment(around),
        SITE: `${siteFile('hilltop')},${siteFile('lakeside')}`,
        MLLP_PORTS: free.join(','),
      }),
    };
    const around = system.around;
    intake = await startService(both, {
      folder: { data: folder, logs: join(folder, 'logs') },
      around,
      env: process.env,
      watch: false,
    });
  }, 60_000);

  afterAll(async () => {
    await intake.process.stop();
    await system.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  async function send(listener: (typeof listeners)[number], example: string): Promise<string> {
    const text = await readFile(join(projectRoot, 'examples', 'hl7', `${example}.hl7`), 'latin1');
    const client = await MllpClient.connect({ host: '127.0.0.1', port: ports.get(listener) ?? 0 });
    const answer = await client.send(Buffer.from(text.replaceAll(/\r?\n/g, '\r'), 'latin1'));
    await client.close();
    return /MSA.(\w\w)/.exec(answer.toString('latin1'))?.[1] ?? 'none';
  }

  async function events(): Promise<ProcedureEvent[]> {
    const read: ProcedureEvent[] = [];
    const { brokers, around } = system;
    await readTopic({ brokers }, topicName(around.topicPrefix, 'procedure-events'), (record) => {
      const event = readProcedureEvent(toRawRecord(record));
      if (!event.ok) throw new Error(event.detail);
      read.push(event.event);
    });
    return read;
  }

  async function work(): Promise<unknown> {
    return (await fetch(`${intake.url}/v1/work`)).json();
  }

  async function countsOfDoors(): Promise<string[]> {
    const { topics } = ledger.parse(await (await fetch(`${intake.url}/v1/ledger`)).json());
    return topics.map(({ topic, received }) => `${topic} ${received}`);
  }

  it('each listener reads and answers as its own site file says', async () => {
    expect(await send('hilltop/ehr', 'hilltop-ras-o17')).toBe('CA');
    expect(await send('hilltop/ehr', 'hilltop-dft-p03')).toBe('AA');
    expect(await send('lakeside/engine', 'lakeside-adt-a08')).toBe('AA');
    expect(await send('lakeside/archive', 'lakeside-oru-r01')).toBe('CA');
    const feeds = await until('the events of all four', events, {
      accept: (found) => new Set(found.map(({ data }) => data.feed.family)).size >= 4,
    });
    const told = new Set(feeds.map(({ data: { feed } }) => `${feed.site} ${feed.application} ${feed.family}`));
    expect([...told].toSorted()).toEqual([
      'hilltop EHR dft',
      'hilltop EMAR ras',
      'lakeside CHART chart',
      'lakeside CHART chart-results',
    ]);
    const replayed = feeds.filter(({ data }) => data.version.replay === true);
    expect(new Set(replayed.map(({ data }) => data.feed.family))).toEqual(new Set(['chart-results']));
  });

  it('a message of the other environment is kept, becomes work, and goes nowhere', async () => {
    const before = (await events()).length;
    // Lakeside is in production: a test message is none of its own.
    expect(await send('lakeside/engine', 'hilltop-adt-a08')).toBe('AA');
    // Answered from the journal, judged a moment later.
    const found = await until('the message among the work', work, {
      accept: (answer) => JSON.stringify(answer).includes('"reason"'),
    });
    expect(found).toMatchObject({
      messages: [{ site: 'lakeside', work: [{ reason: 'other-environment' }] }],
    });
    expect((await events()).length).toBe(before);
  });

  it('and each door is counted for itself', async () => {
    const counted = ['hilltop/ehr 2', 'lakeside/archive 1', 'lakeside/engine 2'];
    const counts = await until('the five to be counted', countsOfDoors, {
      accept: (found) => found.join() === counted.join(),
    });
    expect(counts).toEqual(counted);
  });
});
