import 'reflect-metadata';
import { ProblemFilter, silentLogger } from '@ilium/observability';
import { ACCESS } from '@ilium/security';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  IdentityDecisionsRepository,
  type IdentityDecision,
  type PageOfDecisions,
} from '../identity/identity-decisions.repository.js';
import { IdentityDecisionsController } from './identity-decisions.controller.js';

const token = 'a-token-of-tests-that-is-long-enough';
const decision: IdentityDecision = {
  ...{ id: '9', target: 'ehr', doubt: 'identity-mismatch', key: 'Procedure/p1', revision: 3, patient: 'Patient/s1' },
  ...{ by: 'A. Person', decidedAt: new Date('2026-03-12T10:00:00Z'), inForce: true },
};
const told = { ...decision, decidedAt: '2026-03-12T10:00:00.000Z' };

let asked: PageOfDecisions[];
const decisions = {
  page: async (page: PageOfDecisions) => {
    asked.push(page);
    return ['9', '8', '7'].slice(0, page.limit).map((id) => ({ ...decision, id }));
  },
};

@Module({
  controllers: [IdentityDecisionsController],
  providers: [
    { provide: IdentityDecisionsRepository, useValue: decisions },
    { provide: ACCESS, useValue: { kind: 'token', token } },
  ],
})
class Api {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(Api, new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter(silentLogger));
  await app.init();
});
beforeEach(() => {
  asked = [];
});
afterAll(() => app.close());

function read(query = '', authorization = `Bearer ${token}`) {
  return app.inject({ method: 'GET', url: `/v1/identity-decisions${query}`, headers: { authorization } });
}

describe('GET /v1/identity-decisions', () => {
  it('tells page by page what was decided', async () => {
    expect((await read('?target=ehr&record=Procedure/p1&limit=2')).json()).toEqual({
      decisions: [told, { ...told, id: '8' }],
      after: '8',
    });
    expect((await read('?after=8')).json()).toMatchObject({ after: null });
    expect(asked).toEqual([
      { target: 'ehr', key: 'Procedure/p1', before: null, limit: 3 },
      { target: null, key: null, before: '8', limit: 101 },
    ]);
  });

  it('tells it to who has the token', async () => {
    expect((await read('', 'Bearer another-token-that-is-long-enough')).statusCode).toBe(401);
    expect(asked).toEqual([]);
  });

  it.each([
    ['limit=0', '1 to 500'],
    ['after=x', 'page before'],
    ['target=A', 'site file'],
    ['record=urn:oid:1.2.3|12345', 'a record of ours'],
  ])('says what may be asked for instead of %s, and does not repeat it', async (query, allowed) => {
    const answer = await read(`?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain(allowed);
    expect(answer.body).not.toContain('12345');
  });
});
