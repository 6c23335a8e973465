import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExportOptions } from './export-options.js';
import { saveExport } from './save-export.js';

describe('an export into a file', () => {
  let folder: string;
  let server: Server;
  let answer: RequestListener;
  const asked: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ilium-export-'));
    server = createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await rm(folder, { recursive: true, force: true });
  });

  function save(changes: Partial<ExportOptions> = {}, stop = new AbortController()): Promise<string> {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const usual = { out: join(folder, 'facts.csv'), format: 'csv', isForced: false, url: undefined, selection: {} };
    const output = { write: () => true };
    const options: ExportOptions = { ...usual, format: 'csv', ...changes };
    return saveExport(options, { url: `http://127.0.0.1:${port}`, token: 'secret', output, signal: stop.signal });
  }

  it('is there when it is complete, with what was asked for', async () => {
    answer = (_, response) => response.end('key,revision\r\n1,2\r\n3,4\r\n');
    expect(await save({ selection: { procedureType: 'facet-rfa' } })).toBe('2 rows, 0.0 MB');
    expect(asked.at(-1)).toBe('/v1/exports/facts.csv?procedureType=facet-rfa Bearer secret');
    expect(await readFile(join(folder, 'facts.csv'), 'utf8')).toContain('3,4');
    expect(await readdir(folder)).toEqual(['facts.csv']);
  });

  it('is not there when the connection breaks in the middle', async () => {
    answer = (_, response) => {
      response.write('key,revision\r\n1,2\r\n', () => response.destroy());
    };
    await expect(save()).rejects.toThrow('The connection broke before the end, so that nothing was kept.');
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not there when somebody stops it', async () => {
    const stop = new AbortController();
    answer = (_, response) => {
      response.write('key,revision\r\n', () => stop.abort());
    };
    await expect(save({}, stop)).rejects.toThrow('aborted');
    expect(await readdir(folder)).toEqual([]);
  });

  it('replaces a file only where it is told to', async () => {
    answer = (_, response) => response.end('key\r\n');
    await writeFile(join(folder, 'facts.csv'), 'before');
    await expect(save()).rejects.toThrow('is there already. Choose another name, or replace it by --force.');
    expect(await readFile(join(folder, 'facts.csv'), 'utf8')).toBe('before');
    await save({ isForced: true });
    expect(await readFile(join(folder, 'facts.csv'), 'utf8')).toBe('key\r\n');
  });

  it.each([
    [401, '{}', 'analytics wants a token: set ANALYTICS_TOKEN'],
    [400, '{"detail":"sex: Allowed, once: female"}', 'analytics refused (400): sex: Allowed, once: female'],
    [404, 'a page', 'answers, but not as analytics does (404): correct --url or ANALYTICS_URL.'],
  ])('says what a refusal means: %i', async (status, body, message) => {
    answer = (_, response) => response.writeHead(status).end(body);
    await expect(save()).rejects.toThrow(message);
  });

  it('says where nobody answers', async () => {
    answer = (_, response) => response.destroy();
    await expect(save()).rejects.toThrow('Start it (npm start), or say where it is: --url, or ANALYTICS_URL.');
  });

  it('says why a file can not be written', async () => {
    answer = (_, response) => response.end('key\r\n');
    await expect(save({ out: join(folder, 'none', 'facts.csv') })).rejects.toThrow('There is no such folder: make it');
    await expect(save({ out: folder, isForced: true })).rejects.toThrow('It is a folder: give the name of a file.');
  });
});
