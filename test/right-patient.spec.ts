import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedStatus, ledger, readFhirBundle, recordsStatus, topicName, type DesiredRecord } from '@ilium/contracts';
import { readTopic, toRawRecord, type OutgoingRecord } from '@ilium/messaging';
import { z } from 'zod';
import type { ChartRecord } from '../apps/hospital/src/feed/chart-resources.js';
import { until } from '../dev/src/test-environment.js';
import { RunningSystem } from './running-system.js';

/** Nothing goes into the chart of somebody whom the source does not mean, and who is nowhere is created where that is wanted. */

const recordState = z.object({ state: z.string(), reason: z.string().nullable(), outcome: z.unknown() });
const named = z.looseObject({ identifier: z.array(z.object({ system: z.string(), value: z.string() })) });
const about = z.looseObject({ subject: z.object({ identifier: z.object({ system: z.string(), value: z.string() }) }) });
const found = z.object({ entry: z.array(z.object({ resource: z.custom<ChartRecord>() })).length(1) });

/** Each published record in its newest revision. */
async function published(system: RunningSystem): Promise<readonly DesiredRecord[]> {
  const newest = new Map<string, DesiredRecord>();
  const topic = topicName(system.around.topicPrefix, 'fhir-bundles');
  await readTopic({ brokers: system.brokers }, topic, (message) => {
    const read = readFhirBundle(toRawRecord(message));
    if (!read.ok) throw new Error(read.detail);
    for (const record of read.event.records) {
      if (record.revision > (newest.get(record.key)?.revision ?? 0)) newest.set(record.key, record);
    }
  });
  return [...newest.values()];
}

async function patientInChart(system: RunningSystem, identifier: string): Promise<ChartRecord> {
  const query = new URLSearchParams({ identifier });
  const response = await fetch(`${system.url('hospital')}/fhir/Patient?${query.toString()}`);
  const [only] = found.parse(await response.json()).entry;
  if (only === undefined) throw new Error('The hospital has no such Patient.');
  return only.resource;
}

const records = async (system: RunningSystem) => recordsStatus.parse(await system.read('fhir-sync', '/v1/records'));
const record = async (system: RunningSystem, key: string) =>
  recordState.parse(await system.read('fhir-sync', `/v1/records/${key}`));

describe('a patient whose date of birth in the chart is another one', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await RunningSystem.prepare({ courses: 12 });
    await system.start('hospital');
    await system.judgeByLastDay();
    await system.start('mapper', 'analytics');
    await until('all records to be published', isPublished, { timeoutMs: 120_000 });
  }, 180_000);

  afterAll(() => system.close(), 120_000);

  async function isPublished(): Promise<boolean> {
    const { done, events } = feedStatus.parse(await system.read('hospital', '/feed/status'));
    const { topics, outboxPending } = ledger.parse(await system.read('mapper', '/v1/ledger'));
    const received = topics.filter(({ topic }) => topic.includes('procedure-events'));
    return done && outboxPending === 0 && received.reduce((sum, topic) => sum + topic.received, 0) >= events;
  }

  /** Who has a live Procedure, whoever comes first. */
  async function somebody(): Promise<{ readonly identifier: string; readonly keys: readonly string[] }> {
    const all = await published(system);
    const subjects = all.flatMap(({ key, resource }) => {
      const read = about.safeParse(resource);
      const { system: of = '', value = '' } = read.data?.subject.identifier ?? {};
      return read.success ? [{ key, status: resource['status'], identifier: `${of}|${value}` }] : [];
    });
    const isKnown = new Set(
      all.flatMap(({ resource }) =>
        resource.resourceType === 'Patient' && resource['birthDate'] !== undefined
          ? named.parse(resource).identifier.map((one) => `${one.system}|${one.value}`)
          : [],
      ),
    );
    const chosen = subjects.find(
      ({ key, status, identifier }) =>
        key.startsWith('Procedure/') && status === 'completed' && isKnown.has(identifier),
    );
    const identifier = chosen?.identifier ?? '';
    return { identifier, keys: subjects.filter((one) => one.identifier === identifier).map(({ key }) => key) };
  }

  it('gets no record, everybody else all of theirs; and theirs follow when the chart is corrected', async () => {
    const { identifier, keys } = await somebody();
    const chart = await patientInChart(system, identifier);
    await system.writeCharts([{ ...chart, birthDate: '1900-01-01' }]);
    await system.start('fhir-sync');
    const { byState, total } = await until('all others to be delivered', () => records(system), {
      accept: (status) => {
        const { delivered = 0, waiting = 0, kept = 0 } = status.byState;
        return waiting === keys.length && delivered + waiting + kept === status.total && kept > 0;
      },
      timeoutMs: 120_000,
    });
    expect(byState.delivered).toBe(total - keys.length - (byState.kept ?? 0));
    for (const key of keys) {
      const { state, reason, outcome } = await record(system, key);
      expect([key, state, reason]).toEqual([key, 'waiting', 'identity-mismatch']);
      expect(outcome).toMatchObject({ issue: [{ expression: ['Patient.birthDate'] }] });
    }
    await system.writeCharts([chart]);
    await system.settled();
    const states = await Promise.all(keys.map((key) => record(system, key)));
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['delivered']));
  }, 400_000);
});

