import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { recountIfCountedOtherwise } from '../rollups/recount.js';
import { SummaryRepository } from '../summary/summary.repository.js';
import { AnalyticsBed } from '../testing/analytics-bed.js';
import { OutcomesController } from './outcomes.controller.js';

describe('figures that another release has counted', () => {
  let bed: AnalyticsBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await AnalyticsBed.open();
    app = await bed.serve({ kind: 'open' }, { controllers: [OutcomesController], providers: [SummaryRepository] });
  });
  afterAll(() => bed.close());

  it('are not told until all facts are counted anew; it says when to ask again', async () => {
    await bed.dataSource.query(`UPDATE outcome_rollup_version SET version = 'of another release'`);
    const asked = () => app.inject({ method: 'GET', url: '/v1/outcomes/summary' });
    const refused = await asked();
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5']);
    expect(refused.json()).toMatchObject({ detail: expect.stringMatching(/^This release counts otherwise/) });
    await recountIfCountedOtherwise(bed.dataSource);
    expect((await asked()).statusCode).toBe(200);
  });
});
