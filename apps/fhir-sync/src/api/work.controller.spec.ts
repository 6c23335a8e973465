import 'reflect-metadata';
import { ProblemFilter, silentLogger } from '@ilium/observability';
import { ACCESS } from '@ilium/security';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Deliveries } from '../delivery/deliveries.js';
import { WorkController } from './work.controller.js';
import { WorkRepository } from './work.repository.js';

const token = 'a-token-of-tests-that-is-long-enough';
const comparison = '7f0c2f4e-6c1c-4b0e-9d55-0a6f4a1a2b3c';
const said: unknown[] = [];
let isSettled = true;
let isTaken = false;
let woken = 0;

const work = {
  page: () => Promise.resolve({ items: [], after: null }),
  settle: (...parameters: readonly unknown[]) => {
    said.push(parameters);
    return Promise.resolve(isSettled);
  },
  isTaken: () => Promise.resolve(isTaken),
};

@Module({
  controllers: [WorkController],
  providers: [
    { provide: WorkRepository, useValue: work },
    { provide: Deliveries, useValue: { all: [{ name: 'ehr' }], wake: () => void (woken += 1) } },
    { provide: ACCESS, useValue: { kind: 'token', token } },
  ],
})
class Work {}

let app: NestFastifyApplication;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(Work, new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter(silentLogger));
  await app.init();
});

beforeEach(() => {
  said.splice(0);
  isSettled = true;
  isTaken = false;
  woken = 0;
});

afterAll(() => app.close());

function say(path: string, more: object, authorization = `Bearer ${token}`) {
  const payload = { revision: 3, by: 'A. Person', ...more };
  return app.inject({ method: 'POST', url: `/v1/work/${path}`, headers: { authorization }, payload });
}

describe('what a person says of a record over HTTP', () => {
  it.each([
    ['Procedure/p1', { as: 'right-patient', comparison }],
    ['Patient/s1', { as: 'right-patient' }],
    ['Procedure/p1', { as: 'found', place: 'Procedure/17' }],
  ])('is written down, and what became due is looked at: %s', async (path, more) => {
    expect((await say(path, more)).statusCode).toBe(204);
    expect(said).toMatchObject([['ehr', path, more]]);
    expect(woken).toBe(1);
  });

  it.each([
    ['Procedure/p1', { as: 'found', place: 'Observation/17' }, 'can only be found at a place of its type'],
    ['Procedure/p1', { as: 'found', place: 'https://ehr.example/Procedure/17' }, 'place: Allowed: Type/id'],
    [
      'Procedure/p1',
      { as: 'right-patient', comparison: 'any' },
      'comparison: Allowed: `comparison` as GET /v1/work has it',
    ],
    ['Procedure/p1', { as: 'right-patient' }, 'take it from GET /v1/work?reason=identity-mismatch'],
  ])('is refused where it can not be right, with what to do: %s %j', async (path, more, because) => {
    const answer = await say(path, more);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining(because) });
    expect(said).toEqual([]);
  });

  it.each([
    [true, 'Procedure/p1', { as: 'found', place: 'Procedure/17' }, 'has another record of ours'],
    [false, 'Procedure/p1', { as: 'found', place: 'Procedure/17' }, 'does not wait for anybody in this revision'],
    [false, 'Procedure/p1', { as: 'right-patient', comparison }, 'look at both sides again'],
    [false, 'Patient/s1', { as: 'right-patient' }, 'GET /v1/work shows what does'],
  ])('is refused where it is so no more, with what to do (taken: %s): %s %j', async (taken, path, more, because) => {
    isSettled = false;
    isTaken = taken;
    const answer = await say(path, more);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 409, detail: expect.stringContaining(because) });
    expect(woken).toBe(0);
  });

  it('wants the token', async () => {
    expect((await say('Procedure/p1', { as: 'right-patient', comparison }, 'Bearer another')).statusCode).toBe(401);
    expect((await app.inject({ method: 'GET', url: '/v1/work' })).statusCode).toBe(401);
    expect(said).toEqual([]);
  });
});

describe('the list of work over HTTP', () => {
  it.each([
    ['state=waiting&reason=identity-mismatch', 200],
    ['state=pending', 400],
    ['reason=reference', 400],
    ['after=nonsense', 400],
    [`after=${encodeURIComponent('ehr Procedure/p1 waiting')}`, 200],
  ])('is asked for by %s: %i', async (query, status) => {
    const headers = { authorization: `Bearer ${token}` };
    expect((await app.inject({ method: 'GET', url: `/v1/work?${query}`, headers })).statusCode).toBe(status);
  });
});
