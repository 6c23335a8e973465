import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TargetFault } from '../faults/target-fault.js';
import { TargetBed } from '../testing/target-bed.js';
import { OneByOne } from './one-by-one.js';
import { ServerPlaces } from './server-places.js';

const outcome = JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] });
const page = '<html><body>Not found</body></html>';

let server: Server;
let bed: TargetBed;
interface Said {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}
let said: Said;
/** To the cheap question, and to a search for an id; undefined: as to everything. */
let metadata: Said | undefined;
let byId: Said | undefined;

beforeEach(async () => {
  [metadata, byId] = [undefined, undefined];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const isById = `${request.url}${Buffer.concat(chunks).toString()}`.includes('_id=');
      const special = request.url?.includes('metadata') === true ? metadata : isById ? byId : undefined;
      const { status, type, body } = special ?? said;
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bed = new TargetBed(`http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`, { kind: 'none' });
});

afterEach(async () => {
  await bed.close();
  await new Promise((resolve) => server.close(resolve));
});

async function asked(url: string): Promise<unknown> {
  try {
    const [answer] = await new OneByOne(bed.target).batch([url]);
    return answer?.status;
  } catch (error) {
    if (error instanceof TargetFault) return `${error.fault.scope} ${error.fault.name}`;
    throw error;
  }
}

const search = 'Patient?identifier=urn%3Aoid%3A1.2.3%7C1&_count=2';
const read = 'Procedure/17';
const version = 'Procedure/17/_history/1';
const fhir = 'application/fhir+json; charset=utf-8';

describe('a server that is asked one by one and says that something is not there', () => {
  it.each([
    ['with an OperationOutcome, to a search', { type: fhir, body: outcome }, search, 404],
    ['with an OperationOutcome, to a read', { type: fhir, body: outcome }, read, 404],
    ['with nothing but the content type, to a read', { type: fhir, body: '' }, read, 404],
    ['with nothing but the content type, to a search', { type: fhir, body: '' }, search, 'target http-404'],
    ['as a proxy does, to a search', { type: 'text/html', body: page }, search, 'target http-404'],
    ['as a proxy does, to a read', { type: 'text/html', body: page }, read, 'target http-404'],
    ['with nothing at all, to a read', { body: '' }, read, 'target http-404'],
    ['as a proxy does, to a version', { type: 'text/html', body: page }, version, 404],
  ])('%s', async (_how, answer, url, expected) => {
    said = { status: 404, ...answer };
    expect(await asked(url)).toBe(expected);
    said = { status: 410, ...answer };
    expect(await asked(url)).toBe(typeof expected === 'number' ? 410 : 'target http-410');
  });

  describe('and answers to the cheap question', () => {
    const bundle = (...resources: readonly object[]): Said => {
      const entry = resources.map((resource) => ({ resource }));
      return { status: 200, type: fhir, body: JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry }) };
    };
    const procedure = (id: string) => ({ resourceType: 'Procedure', id });

    it.each([
      ['that it is not there, where a search for its id finds nothing', bundle(), 404],
      ['nothing of it, where the search is not answered either', undefined, 0],
      ['nothing of it, where the server does not know how to search for an id', bundle(procedure('18')), 0],
      ['nothing of it, where the search is refused', { status: 400, type: fhir, body: outcome }, 0],
      ['that it is there, where a search for its id finds it', bundle(procedure('17')), 200],
    ])('says of one record %s', async (_what, search, expected) => {
      said = { status: 404, type: 'text/html', body: page };
      metadata = { status: 200, type: fhir, body: JSON.stringify({ resourceType: 'CapabilityStatement' }) };
      byId = search;
      expect(await asked(read)).toBe(expected);
    });

    it.each([
      [403, read],
      [405, read],
      [404, search],
    ])('stops nothing else by a %i', async (status, url) => {
      said = { status, type: 'text/html', body: page };
      metadata = { status: 200, type: fhir, body: JSON.stringify({ resourceType: 'CapabilityStatement' }) };
      expect(await asked(url)).toBe(status);
    });
  });

  it('is taken for away, and its patients for unknown, while a proxy answers for it', async () => {
    said = { status: 404, type: 'text/html', body: page };
    const patient = { type: 'Patient', system: 'urn:oid:1.2.3', value: '1' };
    const places = new ServerPlaces(new OneByOne(bed.target));
    await expect(places.find([patient])).rejects.toMatchObject({ fault: { scope: 'target', name: 'http-404' } });
    said = { status: 200, type: fhir, body: JSON.stringify({ resourceType: 'Bundle', type: 'searchset' }) };
    expect([...(await places.find([patient])).values()]).toEqual([{ kind: 'missing' }]);
  });
});
