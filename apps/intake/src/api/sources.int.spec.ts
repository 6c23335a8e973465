import { ProblemFilter, silentLogger } from '@ilium/observability';
import { RECORDS_ACCESS, type Access } from '@ilium/security';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { SourceMessagesRepository } from '../source-messages/source-messages.repository.js';
import { messageOf } from '../testing/messages.js';
import { bodyKeys, StoreBed } from '../testing/store-bed.js';
import { SourcesController } from './sources.controller.js';

const token = 'what-who-may-see-records-has-to-send';

describe('the messages behind a figure', () => {
  let bed: StoreBed;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    bed = await StoreBed.open();
    for (const id of ['C1', 'C2']) await bed.openStore().take(messageOf(id));
  });
  afterEach(() => app.close());
  afterAll(() => bed.close());

  async function serve(access: Access): Promise<void> {
    const module = await Test.createTestingModule({
      controllers: [SourcesController],
      providers: [
        { provide: RECORDS_ACCESS, useValue: access },
        { provide: SourceMessagesRepository, useValue: new SourceMessagesRepository(bed.dataSource, bodyKeys) },
      ],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useGlobalFilters(new ProblemFilter(silentLogger));
    await app.init();
  }

  const get = (query: string, sent = token) =>
    app.inject({ url: `/v1/records/messages${query}`, headers: { authorization: `Bearer ${sent}` } });
  const sequences = () => bed.offered.map(({ headers }) => String(headers?.['ce_sequence']));

  it('are found by the place that their events carry, and open byte for byte', async () => {
    await serve({ kind: 'token', token });
    const [first = '', second = ''] = sequences();
    const answer = await get(`?site=test-site&sequence=${first}`);
    const { messages } = answer.json<{ messages: { id: string; controlId: string; sequence: string }[] }>();
    expect(messages).toMatchObject([{ controlId: 'C1', sequence: first }]);
    expect((await get(`/${messages[0]?.id}/body`)).rawPayload).toEqual(messageOf('C1').body);
    expect((await get(`?site=test-site&sequence=${first},${second}`)).json()).toMatchObject({
      messages: [{ controlId: 'C2' }, { controlId: 'C1' }],
    });
  });

  it('are of the site of the fact', async () => {
    await serve({ kind: 'token', token });
    expect((await get(`?site=another&sequence=${sequences()[0]}`)).json()).toEqual({ messages: [] });
  });

  it.each([
    ['?site=test-site&sequence=last', 400, /^sequence: Allowed: up to 100 places/],
    ['?sequence=1', 400, /^site: /],
    [`/${crypto.randomUUID()}/body`, 404, /^No such message is kept/],
  ])('are not told for %s', async (query, status, detail) => {
    await serve({ kind: 'token', token });
    expect((await get(query)).json()).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it('want a token of their own, and say which', async () => {
    await serve({ kind: 'token', token });
    const answer = await get('?site=test-site&sequence=1', 'what-who-runs-intake-has-to-send-');
    expect(answer.json()).toMatchObject({ status: 401, detail: expect.stringContaining('RECORDS_TOKEN') });
    await app.close();
    await serve({ kind: 'off' });
    expect((await get('')).json()).toMatchObject({ status: 403, detail: expect.stringContaining('RECORDS_TOKEN') });
  });
});
