import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FollowedPatients } from './followed-patients.js';

const patients = ['SYNTHETIC-1', 'SYNTHETIC-2', 'SYNTHETIC-3'].map((value) => ({ system: 'urn:oid:2.999.1', value }));

let mapper: Server;
let asked: (string | undefined)[];

beforeEach(async () => {
  asked = [];
  mapper = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization);
    if (request.headers.authorization !== 'Bearer a-token') response.statusCode = 401;
    const isSecond = request.url?.includes('after=k%202') === true;
    const page = isSecond
      ? { patients: patients.slice(2), after: null }
      : { patients: patients.slice(0, 2), after: 'k 2' };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
  });
  await new Promise<void>((resolve) => mapper.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  mapper.close();
});

async function followed(token?: string) {
  const { port } = mapper.address() as AddressInfo;
  const found = [];
  const asking = new FollowedPatients({ url: `http://127.0.0.1:${port}`, token });
  for await (const one of asking.patientsWithOpenWindows()) found.push(one);
  return found;
}

describe('whose windows are open', () => {
  it('is asked of the mapper, page by page, with its token', async () => {
    expect(await followed('a-token')).toEqual(patients);
    expect(asked).toEqual(['/v1/followed', 'Bearer a-token', '/v1/followed?after=k%202', 'Bearer a-token']);
  });

  it('is not taken for nobody where the mapper refuses', async () => {
    await expect(followed()).rejects.toThrow('401');
  });
});
