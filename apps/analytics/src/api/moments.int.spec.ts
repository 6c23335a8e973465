import type { Server } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseInterceptors } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { until } from '../../../../dev/src/test-environment.js';
import { observed, sessionHeld } from '../outcome-observations.samples.js';
import { Moments, type Moment } from '../questions/moments.js';
import { STATEMENT_SETTINGS, statementSettings, statementVariables } from '../statements/statement-settings.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { DataVersionInterceptor } from './data-version.interceptor.js';
import { AtMoment } from './moment.js';

/** Connections of a service. */
const poolSize = 10;

const keyOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('an answer of several questions', () => {
  let bed: AnalyticsBed;
  let app: NestFastifyApplication;
  let written = 0;
  /** Whether somebody writes while the answer is made. */
  let isBusy = false;
  let answered = 0;

  /** As a consumer would: facts, and how far the topic is read. */
  async function write(): Promise<void> {
    written += 1;
    await bed.store([
      { ...observed(), key: keyOf(2 * written) },
      { ...sessionHeld(), key: keyOf(2 * written + 1) },
    ]);
    await bed.dataSource.query(
      `INSERT INTO consumer_offsets (group_id, topic, "partition", next_offset) VALUES ('t', 't', 0, $1)
           ON CONFLICT (group_id, topic, "partition") DO UPDATE SET next_offset = excluded.next_offset`,
      [written],
    );
  }

  @Controller('figures')
  @UseInterceptors(DataVersionInterceptor)
  class Figures {
    @Get()
    async twice(@AtMoment() { counts, cells }: Moment) {
      answered += 1;
      const [group] = await counts.byWindow({ of: 'treatments' });
      if (isBusy) await write();
      const [sessions] = await cells.cells({ of: 'treatments' }, ['session']);
      return { scores: Number(group?.counts.observed), sessions: sessions?.count };
    }
  }

  beforeAll(async () => {
    bed = await AnalyticsBed.open();
    await write();
    const settings = statementSettings(z.object(statementVariables).parse({}));
    app = await bed.serve(
      { kind: 'open' },
      { controllers: [Figures], providers: [Moments, { provide: STATEMENT_SETTINGS, useValue: settings }] },
    );
  });

  afterAll(() => bed.close());

  async function ask(options: { readonly isBusy: boolean }) {
    isBusy = options.isBusy;
    const answer = await app.inject('/figures');
    return { figures: answer.json<object>(), tag: answer.headers['etag'] };
  }

  it('is of one moment, whoever writes between them, and so is its tag', async () => {
    const quiet = await ask({ isBusy: false });
    const busy = await ask({ isBusy: true });
    expect(busy).toEqual({ figures: { scores: 1, sessions: 1 }, tag: quiet.tag });
    const after = await ask({ isBusy: false });
    expect(after.figures).toEqual({ scores: 2, sessions: 2 });
    expect(after.tag).not.toBe(busy.tag);
  });

  it('is not made for who has left before its turn', async () => {
    const server: Server = app.getHttpServer();
    let come = 0;
    server.on('request', () => {
      come += 1;
    });
    await app.listen(0, '127.0.0.1');
    const taken = Array.from({ length: poolSize }, () => bed.dataSource.createQueryRunner());
    for (const runner of taken) await runner.connect();
    const leaving = new AbortController();
    const url = `${await app.getUrl()}/figures`;
    const left = Array.from({ length: 5 }, () => fetch(url, { signal: leaving.signal }).catch(String));
    await until('all to have asked', () => come, { accept: (count) => count === left.length });
    const before = answered;
    leaving.abort();
    await Promise.all(left);
    const connected = promisify(server.getConnections.bind(server));
    await until('all to have left', connected, { accept: (count) => count === 0 });
    for (const runner of taken) await runner.release();
    expect((await ask({ isBusy: false })).figures).toMatchObject({ scores: 2 });
    expect(answered - before).toBe(1);
  });

  it('is read only', async () => {
    const moments = new Moments(bed.dataSource);
    const asked = moments.read(({ queries }) => queries.query('DELETE FROM outcome_facts'));
    await expect(asked).rejects.toThrow('read-only transaction');
  });
});
