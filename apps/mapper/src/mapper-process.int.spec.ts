import { ledger, topicName } from '@ilium/contracts';
import { createTopics, openProducer, readTopic } from '@ilium/messaging';
import { provisionSchema } from '@ilium/persistence';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { resolved } from './api/resolutions.schema.js';
import { unmappedCodes } from './api/unmapped.schema.js';
import { MapperProcess } from './testing/mapper-process.js';
import { injection, inVisitOf, steroid } from './testing/reports.js';

const token = 'a-token-of-tests-that-is-long-enough';
const around = { brokers: kafkaBrokers(), topicPrefix: topicPrefix() };
const local = { system: '99RVS', code: 'SIJ-INJ' };

let database: TestDatabase;
let environment: Record<string, string>;
const running: MapperProcess[] = [];

beforeAll(async () => {
  database = await createDatabase();
  await createTopics({ ...around, partitions: 2 });
  environment = {
    DATABASE_URL: await provisionSchema(database.url, { schema: 'mapper', role: `m${Date.now()}`, password: 'test' }),
    KAFKA_BROKERS: around.brokers.join(','),
    TOPIC_PREFIX: around.topicPrefix,
    ID_KEY: 'a key for tests that is long enough to pass',
    API_TOKEN: token,
    AS_OF: '2026-04-01',
  };
});
afterAll(async () => {
  await Promise.all(running.map((mapper) => mapper.stop()));
  await database.drop();
});

async function start(): Promise<MapperProcess> {
  const mapper = await MapperProcess.start(environment);
  running.push(mapper);
  return mapper;
}

async function ask({ url }: MapperProcess, path: string, request: RequestInit = {}) {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const answer = await fetch(new URL(path, url), { ...request, headers });
  const body: unknown = await answer.json();
  return { status: answer.status, body };
}

const listed = async (mapper: MapperProcess) => unmappedCodes.parse((await ask(mapper, '/v1/unmapped')).body).codes;

/** Statuses of procedures in all bundles so far, oldest first. */
async function procedures(): Promise<readonly string[]> {
  const statuses: string[] = [];
  await readTopic(around, topicName(around.topicPrefix, 'fhir-bundles'), ({ value }) => {
    const bundle: { entry: { resource: { resourceType: string; status: string } }[] } = JSON.parse(String(value));
    statuses.push(
      ...bundle.entry.flatMap(({ resource }) => (resource.resourceType === 'Procedure' ? resource.status : [])),
    );
  });
  return statuses;
}

const handled = async (mapper: MapperProcess) => ledger.parse((await ask(mapper, '/v1/ledger')).body);

describe('two running mappers', () => {
  it('list a code that nobody knows; told by one what it stands for, both know, and nothing is sent again', async () => {
    const [one, other] = [await start(), await start()];
    const events = [
      injection({ patient: 'A', id: 'P1' }, { codes: [local] }),
      steroid({ patient: 'A', id: 'M1' }, inVisitOf('P1')),
    ];
    const producer = await openProducer(around);
    const records = events.map((event) => ({ key: 'A', value: JSON.stringify(event) }));
    await producer.send(topicName(around.topicPrefix, 'procedure-events'), records);
    await producer.close();

    const [code] = await until('the code to be listed', async () => listed(one), {
      accept: ({ length }) => length > 0,
    });
    expect(code).toMatchObject({ table: 'procedures', ...local, facts: 1 });
    expect(await procedures()).toEqual([]);
    const before = await handled(one);

    const said = { table: 'procedures', ...local, as: 'si-joint-injection', by: 'A. Coder' };
    const answer = await ask(other, '/v1/resolutions', { method: 'POST', body: JSON.stringify(said) });
    expect(answer.status).toBe(201);
    const { resolution, holders } = resolved.parse(answer.body);
    expect(holders).toBe(1);
    await until('the procedure to be published', async () => (await procedures()).includes('completed'));
    expect(await listed(one)).toEqual([]);
    await until('both to have taken it up', () => [one, other].every(({ lines }) => lines.some(isTakenUp)));

    const back = await ask(one, `/v1/resolutions/${resolution.id}?by=B`, { method: 'DELETE' });
    expect(back.status).toBe(200);
    await until('it to be retracted', async () => (await procedures()).includes('entered-in-error'));
    expect(await listed(other)).toMatchObject([local]);
    expect((await handled(one)).topics).toEqual(before.topics);
    expect([one, other].flatMap(({ lines }) => lines.filter((line) => line.includes(local.code)))).toEqual([]);
  });

  it('describe their API, and let nobody in without the token', async () => {
    const mapper = await start();
    expect((await ask(mapper, '/v1/openapi.json')).body).toMatchObject({ openapi: '3.1.0' });
    const answer = await fetch(new URL('/v1/unmapped', mapper.url));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

function isTakenUp(line: string): boolean {
  return line.includes('what people said of codes was taken up');
}
