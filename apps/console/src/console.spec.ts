import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { overview } from '@ilium/contracts';
import { createMetrics, HealthRegistry, ObservabilityModule, orderlyClose, silentLogger } from '@ilium/observability';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { mostViewers, OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';
import { serveWebPage } from './web-page.js';

/** Port 9 is discard: nobody listens there. */
const nobody = 'http://127.0.0.1:9';
const pages = [
  { path: '/', file: 'index.html', title: 'Live' },
  { path: '/outcomes', file: 'outcomes.html', title: 'Outcomes' },
  { path: '/outcomes/episodes', file: 'outcomes/episodes.html', title: 'Episodes' },
] as const;

describe('the console', () => {
  let root: string;
  let app: NestFastifyApplication;
  let close: () => Promise<void>;
  let url: string;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'console-'));
    await mkdir(join(root, 'assets'));
    await mkdir(join(root, 'outcomes'));
    for (const page of pages) await writeFile(join(root, page.file), `<title>${page.title}</title>`);
    await writeFile(join(root, 'assets', 'index-1a2b.js'), 'export {};');
    const addresses = { MAPPER_URL: nobody, FHIR_SYNC_URL: nobody, ANALYTICS_URL: nobody };
    const observability = { logger: silentLogger, metrics: createMetrics('console'), health: new HealthRegistry() };
    const module = await Test.createTestingModule({
      imports: [ObservabilityModule.forRoot(observability)],
      controllers: [OverviewController],
      providers: [{ provide: OverviewService, useValue: new OverviewService(addresses) }],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await serveWebPage(app, root);
    close = orderlyClose(app);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await close();
    await rm(root, { recursive: true });
  });

  it('serves the page and its files, the page to be asked for each time', async () => {
    const [page, script] = [await fetch(`${url}/`), await fetch(`${url}/assets/index-1a2b.js`)];
    expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  });

  it.each(pages)('serves $title at $path', async ({ path, title }) => {
    expect(await (await fetch(`${url}${path}`)).text()).toContain(`<title>${title}</title>`);
  });

  it.each(['/', '/outcomes', '/v1/overview', '/v1/events', '/health/live', '/no-such-page'])(
    'keeps other sites out of %s',
    async (path) => {
      const leaving = new AbortController();
      const { headers } = await fetch(`${url}${path}`, { signal: leaving.signal });
      leaving.abort();
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    },
  );

  it.each(['/../package.json', '/%2e%2e/package.json', '/.env', '/assets/'])('serves nothing at %s', async (path) => {
    expect((await app.inject(path)).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('answers an overview when every service is away', async () => {
    const answer = overview.parse(await (await fetch(`${url}/v1/overview`)).json());
    const away = { state: 'away', reason: 'unreachable' };
    expect(answer).toMatchObject({ feed: null, mapping: away, delivery: away, outcomes: away });
  });

  it('streams the overview as events, at once and to each viewer', async () => {
    const leaving = new AbortController();
    for (let viewer = 0; viewer < 2; viewer += 1) {
      const response = await fetch(`${url}/v1/events`, { signal: leaving.signal });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      expect(overview.parse(await firstEvent(response))).toMatchObject({ mapping: { state: 'away' } });
    }
    leaving.abort();
  });

  it('refuses a stream to one viewer too many, and takes the next when one has gone', async () => {
    const leaving = Array.from({ length: mostViewers }, () => new AbortController());
    const statusOf = async (viewer?: AbortController): Promise<number> =>
      (await fetch(`${url}/v1/events`, viewer === undefined ? {} : { signal: viewer.signal })).status;
    for (const viewer of leaving) expect(await statusOf(viewer)).toBe(200);
    expect(await statusOf()).toBe(503);
    leaving.pop()?.abort();
    const next = new AbortController();
    await until('a place among the viewers', async () => (await statusOf(next)) === 200);
    for (const viewer of [...leaving, next]) viewer.abort();
  });

  it('ends the streams when it stops', async () => {
    const response = await until('a stream', () => fetch(`${url}/v1/events`), { accept: ({ ok }) => ok });
    await close();
    expect(await response.text()).toContain('"mapping"');
  });
});

async function firstEvent(response: Response): Promise<unknown> {
  let text = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (data !== undefined && text.endsWith('\n\n')) return JSON.parse(data);
  }
  throw new Error('The stream ended before the first event.');
}
