import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { ProblemFilter, silentLogger } from '@ilium/observability';
import { AccessModule, type Access } from '@ilium/security';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { passOn, type Service } from './pass-on.js';
import { RECORDS, RecordsController } from './records.controller.js';
import { ANALYTICS, StatisticsController } from './statistics.controller.js';

const ownToken = 'what-the-console-sends-to-analytics';
const pageToken = 'what-a-page-has-to-send-to-the-console';
const nobody = 'http://127.0.0.1:9';

describe('the statistics that the console passes on', () => {
  const asked: IncomingMessage[] = [];
  let server: Server | undefined;
  let app: NestFastifyApplication | undefined;

  async function analytics(answer: RequestListener): Promise<Service> {
    const listener: RequestListener = (request, response) => {
      asked.push(request);
      answer(request, response);
    };
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return { name: 'analytics', url: `http://127.0.0.1:${address.port}/`, token: ownToken };
  }

  async function consoleOf(at: Service, access: Access = { kind: 'open' }): Promise<NestFastifyApplication> {
    const module = await Test.createTestingModule({
      imports: [AccessModule.forRoot(access)],
      controllers: [StatisticsController, RecordsController],
      providers: [
        { provide: ANALYTICS, useValue: at },
        { provide: RECORDS, useValue: { mapper: { ...at, name: 'mapper', token: undefined }, intake: undefined } },
      ],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    app.useGlobalFilters(new ProblemFilter(silentLogger));
    await app.init();
    return app;
  }

  afterEach(async () => {
    await app?.close();
    server?.closeAllConnections();
    server?.close();
    asked.length = 0;
    [app, server] = [undefined, undefined];
  });

  it.each(['/v1/statistics/rates?measure=nrs&agents=both,steroid', '/v1/statements?of=patients', '/v1/statements'])(
    'asks %s as it is, with the token of the console and nothing else of the page',
    async (url) => {
      const at = await analytics((_, response) => {
        response
          .writeHead(200, { 'content-type': 'application/json', etag: '"1"', 'set-cookie': 'a=b' })
          .end('{"a":1}');
      });
      const headers = { 'if-none-match': '"0"', cookie: 'c=d', authorization: 'Bearer of-the-page' };
      const answer = await (await consoleOf(at)).inject({ url, headers });
      expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([200, '{"a":1}', '"1"']);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(asked.map((request) => request.url)).toEqual([url]);
      expect(asked[0]?.headers).toMatchObject({ authorization: `Bearer ${ownToken}`, 'if-none-match': '"0"' });
      expect(asked[0]?.headers.cookie).toBeUndefined();
    },
  );

  it('publishes for a page what its person wants, and passes on why it is not', async () => {
    const bodies: string[] = [];
    const at = await analytics((request, response) => {
      request.setEncoding('utf8').on('data', (part: string) => bodies.push(part));
      request.on('end', () =>
        response.writeHead(409, { 'content-type': 'application/problem+json' }).end('{"status":409}'),
      );
    });
    const payload = { sentence: 'less-pain', subject: 'facet', approver: 'A. Person' };
    const answer = await (await consoleOf(at)).inject({ method: 'POST', url: '/v1/statements/published', payload });
    expect([answer.statusCode, answer.json()]).toEqual([409, { status: 409 }]);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /v1/statements/published']);
    expect(JSON.parse(bodies.join(''))).toEqual(payload);
    expect(asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${ownToken}`,
      'content-type': 'application/json',
    });
  });

  const records = '/v1/outcomes/00000000-0000-4000-8000-000000000001/records';

  it('asks for records with the token of who looks, and with none of its own', async () => {
    const at = await analytics((_, response) => response.writeHead(200, { 'cache-control': 'no-store' }).end('{}'));
    const headers = { 'ilium-records-token': 'of-who-may-see-records' };
    const answer = await (await consoleOf(at)).inject({ url: records, headers });
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(asked.map((request) => [request.url, request.headers.authorization])).toEqual([
      [records, 'Bearer of-who-may-see-records'],
    ]);
  });

  it.each([401, 403])('says that records want another token where they are refused (%i)', async (status) => {
    const at = await analytics((_, response) => response.writeHead(status).end('{}'));
    const answer = await (await consoleOf(at)).inject(records);
    expect(answer.json()).toMatchObject({ status: 403, detail: expect.stringContaining('RECORDS_TOKEN') });
    expect(asked[0]?.headers.authorization).toBeUndefined();
  });

  it('passes on that nothing has changed', async () => {
    const at = await analytics((_, response) => response.writeHead(304, { etag: '"1"' }).end());
    const answer = await (await consoleOf(at)).inject({ url: '/v1/statements', headers: { 'if-none-match': '"1"' } });
    expect([answer.statusCode, answer.body, answer.headers.etag]).toEqual([304, '', '"1"']);
  });

  it('passes on what analytics refuses, as the problem that it is', async () => {
    const problem = { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'window: Give it once.' };
    const at = await analytics((_, response) =>
      response.writeHead(400, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem)),
    );
    const answer = await (await consoleOf(at)).inject('/v1/statistics/rates?window=a&window=b');
    expect([answer.statusCode, answer.headers['content-type'], answer.json()]).toEqual([
      400,
      'application/problem+json',
      problem,
    ]);
  });

  it.each([401, 403])('says what to set where analytics refuses the console itself (%i)', async (status) => {
    const at = await analytics((_, response) => response.writeHead(status).end('{}'));
    const answer = await (await consoleOf(at)).inject('/v1/statements');
    expect(answer.json()).toMatchObject({ status: 502, detail: expect.stringContaining('ANALYTICS_TOKEN') });
    expect(answer.body).not.toContain(ownToken);
  });

  it('says that analytics is away, and may come back', async () => {
    const answer = await (await consoleOf({ name: 'analytics', url: nobody })).inject('/v1/statements');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([503, 'application/problem+json']);
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining('can not be reached') });
  });

  it('follows nobody to another place', async () => {
    const at = await analytics((_, response) => response.writeHead(302, { location: `${nobody}/` }).end());
    expect((await (await consoleOf(at)).inject('/v1/statements')).statusCode).toBe(503);
  });

  it('does not wait for ever', async () => {
    const at = await analytics(() => undefined);
    const answer = await passOn(at, { target: '/v1/statements' }, { status: 502, detail: '' }, 100);
    expect([answer.status, answer.body.toString()]).toEqual([504, expect.stringContaining('in time')]);
  });

  it.each([
    ['a page without the token', { kind: 'token', token: pageToken }, undefined, 401],
    ['a page with another token', { kind: 'token', token: pageToken }, `${pageToken}x`, 401],
    ['a page with the token', { kind: 'token', token: pageToken }, pageToken, 200],
    ['anybody where others can reach the console and no token is set', { kind: 'off' }, pageToken, 403],
  ] as const)('answers %s', async (_, access, token, status) => {
    const at = await analytics((_, response) => response.end('{}'));
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const inject = async (url: string) => (await app?.inject({ url, headers }))?.statusCode;
    await consoleOf(at, access);
    expect([await inject('/v1/statistics/rates'), await inject('/v1/statements')]).toEqual([status, status]);
    expect(asked).toHaveLength(status === 200 ? 2 : 0);
    expect(await inject('/v1/statements/published')).toBe(200);
  });

  it.each([
    ['GET', '/v1/statistics/%2e%2e/ledger'],
    ['GET', '/v1/statistics/%2e%2e%2fledger'],
    ['GET', '/v1/statistics/..'],
    ['GET', '/v1/statistics/a/b'],
    ['GET', '/v1/state'],
    ['GET', '/v1/openapi.json'],
    ['POST', '/v1/statements'],
    ['GET', '/v1/statements/published/x/movements'],
    ['GET', '/v1/outcomes/x/records'],
    ['GET', '/v1/records/messages?site=a&sequence=1'],
    ['DELETE', '/v1/statistics/rates'],
  ] as const)('passes nothing else on: %s %s', async (method, url) => {
    const at = await analytics((_, response) => response.end('{}'));
    expect((await (await consoleOf(at)).inject({ method, url })).statusCode).toBe(404);
    expect(asked).toEqual([]);
  });
});
