import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  fhirBundleHeaders,
  ledger,
  recordsStatus,
  serviceState,
  topicName,
  type DesiredRecord,
  type TargetStatus,
} from '@ilium/contracts';
import { createTopics, KafkaBatchStrategy, openProducer, type RecordProducer } from '@ilium/messaging';
import { createMetrics, HealthRegistry, ObservabilityModule, silentLogger } from '@ilium/observability';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createDatabase, kafkaBrokers, topicPrefix, until } from '../../../dev/src/test-environment.js';
import { AppModule } from './app.module.js';
import { readFhirSyncConfig } from './config.js';
import { painScore } from './testing/hl7-records.js';
import { desired, patientIdentifier } from './testing/records.js';
import { ScriptedFhirServer } from './testing/scripted-fhir-server.js';
import { ScriptedMllpReceiver } from './testing/scripted-mllp-receiver.js';

jest.setTimeout(60_000);

const prefix = topicPrefix();
const server = new ScriptedFhirServer();
const receiver = new ScriptedMllpReceiver();
const toClose: (() => Promise<unknown>)[] = [];
let producer: RecordProducer;
let app: NestFastifyApplication;

beforeAll(async () => {
  const brokers = kafkaBrokers();
  server.places.set(patientIdentifier('1'), 'pat-1');
  await server.start();
  toClose.push(() => server.stop());
  await receiver.start();
  toClose.push(() => receiver.stop());
  const database = await createDatabase();
  toClose.push(() => database.drop());
  await createTopics({ brokers, topicPrefix: prefix, partitions: 2 });
  producer = await openProducer({ brokers });
  toClose.push(() => producer.close());
  const config = readFhirSyncConfig({
    DATABASE_URL: database.url,
    KAFKA_BROKERS: brokers.join(','),
    TOPIC_PREFIX: prefix,
    SITE: await siteFile(),
    HL7_OUT_HOST: '127.0.0.1',
    HL7_OUT_PORT: String(receiver.port),
    HL7_OUT_KEY: 'a key of the test, long enough to be one',
    HL7_OUT_ASSIGNERS: '{"urn:oid:1.2.3":{"namespace":"RIVERSIDE","type":"MR"}}',
  });
  const service = 'fhir-sync';
  const context = {
    service,
    config,
    logger: silentLogger,
    metrics: createMetrics(service),
    health: new HealthRegistry(),
  };
  const root = { module: class Root {}, imports: [ObservabilityModule.forRoot(context), AppModule.forRoot(context)] };
  app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), { logger: false });
  toClose.push(() => app.close());
  app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  await app.listen(0, '127.0.0.1');
  await app.startAllMicroservices();
});

afterAll(async () => {
  for (const close of toClose.toReversed()) await close();
});

/** Everything to a FHIR server, and scores to an interface engine as well. */
async function siteFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ilium-fhir-sync-'));
  toClose.push(() => rm(folder, { recursive: true }));
  const path = join(folder, 'site.yaml');
  const engine = '  - { name: engine, lanes: { Observation: hl7v2-out, usual: none } }';
  await writeFile(path, `name: here\ntargets:\n  - { name: ehr, url: '${server.baseUrl}/' }\n${engine}\n`);
  return path;
}

async function read(path: string): Promise<unknown> {
  const response = await fetch(`${await app.getUrl()}${path}`);
  return response.json();
}

async function post(path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${await app.getUrl()}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.status;
}

/** Of the FHIR server. */
async function records(): Promise<TargetStatus> {
  const { targets } = recordsStatus.parse(await read('/v1/records'));
  const [ehr] = targets;
  if (ehr === undefined) throw new Error('There is no target.');
  return ehr;
}

function bundleMessage(id: string, of: readonly DesiredRecord[]) {
  const entry = of.map(({ key, resource }) => ({ resource, request: { method: 'PUT', url: key } }));
  const value = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  return {
    key: 'k',
    value,
    headers: fhirBundleHeaders({ id, source: 'test', revisions: of.map(({ revision }) => revision) }),
  };
}

