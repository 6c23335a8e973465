import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ReadBacksRepository, type DifferingRecord, type PageOfDiffering } from '../read-back/read-backs.repository.js';
import { ReadBacksController } from './read-backs.controller.js';

const record = (key: string): DifferingRecord => ({
  target: 'ehr',
  key,
  revision: 1,
  comparedAt: '2026-03-12T10:00:00.000Z',
  changedSince: false,
  differences: [{ element: 'status', kind: 'missing', weight: 'meaning' }],
});
const asked: PageOfDiffering[] = [];
const readBacks = {
  page: (page: PageOfDiffering) => {
    asked.push(page);
    return Promise.resolve([record('Procedure/a'), record('Procedure/b'), record('Procedure/c')].slice(0, page.limit));
  },
};

@Module({ controllers: [ReadBacksController], providers: [{ provide: ReadBacksRepository, useValue: readBacks }] })
class Api {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(Api, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

async function read(query: string) {
  const response = await fetch(`${await app.getUrl()}/v1/read-backs${query}`);
  return { status: response.status, body: await response.json() };
}

describe('GET /v1/read-backs', () => {
  test('lists page by page what differs', async () => {
    expect(await read('?weight=meaning&limit=2')).toEqual({
      status: 200,
      body: { records: [record('Procedure/a'), record('Procedure/b')], after: 'ehr Procedure/b' },
    });
    expect(await read('?after=ehr%20Procedure%2Fb')).toMatchObject({ body: { after: null } });
    expect(asked).toEqual([
      { weight: 'meaning', target: null, after: ['', ''], limit: 3 },
      { weight: null, target: null, after: ['ehr', 'Procedure/b'], limit: 101 },
    ]);
  });

  test.each([
    ['?weight=heavy', 'meaning, detail'],
    ['?limit=0', '1 to 500'],
    ['?after=x', 'page before'],
    ['?target=A', 'site file'],
  ])('says what %s may be', async (query, allowed) => {
    expect(await read(query)).toMatchObject({ status: 400, body: { message: expect.stringContaining(allowed) } });
  });
});
