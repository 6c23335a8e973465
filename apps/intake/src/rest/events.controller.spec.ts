import { createLogger } from '@ilium/observability';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ProblemFilter } from '@ilium/observability';
import { AccessModule } from '@ilium/security';
import { MemoryMessageStore } from '../testing/memory-message-store.js';
import { MESSAGE_STORE, SITE_NAME } from '../tokens.js';
import { eventAnswers } from './event-answers.js';
import { acceptEventBodies, EventsController } from './events.controller.js';
import { scoreEvent } from './events.samples.js';

const one = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';
const json = 'application/json';
const lines = 'application/x-ndjson';
const bodyLimit = 500_000;

let app: NestFastifyApplication;
let store: MemoryMessageStore;

beforeEach(async () => {
  store = new MemoryMessageStore();
  const module = await Test.createTestingModule({
    imports: [AccessModule.forRoot({ kind: 'open' })],
    controllers: [EventsController],
    providers: [
      { provide: MESSAGE_STORE, useValue: store },
      { provide: SITE_NAME, useValue: 'test-site' },
    ],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.useGlobalFilters(new ProblemFilter(createLogger({ service: 'test', level: 'fatal' })));
  acceptEventBodies(app, bodyLimit);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterEach(() => app.close());

async function post(contentType: string, body: string | Buffer) {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/events',
    headers: { 'content-type': contentType },
    payload: body,
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body };
}

async function take(contentType: string, body: string | Buffer) {
  const { status, text } = await post(contentType, body);
  return { status, ...eventAnswers.strict().parse(JSON.parse(text)) };
}

const text = (value: unknown) => JSON.stringify(value);

describe('events over REST', () => {
  it.each([
    ['one event', one, text(scoreEvent('a')), ['a']],
    ['a batch', batch, text([scoreEvent('a'), scoreEvent('b')]), ['a', 'b']],
    ['JSON of one', `${json}; charset=UTF-8`, text(scoreEvent('a')), ['a']],
    ['JSON of many', json, text([scoreEvent('a'), scoreEvent('b')]), ['a', 'b']],
    ['lines', lines, `${text(scoreEvent('a'))}\r\n\n${text(scoreEvent('b'))}`, ['a', 'b']],
    ['a byte order mark', json, `\uFEFF${text(scoreEvent('a'))}`, ['a']],
  ])('are taken as %s, in the order in which they came', async (_, contentType, body, ids) => {
    const { status, taken, events } = await take(contentType, body);
    expect({ status, taken }).toEqual({ status: 200, taken: ids.length });
    expect(events).toEqual(ids.map((id) => ({ source: 'https://example.org/my-ehr', id, status: 'taken' })));
    expect(store.messages.map(({ controlId }) => controlId)).toEqual(ids);
  });

  it('keep their names, their sequence and their bytes', async () => {
    await take(batch, JSON.stringify([{ ...scoreEvent('a'), sequence: '42' }], null, 2));
    expect(store.messages).toMatchObject([
      {
        door: 'rest',
        site: 'test-site',
        sender: 'https://example.org/my-ehr',
        controlId: 'a',
        identity: 'control-id',
        type: 'ilium.score.reported.v1',
        events: [
          {
            type: 'ilium.score.reported.v1',
            time: '2026-03-12T09:41:00-04:00',
            patient: { value: 'EXAMPLE-1' },
            own: { id: 'a', source: 'https://example.org/my-ehr', sequence: '42' },
          },
        ],
      },
    ]);
    expect(store.messages[0]?.body.toString()).toBe(text({ ...scoreEvent('a'), sequence: '42' }));
  });

  it('count once, however often and in whatever shape they come', async () => {
    await take(one, text(scoreEvent('a')));
    const again = await take(json, JSON.stringify([scoreEvent('a'), scoreEvent('b'), scoreEvent('b')], null, 4));
    expect(again.status).toBe(200);
    expect(again.events.map(({ status }) => status)).toEqual(['repeat', 'taken', 'repeat']);
    expect(store.messages).toHaveLength(2);
  });

  it('are refused with other content under the same name, 409 for a single one', async () => {
    await take(one, text(scoreEvent('a', 7)));
    const changed = await take(one, text(scoreEvent('a', 3)));
    expect(changed).toMatchObject({ status: 409, events: [{ id: 'a', status: 'refused', reason: 'id-reused' }] });
    const among = await take(batch, text([scoreEvent('a', 3), scoreEvent('b')]));
    expect(among).toMatchObject({ status: 207, taken: 1, refused: 1 });
    expect(store.passings).toMatchObject([{ reason: 'id-reused' }, { reason: 'id-reused' }]);
    expect(store.messages.map(({ controlId }) => controlId)).toEqual(['a', 'b']);
  });

  it('are answered for one by one, with places and never values', async () => {
    const { data, ...envelope } = scoreEvent('secret-free');
    const items = [
      text({ ...envelope, data: { ...data, patient: { value: 'secret' } } }),
      text({ hello: 'secret' }),
      text({ ...envelope, type: 'secret.type', data }),
      '{"secret',
      text({ ...envelope, data: { ...data, report: { ...data.report, unit: 'secret\u0000' } } }),
      text({ ...envelope, id: 'large', data: { ...data, report: { ...data.report, unit: 'x'.repeat(60) } } }),
      text(scoreEvent('good')),
    ];
    const answer = await take(lines, items.join('\n'));
    expect(answer.status).toBe(207);
    expect(answer.events.map(({ status, reason }) => reason ?? status)).toEqual([
      'schema-violation',
      'not-a-cloud-event',
      'unknown-type',
      'not-json',
      'database-refused',
      'schema-violation',
      'taken',
    ]);
    expect(answer.events[0]).toMatchObject({
      id: 'secret-free',
      detail: expect.stringContaining('data.patient.system'),
    });
    expect(answer.events[4]?.detail).toContain('data.report.unit');
    expect(text(answer.events.map(({ detail }) => detail))).not.toContain('secret');
    expect(store.passings).toHaveLength(6);
  });

  it.each([
    ['no event could be read', json, text([{ a: 1 }, { b: 2 }])],
    ['the only one can not be read', one, text({ a: 1 })],
    ['a list stands where one event is expected', one, text([scoreEvent('a')])],
  ])('get 400 where %s', async (_, contentType, body) => {
    expect(await take(contentType, body)).toMatchObject({ status: 400, taken: 0 });
    expect(store.messages).toEqual([]);
  });
});

describe('a request of events', () => {
  it.each([
    ['is empty', json, '', 400],
    ['is an empty list', json, '[]', 400],
    ['has only blank lines', lines, '\n \n', 400],
    ['is not JSON', json, '{"secret', 400],
    ['is not UTF-8', json, Buffer.from('"\xff"', 'latin1'), 400],
    ['is no list where one is announced', batch, text(scoreEvent('a')), 400],
    ['has another content type', 'text/plain', text(scoreEvent('secret')), 415],
    ['has another character set', 'application/json; charset=latin1', text(scoreEvent('a')), 415],
    ['is too large', json, text('x'.repeat(bodyLimit)), 413],
  ])('that %s is a problem, and nothing is kept', async (_, contentType, body, status) => {
    const answer = await post(contentType, body);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(answer.text)).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: expect.stringMatching(/\./),
    });
    expect(answer.text).not.toContain('secret');
    expect(store.messages).toEqual([]);
  });

  it('gets 503 while the store is away, and may then be sent again', async () => {
    store.isAway = true;
    const away = await post(json, text([scoreEvent('a'), scoreEvent('b')]));
    expect({ status: away.status, after: away.headers['retry-after'] }).toEqual({ status: 503, after: '5' });
    store.isAway = false;
    expect(await take(json, text([scoreEvent('a'), scoreEvent('b')]))).toMatchObject({ status: 200, refused: 0 });
    expect(store.messages.map(({ controlId }) => controlId).toSorted()).toEqual(['a', 'b']);
  });

  it('may hold many more events than are stored at once', async () => {
    const many = Array.from({ length: 600 }, (_, index) => scoreEvent(`e-${index}`));
    expect(await take(batch, text(many))).toMatchObject({ status: 200, taken: 600 });
  });
});
