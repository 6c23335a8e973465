import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { feedStatus, readProcedureEvent, topicName, type FeedStatus } from '@ilium/contracts';
import { createTopics, headerText, readTopic } from '@ilium/messaging';
import { z } from 'zod';
import { kafkaBrokers, topicPrefix, until } from '../../../dev/src/test-environment.js';
import { Listener } from './doors/listener.samples.js';
import { expectedCounts } from './feed/expected.js';
import { generate } from './feed/generate.js';
import { toHl7 } from './hl7/to-hl7.js';

jest.setTimeout(90_000);

const programs = resolve(import.meta.dirname, '../dist');
const courses = 400;
const expected = expectedCounts({ seed: 1, courses });
const prefix = topicPrefix();
const kafka = { KAFKA_BROKERS: kafkaBrokers().join(','), TOPIC_PREFIX: prefix };

const bundle = z.object({ total: z.int() });

let folder: string;
const started: ChildProcess[] = [];
beforeAll(() => createTopics({ brokers: kafkaBrokers(), topicPrefix: prefix }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hospital-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(kill));
  rmSync(folder, { recursive: true });
});

function start(program: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(programs, program), ...args], {
    env: { PATH: process.env['PATH'], ...kafka, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  if (!isOver()) child.kill('SIGKILL');
  await until('the end of the process', isOver);
}

/** Starts the service and returns it with its address. */
async function startHospital(more: Record<string, string> = {}) {
  const child = start('main.js', [], { DATA_DIR: folder, COURSES: String(courses), ...more });
  const logs: string[] = [];
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => logs.push(line));
  const line = await until('the address', () => logs.find((text) => text.includes('"listening"')));
  return { child, url: String(JSON.parse(line ?? '{}').url) };
}

async function statusOf(url: string): Promise<FeedStatus> {
  return feedStatus.parse(await (await fetch(`${url}/feed/status`)).json());
}

async function total(url: string, query: string): Promise<number> {
  const response = await fetch(`${url}/fhir/${query}_summary=count`);
  return bundle.parse(await response.json()).total;
}

async function sentIds(): Promise<string[]> {
  const ids: string[] = [];
  await readTopic({ brokers: kafkaBrokers() }, topicName(prefix, 'procedure-events'), (record) => {
    const headers = Object.fromEntries(
      Object.entries(record.headers).map(([name, value]) => [name, headerText(value)]),
    );
    const read = readProcedureEvent({ value: record.value, headers });
    ids.push(read.ok ? read.event.id : read.reason);
  });
  return ids;
}

describe('the simulated hospital', () => {
  it('waits to be told, survives SIGKILL in mid-feed, and sends all of its feed', async () => {
    const first = await startHospital({ FEED_START: 'manual' });
    expect(await statusOf(first.url)).toEqual({
      courses: 0,
      events: 0,
      done: false,
      lastDay: '2026-10-30',
      door: 'kafka',
    });
    await fetch(`${first.url}/fhir/Patient/mine`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Patient', id: 'mine' }),
    });
    await fetch(`${first.url}/feed/start`, { method: 'POST' });
    await until('the first events', async () => (await statusOf(first.url)).events > 0);
    await kill(first.child);

    const second = await startHospital();
    expect((await fetch(`${second.url}/fhir/Patient/mine`)).status).toBe(200);
    const status = await until('the end of the feed', () => statusOf(second.url), { accept: ({ done }) => done });
    expect(status).toMatchObject({ courses, events: expected.events });
    const ids = await sentIds();
    expect(new Set(ids)).toEqual(new Set([...generate({ seed: 1, courses })].map(({ event }) => event.id)));
    // At least once: a chunk that was acknowledged in the moment of the kill may have gone out twice.
    expect(ids.length - expected.events).toBeLessThanOrEqual(500);
    expect(await total(second.url, 'Patient?')).toBeGreaterThan(courses);
    expect(await total(second.url, 'Encounter?')).toBeGreaterThanOrEqual(courses);

    second.child.kill('SIGTERM');
    await until('an orderly end', () => second.child.exitCode === 0);
  });

  it('misbehaves on request, its FHIR server only', async () => {
    const { url } = await startHospital({ COURSES: '0' });
    const set = (fault: object) =>
      fetch(`${url}/admin/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
    expect((await set({ mode: 'sulk' })).status).toBe(400);
    expect(await (await set({ mode: 'error', status: 500 })).json()).toMatchObject({ mode: 'error', status: 500 });
    expect((await fetch(`${url}/fhir/metadata`)).status).toBe(500);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    await set({ mode: 'none' });
    expect((await fetch(`${url}/fhir/metadata`)).status).toBe(200);
  });

  it('stands for the target that its configuration names', async () => {
    const { url } = await startHospital({ COURSES: '0', FHIR_PROFILE: 'epic' });
    const body = JSON.stringify({ resourceType: 'Patient', id: 'mine' });
    const headers = { 'content-type': 'application/fhir+json' };
    expect((await fetch(`${url}/fhir/Patient/mine`, { method: 'PUT', headers, body })).status).toBe(405);
    expect(await (await fetch(`${url}/admin/profile`)).json()).toEqual({ profile: 'epic' });
  });

  it('prints what its feed implies, and says what is wrong with a command', async () => {
    const printed: string[] = [];
    const child = start('main.js', ['--expected', '--seed', '1', '--courses', String(courses)], {});
    child.stdout?.on('data', (data) => printed.push(String(data)));
    await until('the end of the command', () => child.exitCode === 0);
    expect(JSON.parse(printed.join(''))).toEqual(expected);
    const wrong = start('main.js', ['--expected', '--as-of', '2026-13-40'], {});
    const said: string[] = [];
    wrong.stderr?.on('data', (data) => said.push(String(data)));
    await until('the remedy', () => said.join('').includes('--as-of takes a day'));
    await until('the end of the command', () => wrong.exitCode === 2);
    expect(said).toHaveLength(1);
  });

  it('sends the same feed in HL7 v2 where its door is MLLP', async () => {
    const listener = new Listener();
    try {
      const MLLP_URL = `127.0.0.1:${await listener.listen()}`;
      const { url } = await startHospital({ FEED_DOOR: 'mllp', MLLP_URL, COURSES: '60' });
      await until('the end of the feed', async () => (await statusOf(url)).done);
      const told = [...generate({ seed: 1, courses: 60 })].map((message) => toHl7(message).text);
      expect([...listener.texts].sort()).toEqual(told.sort());
    } finally {
      await listener.close();
    }
  });

  it('does not start with a feed over MLLP that has no address', async () => {
    const child = start('main.js', [], { COURSES: '1', FEED_DOOR: 'mllp' });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(String(chunk)));
    await until('the end of the process', () => child.exitCode !== null);
    expect(child.exitCode).not.toBe(0);
    expect(output.join('')).toContain('MLLP_URL');
  });
});
