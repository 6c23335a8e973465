import { describe, expect, it } from '@jest/globals';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { fetchedOffset } from './kafkajs.js';

describe('the guards around kafkajs', () => {
  const logger = { debug: () => undefined, warn: () => undefined };
  const queue = () =>
    new RequestQueue({ maxInFlightRequests: 1, requestTimeout: 1_000, enforceRequestTimeout: false, logger });
  const request = (correlationId: number) => ({
    entry: { correlationId, resolve: () => undefined, reject: () => undefined, apiName: '', apiKey: 0, apiVersion: 0 },
    expectResponse: true,
    sendRequest: () => undefined,
  });

  it('an idle connection arms no timer', () => {
    const idle = queue();
    idle.checkPendingRequests();
    expect(idle.throttleCheckTimeoutId).toBeNull();
  });

  it('a request that has to wait, or a throttled connection, is checked upon', () => {
    const busy = queue();
    busy.push(request(1));
    expect(busy.throttleCheckTimeoutId).toBeNull();
    busy.push(request(2));
    expect(busy.throttleCheckTimeoutId).not.toBeNull();
    busy.destroy();
    const throttled = queue();
    throttled.maybeThrottle(1_000);
    throttled.checkPendingRequests();
    expect(throttled.throttleCheckTimeoutId).not.toBeNull();
    throttled.destroy();
  });

  it('where a fetch began is read from the batch, and never guessed', () => {
    const batch = {
      topic: '',
      partition: 0,
      highWatermark: '20',
      messages: [],
      isEmpty: () => false,
      firstOffset: () => '12',
      lastOffset: () => '14',
      offsetLag: () => '',
      offsetLagLow: () => '',
    };
    expect(fetchedOffset({ ...batch, ...{ fetchedOffset: '10' } })).toBe(10n);
    expect(() => fetchedOffset(batch)).toThrow('fetchedOffset');
  });

  it('the version is the one that the patch was made for', async () => {
    const { default: manifest } = await import('kafkajs/package.json', { with: { type: 'json' } });
    expect(manifest.version).toBe('2.2.4');
  });
});
