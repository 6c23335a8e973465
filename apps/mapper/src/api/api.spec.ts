import { createLogger, ProblemFilter } from '@ilium/observability';
import { ACCESS, type Access } from '@ilium/security';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { ResolveCodesService } from '../resolve-codes.service.js';
import { resolvedExample, unmappedExample } from './examples.js';
import { ResolutionsController } from './resolutions.controller.js';
import { UnmappedController } from './unmapped.controller.js';

const token = 'a-token-of-tests-that-is-long-enough';
const { id } = resolvedExample.resolution;
const said = { table: 'procedures', system: '99RVS', code: 'SIJ-INJ', as: 'si-joint-injection', by: 'A. Coder' };

describe('codes over HTTP', () => {
  let app: NestFastifyApplication;
  let isNew = true;
  const asked: unknown[] = [];

  async function open(access: Access): Promise<NestFastifyApplication> {
    const row = { code_table: 'procedures', system: '99RVS', code: 'SIJ-INJ', code_key: 'i1', is_code: true };
    const [listed] = unmappedExample.codes;
    const query = async () => [{ ...listed, ...row, since: new Date(listed?.since ?? '') }];
    const service = {
      list: async () => [resolvedExample.resolution],
      resolve: async (request: object) => (asked.push(request), { ...resolvedExample, isNew }),
      takeBack: async (...request: string[]) => (asked.push(request), resolvedExample),
    };
    const module = await Test.createTestingModule({
      controllers: [UnmappedController, ResolutionsController],
      providers: [
        { provide: DataSource, useValue: { query } },
        { provide: ResolveCodesService, useValue: service },
        { provide: ACCESS, useValue: access },
      ],
    }).compile();
    const opened = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    opened.useGlobalFilters(new ProblemFilter(createLogger({ service: 'test', level: 'fatal' })));
    await opened.init();
    await opened.getHttpAdapter().getInstance().ready();
    return opened;
  }

  beforeAll(async () => {
    app = await open({ kind: 'token', token });
  });
  beforeEach(() => {
    asked.length = 0;
    isNew = true;
  });
  afterAll(() => app.close());

  const headers = { authorization: `Bearer ${token}` };
  const get = (url: string) => app.inject({ method: 'GET', url, headers });
  const post = (payload: object | string) =>
    app.inject({
      method: 'POST',
      url: '/v1/resolutions',
      headers: { ...headers, 'content-type': 'application/json' },
      payload,
    });

  it('are listed', async () => {
    const answer = await get('/v1/unmapped?limit=1&table=procedures');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(unmappedExample);
  });

  it('get a meaning: 201, and 200 where it was said before', async () => {
    const first = await post(said);
    expect([first.statusCode, first.json()]).toEqual([201, resolvedExample]);
    isNew = false;
    expect((await post(said)).statusCode).toBe(200);
    expect(asked).toEqual([said, said]);
  });

  it('lose it again', async () => {
    const answer = await app.inject({ method: 'DELETE', url: `/v1/resolutions/${id}?by=B.%20Coder`, headers });
    expect(answer.statusCode).toBe(200);
    expect(asked).toEqual([[id, 'B. Coder']]);
    expect((await get('/v1/resolutions')).json()).toEqual({ resolutions: [resolvedExample.resolution] });
  });

  it.each([
    ['a table that is none', { ...said, table: 'wards' }, /^table: Allowed: procedures, drugs/],
    ['nobody', { ...said, by: ' ' }, /^by: A name expected/],
    ['no code', { ...said, code: '' }, /^code: 1 to 100 characters expected/],
    ['what PostgreSQL can not hold', { ...said, note: 'wards\u0000' }, /^note: No control characters/],
    ['a field that is none', { ...said, wards: 1 }, /^There is no such field\. Allowed: table, system, code, as/],
  ])('from %s are refused, with what is allowed and without the value', async (_, payload, detail) => {
    const answer = await post(payload);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(detail) });
    expect(answer.body).not.toContain('wards');
    expect(asked).toEqual([]);
  });

  it('in what is no JSON are refused as a problem, and not repeated', async () => {
    const answer = await post('{"wards');
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining('JSON') });
    expect(answer.body).not.toContain('wards');
  });

  it.each(['limit=0', 'limit=501', 'limit=many', 'table=wards', 'ward=1', 'after=%20', 'limit=1&limit=2'])(
    'are not listed by %s',
    async (query) => {
      expect((await get(`/v1/unmapped?${query}`)).statusCode).toBe(400);
    },
  );

  it.each([
    ['GET', '/v1/unmapped'],
    ['GET', '/v1/resolutions'],
    ['POST', '/v1/resolutions'],
    ['DELETE', `/v1/resolutions/${id}?by=B`],
  ] as const)('ask for a token: %s %s', async (method, url) => {
    const answer = await app.inject({ method, url });
    expect(answer.json()).toMatchObject({ title: 'Unauthorized', status: 401 });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(asked).toEqual([]);
  });

  it('are off where no token is configured', async () => {
    const closed = await open({ kind: 'off' });
    const answer = await closed.inject({ method: 'GET', url: '/v1/unmapped', headers });
    expect(answer.json()).toMatchObject({ status: 403, detail: expect.stringContaining('API_TOKEN') });
    await closed.close();
  });
});
