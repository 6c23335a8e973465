import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { procedure } from '../../testing/fhir/records.js';
import { ScriptedEhr } from '../../testing/fhir/scripted-ehr.js';
import { EhrAway, EhrRefused } from './ehr-away.js';
import { ehrFault, faultOfStatus, retryAfterSeconds } from './ehr-fault.js';
import { EhrServer } from './ehr-server.js';
import { readPage } from './page.js';

let ehr: ScriptedEhr;
let other: ScriptedEhr;
let server: EhrServer;
beforeEach(async () => {
  ehr = await new ScriptedEhr().start();
  other = await new ScriptedEhr().start();
  server = new EhrServer({ baseUrl: ehr.base, token: () => 'a-token', timeoutMs: 5_000 });
});
afterEach(async () => {
  await server.close();
  await ehr.stop();
  await other.stop();
});

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

const never = new AbortController().signal;

test('the token goes to the server, and not to where its files lie', async () => {
  ehr.has(procedure('p1'));
  other.has(procedure('p2'));
  expect(await textOf(server.download(`${ehr.base}/export-file/Procedure`, never))).toContain('"p1"');
  expect(await textOf(server.download(`${other.base}/export-file/Procedure`, never))).toContain('"p2"');
  expect([[...ehr.tokens], [...other.tokens]]).toEqual([['Bearer a-token'], [undefined]]);
});

test('a record that is not there is none; a server that is away is told apart', async () => {
  expect(await server.read('Procedure', 'p1')).toBeUndefined();
  ehr.isAway = true;
  await expect(server.read('Procedure', 'p1')).rejects.toThrow(EhrAway);
});

test('a refused export says with which status', async () => {
  ehr.isAway = false;
  await expect(server.exportState(`${ehr.base}/nothing/here`)).rejects.toMatchObject({
    name: 'EhrRefused',
    status: 404,
  });
});

describe('a page', () => {
  const page = (url: string) => ({ resourceType: 'Bundle', link: [{ relation: 'next', url }] });

  test('leads to the next one of the same server only', () => {
    expect(readPage(page('https://ehr.example/fhir?page=2'), 'https://ehr.example/fhir').next).toBe(
      'https://ehr.example/fhir?page=2',
    );
    expect(readPage(page('Procedure?page=2'), 'https://ehr.example/fhir').next).toBe(
      'https://ehr.example/fhir/Procedure?page=2',
    );
    expect(() => readPage(page('https://elsewhere.example/fhir?page=2'), 'https://ehr.example/fhir')).toThrow(EhrAway);
  });

  test('tells what was looked for from what came along', () => {
    const entry = [
      { resource: procedure('p1') },
      { resource: { resourceType: 'Patient' }, search: { mode: 'include' } },
      { resource: 'nothing' },
    ];
    expect(readPage({ resourceType: 'Bundle', entry }, 'https://ehr.example')).toMatchObject({
      matches: [{ id: 'p1' }],
      alongside: [{ resourceType: 'Patient' }],
    });
  });

  test('that is none is a server that is not itself', () => {
    expect(() => readPage({ resourceType: 'OperationOutcome' }, 'https://ehr.example')).toThrow(EhrAway);
  });
});

describe('what went wrong', () => {
  const now = Date.parse('2026-04-01T12:00:00Z');

  test.each([500, 502, 503, 429, 401, 408, 301])('%i: later', (status) => {
    expect(faultOfStatus(status, null, now)).toBeInstanceOf(EhrAway);
  });

  test.each([400, 403, 404, 410, 422])('%i: not at all', (status) => {
    expect(faultOfStatus(status, null, now)).toBeInstanceOf(EhrRefused);
  });

  test.each([
    ['120', 120],
    ['Wed, 01 Apr 2026 12:00:30 GMT', 30],
    ['999999', 3_600],
    ['Wed, 01 Apr 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('Retry-After %s is %p seconds', (header, expected) => {
    expect(retryAfterSeconds(header, now)).toBe(expected);
  });

  test('a network that fails is a server that is away, and a defect stays one', () => {
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) });
    expect(ehrFault(refused, now)).toMatchObject({ name: 'EhrAway', fault: 'ECONNREFUSED' });
    expect(ehrFault(new DOMException('x', 'TimeoutError'), now)).toMatchObject({ fault: 'time-out' });
    const defect = new TypeError('x is not a function');
    expect(ehrFault(defect, now)).toBe(defect);
  });
});
