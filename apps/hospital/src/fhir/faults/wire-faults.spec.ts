import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fhirClient } from '../../testing/fhir-client.js';
import { openFhirBed, type FhirBed } from '../../testing/fhir-bed.js';
import { entry, patient, procedure } from '../fhir-server.samples.js';
import type { WrittenPlan } from './fault-plan.js';

let bed: FhirBed;
let client: ReturnType<typeof fhirClient>;
beforeEach(async () => {
  bed = await openFhirBed();
  client = fhirClient(bed.base);
});
afterEach(() => bed.close());

/** Each request meets the fault. */
function meet(fault: WrittenPlan['rules'][number]['fault']): void {
  bed.follow({ rules: [{ fault }] });
}

const isStored = () => bed.store.get('Patient', 'p1') !== undefined;
const pair = [entry('PUT', 'Patient/p1', patient), entry('PUT', 'Procedure/x1', procedure)];

describe('a connection that is cut', () => {
  it('before the work leaves nothing done', async () => {
    meet({ kind: 'reset' });
    await expect(client.put(patient)).rejects.toThrow('fetch failed');
    expect(isStored()).toBe(false);
  });

  it('after the work leaves it done', async () => {
    meet({ kind: 'reset', when: 'after' });
    await expect(client.put(patient)).rejects.toThrow('fetch failed');
    expect(isStored()).toBe(true);
  });

  it('in the middle of the answer leaves the work done and half of the body', async () => {
    meet({ kind: 'truncated' });
    const response = await fetch(`${bed.base}/Patient/p1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(patient),
    });
    expect(response.status).toBe(201);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100);
    await expect(response.text()).rejects.toThrow('terminated');
    expect(isStored()).toBe(true);
  });

  it('in the middle of an answer without a body is one too', async () => {
    meet({ kind: 'truncated' });
    await expect(client.put(patient, { prefer: 'return=minimal' })).rejects.toThrow('terminated');
    expect(isStored()).toBe(true);
  });
});

describe('an error status', () => {
  it.each([
    [400, 'invalid'],
    [401, 'login'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [408, 'transient'],
    [409, 'conflict'],
    [412, 'conflict'],
    [413, 'too-long'],
    [422, 'business-rule'],
    [425, 'transient'],
    [429, 'throttled'],
    [500, 'exception'],
    [503, 'transient'],
  ])('%i comes with an OperationOutcome (%s), and nothing is done', async (status, code) => {
    meet({ kind: 'status', status });
    const refused = await client.put(patient);
    expect(refused.status).toBe(status);
    expect(refused.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code }] });
    expect(refused.headers.has('retry-after')).toBe(false);
    expect(isStored()).toBe(false);
  });

  it.each([502, 504])('%i comes with the HTML page of a gateway', async (status) => {
    meet({ kind: 'status', status });
    const refused = await client.put(patient);
    expect(refused.status).toBe(status);
    expect(refused.headers.get('content-type')).toMatch('text/html');
    expect(refused.text).toMatch(/^<html>/);
    expect(isStored()).toBe(false);
  });

  it('504 may come although the work is done', async () => {
    meet({ kind: 'status', status: 504, applied: true });
    expect((await client.put(patient)).status).toBe(504);
    expect(isStored()).toBe(true);
  });

  it.each([429, 503])('%i says in seconds when to come again', async (status) => {
    meet({ kind: 'status', status, retryAfterSeconds: 7 });
    expect((await client.put(patient)).headers.get('retry-after')).toBe('7');
  });

  it.each([429, 503])('%i says by an HTTP date when to come again', async (status) => {
    meet({ kind: 'status', status, retryAfterSeconds: 120, retryAfterAs: 'date' });
    const text = (await client.put(patient)).headers.get('retry-after') ?? '';
    expect(text).toMatch(/^[A-Z][a-z]{2}, \d\d .* GMT$/);
    expect(Math.abs(Date.parse(text) - Date.now() - 120_000)).toBeLessThan(60_000);
  });

  it('may come without a body', async () => {
    meet({ kind: 'status', status: 500, body: 'empty' });
    expect(await client.put(patient)).toMatchObject({ status: 500, text: '' });
  });
});

describe('an access token that has expired', () => {
  it('is refused until told otherwise', async () => {
    meet({ kind: 'token-expiry' });
    for (const id of ['p1', 'p2']) {
      const refused = await client.put({ ...patient, id });
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="fhir", error="invalid_token"');
      expect(refused.json.issue?.[0]?.code).toBe('expired');
    }
    bed.follow({ rules: [] });
    expect((await client.put(patient)).status).toBe(201);
  });

  it('is refused so many times', async () => {
    bed.follow({ rules: [{ times: 1, fault: { kind: 'token-expiry', realm: 'chart' } }] });
    expect((await client.put(patient)).headers.get('www-authenticate')).toContain('realm="chart"');
    expect((await client.put(patient)).status).toBe(201);
  });
});

describe('an answer of the wrong media type', () => {
  it.each(['text/html', 'text/plain'] as const)('%s may hold the right body', async (contentType) => {
    meet({ kind: 'content-type', contentType });
    const answered = await client.put(patient);
    expect(answered.status).toBe(201);
    expect(answered.headers.get('content-type')).toMatch(contentType);
    expect(JSON.parse(answered.text)).toMatchObject(patient);
    expect(isStored()).toBe(true);
  });

  it.each([
    ['text/html', true, /^<html>/],
    ['text/html', false, /^<html>/],
    ['text/plain', true, /^Please/],
    ['text/plain', false, /^Please/],
  ] as const)('%s may be a 200 with something else; done: %s', async (contentType, applied, text) => {
    meet({ kind: 'content-type', contentType, body: 'wrong', applied });
    const answered = await client.put(patient);
    expect(answered.status).toBe(200);
    expect(answered.headers.get('content-type')).toMatch(contentType);
    expect(answered.text).toMatch(text);
    expect(isStored()).toBe(applied);
  });
});

describe('a slow server', () => {
  it('lets its answer drip', async () => {
    meet({ kind: 'drip', overMs: 150 });
    const start = performance.now();
    const response = await fetch(`${bed.base}/metadata`);
    let pieces = 0;
    let length = 0;
    for await (const piece of response.body ?? []) {
      pieces += 1;
      length += piece.length;
    }
    expect(pieces).toBeGreaterThan(5);
    expect(length).toBe(Number(response.headers.get('content-length')));
    expect(performance.now() - start).toBeGreaterThan(100);
  });

  it('is late, and may fail as well', async () => {
    bed.follow({
      rules: [{ fault: { kind: 'latency', ms: 40, jitterMs: 10 } }, { fault: { kind: 'status', status: 500 } }],
    });
    const start = performance.now();
    expect((await client.put(patient)).status).toBe(500);
    expect(performance.now() - start).toBeGreaterThanOrEqual(39);
  });
});

describe('a bundle limit', () => {
  it.each([
    [413, 'too-long'],
    [400, 'too-costly'],
  ] as const)('is told by %i (%s), and smaller bundles are taken', async (status, code) => {
    meet({ kind: 'bundle-limit', entries: 1, status });
    const refused = await client.bundle('transaction', ...pair);
    expect(refused.status).toBe(status);
    expect(refused.json.issue?.[0]?.code).toBe(code);
    expect(isStored()).toBe(false);
    expect((await client.bundle('transaction', ...pair.slice(0, 1))).status).toBe(200);
    expect(bed.faults.rules).toMatchObject([{ seen: 1, used: 1 }]);
  });
});