describe('fhir-sync', () => {
  it('takes bundles from the topic to the FHIR server, and accounts for each message and each record', async () => {
    const bundle = bundleMessage('1', [
      // Compared, and never written.
      desired('Patient/p1'),
      desired('Procedure/p1'),
      desired('Observation/o1', { refersTo: ['Procedure/p1'] }),
    ]);
    await producer.send(topicName(prefix, 'fhir-bundles'), [
      bundle,
      bundle,
      bundleMessage('2', [desired('Procedure/p1', { revision: 3, status: 'entered-in-error' })]),
      bundleMessage('3', [desired('Procedure/p1', { revision: 2 })]),
      { ...bundleMessage('4', [desired('Procedure/p2')]), value: 'no JSON' },
    ]);

    const status = await until('both records', records, { accept: ({ byState }) => byState.delivered === 2 });
    expect(status).toMatchObject({
      ...{ name: 'ehr', url: server.baseUrl, reachable: true, lastError: null },
      total: 3,
      byState: { delivered: 2, kept: 1 },
      delivered: [
        { resourceType: 'Observation', live: 1, retracted: 0 },
        { resourceType: 'Procedure', live: 0, retracted: 1 },
      ],
    });
    expect(ledger.parse(await read('/v1/ledger'))).toMatchObject({
      service: 'fhir-sync',
      topics: [
        {
          topic: 'fhir-bundles',
          received: 5,
          done: 2,
          skipped: 2,
          parked: 1,
          reasons: { 'skipped:duplicate': 1, 'skipped:superseded': 1, 'parked:not-json': 1 },
          lag: 0,
        },
      ],
    });
    // It has no value, which no HL7 v2 can tell: for the engine it is a person's, and so it is not everywhere.
    const told = () => read('/v1/records/Observation/o1?target=engine');
    await until('the engine', told, { accept: (record) => JSON.stringify(record).includes('"by-hand"') });
    expect(serviceState.parse(await read('/v1/state')).resources?.keys).toBe(2);
    expect(await read('/v1/records/Procedure/p1')).toMatchObject({ state: 'delivered', revision: 3, outcome: null });
    expect(await read('/v1/records/Observation/o1')).toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ element: 'Observation.code' })]),
    });
    expect(await read('/v1/read-backs')).toEqual({ records: [], after: null });
    expect(await read('/v1/reconciliations')).toEqual({ reconciliations: [] });
    expect(await read('/v1/identity-decisions')).toEqual({ decisions: [], after: null });
    expect(await read('/v1/records/Procedure/unknown')).toMatchObject({ statusCode: 404 });
  });

  it('lists what waits for a person, and takes what that person says of it', async () => {
    server.refuses = (key) => key === 'Procedure/p5';
    await producer.send(topicName(prefix, 'fhir-bundles'), [bundleMessage('5', [desired('Procedure/p5')])]);
    const work = () => read('/v1/work?target=ehr&state=refused');
    const listed = await until('the refusal', work, {
      accept: (found) => JSON.stringify(found).includes('Procedure/p5'),
    });
    expect(listed).toMatchObject({
      items: [{ target: 'ehr', key: 'Procedure/p5', reason: 'http-422', lane: 'repository', revision: 1 }],
      after: null,
    });
    server.refuses = () => false;
    const say = { by: 'A. Person', as: 'send-again' };
    expect(await post('/v1/work/Procedure/p5', { ...say, revision: 2 })).toBe(409);
    expect(await post('/v1/work/Procedure/p5', { ...say, revision: 1, as: 'found' })).toBe(400);
    expect(await post('/v1/work/Procedure/p5', { ...say, revision: 1 })).toBe(204);
    const record = () => read('/v1/records/Procedure/p5');
    await until('the record', record, { accept: (found) => JSON.stringify(found).includes('"delivered"') });
    expect(await work()).toEqual({ items: [], after: null });
  });

  it('publishes no keys where no authorisation server knows it by one', async () => {
    expect(await read('/.well-known/jwks.json')).toMatchObject({ statusCode: 404 });
  });

  it('takes in what comes while the FHIR server is away, stays ready, and says so', async () => {
    await server.stop();
    await producer.send(topicName(prefix, 'fhir-bundles'), [bundleMessage('10', [desired('Procedure/p10')])]);
    const away = await until('the outage to be seen', records, {
      accept: ({ total, reachable }) => total === 5 && !reachable,
    });
    expect(away.byState.pending).toBe(1);
    expect(away.lastError).not.toBeNull();
    expect(await read('/health/ready')).toMatchObject({
      status: 'up',
      checks: { 'target-ehr': { status: 'up', reason: expect.any(String) } },
    });
    await server.start();
    await until('the record', records, { accept: ({ byState }) => byState.delivered === 4 });
  });

  it('tells an interface engine in HL7 v2 what is meant for it, and says what became of it', async () => {
    server.places.set(patientIdentifier('9'), 'pat-9');
    await producer.send(topicName(prefix, 'fhir-bundles'), [bundleMessage('9', [painScore('o9', 7, { of: '9' })])]);
    const told = () => read('/v1/records/Observation/o9?target=engine');
    await until('the acknowledgement', told, { accept: (record) => JSON.stringify(record).includes('"delivered"') });
    expect(await read('/v1/hl7-messages')).toMatchObject({ target: 'engine' });
    expect(receiver.taken.size).toBe(1);
    expect(await read('/v1/hl7-messages/Observation/o9')).toMatchObject([{ state: 'acknowledged', standing: 'new' }]);
    expect(await read('/v1/hl7-messages/Observation/none')).toMatchObject({ statusCode: 404 });
    expect(await post('/v1/hl7-messages/replay', { key: 'Observation/o9', from: 'yesterday' })).toBe(400);
    expect(await post('/v1/hl7-messages/replay', { key: 'Observation/o9' })).toBe(200);
    await until('the message again', () => receiver.arrived.length === 2);
    expect(receiver.taken.size).toBe(1);
  });
});
