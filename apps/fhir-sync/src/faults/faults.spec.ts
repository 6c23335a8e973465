import { describe, expect, it } from '@jest/globals';
import { faultOf, faultOfStatus, isOutcomeUnknown } from './faults.js';

const now = Date.parse('2026-11-22T10:00:00Z');

/** As fhir-kit-client throws an answer that is not a success. */
function answered(status: number, data: unknown = {}, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(`HTTP ${status}`), {
    response: { status, data },
    config: { headers: new Headers(headers) },
  });
}

/** As fetch throws when the connection fails. */
function failed(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

describe('faults', () => {
  it.each([
    [302, 'retry', 'target'],
    [400, 'refuse', 'request'],
    [401, 'retry', 'target'],
    [405, 'retry', 'target'],
    [408, 'retry', 'request'],
    [409, 're-read', 'request'],
    [412, 're-read', 'request'],
    [413, 'smaller', 'request'],
    [422, 'refuse', 'request'],
    [425, 'retry', 'request'],
    [429, 'retry', 'target'],
    [500, 'retry', 'request'],
    [501, 'retry', 'target'],
    [502, 'retry', 'request'],
    [503, 'retry', 'target'],
    [504, 'retry', 'request'],
    [599, 'retry', 'request'],
    [999, 'retry', 'request'],
  ])('a status of %i means %s, by the %s', (status, remedy, scope) => {
    expect(faultOf(answered(status), now)).toMatchObject({ remedy, scope, name: `http-${status}`, status });
    expect(faultOfStatus(status)).toMatchObject({ remedy, scope });
  });

  it.each([401, 403, 404, 405, 410])('a status of %i without an OperationOutcome blames no record', (status) => {
    for (const said of [{}, '', '<html>', undefined, { resourceType: 'Bundle' }])
      expect(faultOf(answered(status, said), now)).toMatchObject({ remedy: 'retry', scope: 'target', status });
  });

  it.each([403, 404, 410])('a status of %i with an OperationOutcome, or of one entry, refuses', (status) => {
    const outcome = { resourceType: 'OperationOutcome', issue: [] };
    expect(faultOf(answered(status, outcome), now)).toMatchObject({ remedy: 'refuse', scope: 'request', status });
    expect(faultOfStatus(status)).toMatchObject({ remedy: 'refuse', scope: 'request', status });
  });

  it.each([
    ['ECONNREFUSED', 'target'],
    ['ENOTFOUND', 'target'],
    ['EAI_AGAIN', 'target'],
    ['UND_ERR_CONNECT_TIMEOUT', 'target'],
    ['CERT_HAS_EXPIRED', 'target'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'target'],
    ['ECONNRESET', 'request'],
    ['UND_ERR_SOCKET', 'request'],
  ])('a connection that ends in %s is retried, and the fault lies with the %s', (code, scope) => {
    expect(faultOf(failed(code), now)).toMatchObject({ remedy: 'retry', scope, name: code });
  });

  it('a certificate that no known authority signed comes with what to do about it', () => {
    expect(faultOf(failed('SELF_SIGNED_CERT_IN_CHAIN'), now)?.advice).toContain('FHIR_TLS_CA_FILE');
    expect(faultOf(failed('ECONNREFUSED'), now)).not.toHaveProperty('advice');
  });

  it('a connection that fails without a code is retried', () => {
    expect(faultOf(new TypeError('terminated'), now)).toMatchObject({ remedy: 'retry', name: 'connection-failed' });
  });

  it('a time-out is retried: whether the server applied the request is unknown', () => {
    const error = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    expect(faultOf(error, now)).toEqual({ remedy: 'retry', scope: 'request', name: 'time-out' });
  });

  it('a success whose body can not be read is retried: what it said is unknown', () => {
    expect(faultOf(answered(200, '<html>'), now)).toMatchObject({
      remedy: 'retry',
      scope: 'request',
      name: 'http-200',
    });
  });

  it('what the server said is kept, and how long it wants to be left alone', () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [] };
    expect(faultOf(answered(503, outcome, { 'retry-after': '7' }), now)).toMatchObject({
      retryAfterMs: 7_000,
      answer: outcome,
    });
  });

  it.each([
    ['a gateway that gave up', answered(504), true],
    ['a proxy that lost its server', answered(503), true],
    ['a cut connection', failed('ECONNRESET'), true],
    ['a connection that never came about', failed('ECONNREFUSED'), false],
    ['too many requests', answered(429), false],
    ['a refusal', answered(422), false],
  ])('after %s it is told whether the server may have applied the request', (_what, error, unknown) => {
    const fault = faultOf(error, now);
    expect(fault !== undefined && isOutcomeUnknown(fault)).toBe(unknown);
  });

  it('a defect of ours is no fault', () => {
    expect(faultOf(new TypeError('undefined is not a function'), now)).toBeUndefined();
    expect(faultOf(failed('ERR_INVALID_ARG_TYPE'), now)).toBeUndefined();
    expect(faultOf('text', now)).toBeUndefined();
  });
});
