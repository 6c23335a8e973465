import 'reflect-metadata';
import {
  fhirBundleHeaders,
  ledger,
  recordsStatus,
  serviceState,
  topicName,
  type DesiredRecord,
  type RecordsStatus,
} from '@ilium/contracts';
import { createTopics, KafkaBatchStrategy, openProducer, type RecordProducer } from '@ilium/messaging';
import { createMetrics, HealthRegistry, ObservabilityModule, silentLogger } from '@ilium/observability';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createDatabase, kafkaBrokers, topicPrefix, until } from '../../../dev/src/test-environment.js';
import { AppModule } from './app.module.js';
import { readFhirSyncConfig } from './config.js';
import { Hl7v2OutLane } from './lanes/hl7v2-out/hl7v2-out-lane.js';
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
    FHIR_BASE_URL: `${server.baseUrl}/`,
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

async function read(path: string): Promise<unknown> {
  const response = await fetch(`${await app.getUrl()}${path}`);
  return response.json();
}

async function records(): Promise<RecordsStatus> {
  return recordsStatus.parse(await read('/v1/records'));
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
      // Compared, and never written: it is among no records below.
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
      target: { url: server.baseUrl, reachable: true, lastError: null },
      total: 2,
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
    expect(serviceState.parse(await read('/v1/state')).resources?.keys).toBe(2);
    expect(await read('/v1/records/Procedure/p1')).toMatchObject({ state: 'delivered', revision: 3, outcome: null });
    expect(await read('/v1/records/Procedure/unknown')).toMatchObject({ statusCode: 404 });
  });

  it('publishes no keys where no authorisation server knows it by one', async () => {
    expect(await read('/.well-known/jwks.json')).toMatchObject({ statusCode: 404 });
  });

  it('takes in what comes while the FHIR server is away, stays ready, and says so', async () => {
    await server.stop();
    await producer.send(topicName(prefix, 'fhir-bundles'), [bundleMessage('10', [desired('Procedure/p10')])]);
    const away = await until('the outage to be seen', records, {
      accept: ({ total, target }) => total === 3 && !target.reachable,
    });
    expect(away.byState.pending).toBe(1);
    expect(away.target.lastError).not.toBeNull();
    expect(await read('/health/ready')).toMatchObject({
      status: 'up',
      checks: { 'fhir-server': { status: 'up', reason: expect.any(String) } },
    });
    await server.start();
    await until('the record', records, { accept: ({ byState }) => byState.delivered === 3 });
  });

  it('tells a hospital that takes HL7 v2, and says what became of it', async () => {
    const lane = app.get(Hl7v2OutLane);
    await lane.enqueue([painScore('o9', 7, { of: '9' })]);
    await until('the acknowledgement', () => lane.counts(), { accept: ({ acknowledged }) => acknowledged === 1 });
    expect(await read('/v1/hl7-messages')).toMatchObject({ target: 'ehr', byState: { acknowledged: 1, queued: 0 } });
    expect(receiver.taken.size).toBe(1);
    expect(await read('/v1/hl7-messages/Observation/o9')).toMatchObject([{ state: 'acknowledged', standing: 'new' }]);
    expect(await read('/v1/hl7-messages/Observation/none')).toMatchObject({ statusCode: 404 });
  });
});