describe('where the target takes Patients that it has not', () => {
  let system: RunningSystem;
  let folder: string;
  const mrn = (value: string) => ({ system: 'urn:ilium:test:mrn', value });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ilium-created-'));
    const site = join(folder, 'site.yaml');
    const target = '{ name: registry, url: http://127.0.0.1/fhir, patients: created }';
    await writeFile(site, `name: registry\ntargets:\n  - ${target}\n`);
    system = await RunningSystem.prepare({ courses: 0, feedStart: 'manual', site });
    await system.start('hospital', 'mapper', 'fhir-sync', 'analytics');
  }, 120_000);

  afterAll(async () => {
    await system.close();
    await rm(folder, { recursive: true });
  }, 120_000);

  let count = 0;
  function report(kind: string, of: string, content: object): OutgoingRecord {
    count += 1;
    const feed = { site: 'registry', application: 'EHR', family: 'events' };
    const identifier = { system: `urn:ilium:test:${kind}`, value: `${of}-${count}` };
    const data = { feed, patient: mrn(of), identifier, version: {}, report: content };
    const event = { specversion: '1.0', id: `right-${count}`, source: 'test', type: `ilium.${kind}.reported.v1`, data };
    return { key: of, value: JSON.stringify(event) };
  }

  it('one who is nowhere is created, one who is there is not written over, and both have their records', async () => {
    const there = { resourceType: 'Patient', id: 'there', identifier: [mrn('THERE')], gender: 'female' };
    await system.writeCharts([there]);
    const injection = { codes: [{ code: '27096' }], status: 'completed', performed: '2026-03-02T09:00:00-05:00' };
    const said = { birthDate: '1961-07-04', sex: 'F', family: 'Example' };
    const sent = ['THERE', 'NOWHERE'].flatMap((of) => [
      report('patient', of, said),
      report('procedure', of, { ...injection, modifiers: ['RT'] }),
    ]);
    await system.send(sent);
    await system.settled(sent.length);
    const written = await patientInChart(system, `${mrn('NOWHERE').system}|NOWHERE`);
    expect(written).toMatchObject({ birthDate: '1961-07-04', name: [{ family: 'Example' }] });
    expect(await patientInChart(system, `${mrn('THERE').system}|THERE`)).toMatchObject({ id: 'there' });
    expect(await record(system, `Patient/${written.id}`)).toMatchObject({ state: 'delivered' });
    const { byState } = await records(system);
    expect(byState).toMatchObject({ native: 1 });
  }, 240_000);
});
