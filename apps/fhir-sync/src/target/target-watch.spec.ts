import { silentLogger } from '@ilium/observability';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';

import { TargetWatch } from './target-watch.js';

const refused: Fault = { remedy: 'retry', scope: 'target', name: 'ECONNREFUSED' };
const failed: Fault = { remedy: 'retry', scope: 'request', name: 'http-500', status: 500 };

let now = 0;
let isUp = true;
let probes = 0;
let wanted: number | undefined;
let watch: TargetWatch;

const target = {
  async probe(): Promise<void> {
    probes += 1;
    if (!isUp) throw new TargetFault(wanted === undefined ? refused : { ...refused, retryAfterMs: wanted });
  },
};

beforeEach(async () => {
  [now, isUp, probes, wanted] = [0, true, 0, undefined];
  watch = new TargetWatch(target, { patience: 3, firstMs: 100, longestMs: 1_000 }, silentLogger, 'fhir', () => now);
  await watch.probe();
  watch.succeeded();
  probes = 0;
});

describe('watch over the target', () => {
  it('a request that fails while the target answers is the request’s own fault', async () => {
    await expect(watch.failed(failed)).resolves.toBe(true);
    expect(watch.gate().state).toBe('closed');
  });

  it('a request that fails while the target does not answer is not: nothing more is sent', async () => {
    isUp = false;
    await expect(watch.failed(failed)).resolves.toBe(false);
    expect(watch.gate().state).toBe('open');
    expect(watch.status()).toEqual({ reachable: false, lastError: 'http-500' });
  });

  it('requests that fail together ask the target once', async () => {
    await Promise.all([watch.failed(failed), watch.failed(failed), watch.failed(failed)]);
    expect(probes).toBe(1);
  });

  it('a fault that is the target’s own needs no question', async () => {
    await expect(watch.failed(refused)).resolves.toBe(false);
    expect(probes).toBe(0);
    expect(watch.status()).toEqual({ reachable: false, lastError: 'ECONNREFUSED' });
  });

  it('asks a target that has been silent while there was nothing to send, so that an outage shows', async () => {
    now = 9_000;
    await watch.idle();
    expect(probes).toBe(0);
    isUp = false;
    now = 11_000;
    await watch.idle();
    expect(watch.status()).toEqual({ reachable: false, lastError: 'ECONNREFUSED' });
  });

  it('tells when the target is back', async () => {
    isUp = false;
    await watch.failed(failed);
    isUp = true;
    now = 1_000;
    await watch.probe();
    expect(watch.gate().state).toBe('trial');
    watch.succeeded();
    expect(watch.status()).toEqual({ reachable: true, lastError: null });
  });

  it('says what to do about a fault, and that we are not let in until a request is answered', async () => {
    const shut: Fault = { remedy: 'retry', scope: 'target', name: 'http-401', status: 401, advice: 'See the token.' };
    await watch.failed(shut);
    now = 200;
    await watch.probe();
    expect(watch.status()).toEqual({ reachable: true, lastError: 'http-401', advice: 'See the token.' });
    watch.succeeded();
    expect(watch.status()).toEqual({ reachable: true, lastError: null });
  });

  it('a target that can not be asked for a while is asked after it', async () => {
    isUp = false;
    wanted = 5_000;
    await watch.failed(refused);
    now = 200;
    await watch.probe();
    expect(watch.gate()).toEqual({ state: 'open', probeInMs: 5_000 });
  });
});
