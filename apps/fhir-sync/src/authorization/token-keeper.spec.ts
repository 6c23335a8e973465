import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import { TokenKeeper, type AccessToken } from './token-keeper.js';

const away: Fault = { remedy: 'retry', scope: 'target', name: 'token-ECONNREFUSED' };
const no: Fault = { remedy: 'retry', scope: 'target', name: 'token-invalid-client', advice: 'See the client.' };

let now = 0;
let fault: Fault | undefined;
/** Answers that were asked for and are still out. */
let asked: (() => void)[] = [];
let requests = 0;
let keeper: TokenKeeper;

const source = {
  async request(): Promise<AccessToken> {
    requests += 1;
    const value = `token-${requests}`;
    await new Promise<void>((resolve) => asked.push(resolve));
    if (fault !== undefined) throw new TargetFault(fault);
    return { value, lifeMs: 100_000 };
  },
  close: () => Promise.resolve(),
};

function answerAll(): void {
  for (const answer of asked.splice(0)) answer();
}

async function headers(): Promise<string | undefined> {
  const wanted = keeper.headers();
  answerAll();
  return (await wanted)['authorization'];
}

async function failure(): Promise<Fault> {
  try {
    await headers();
  } catch (error) {
    if (error instanceof TargetFault) return error.fault;
  }
  throw new Error('There was a token.');
}

beforeEach(() => {
  [now, fault, asked, requests] = [0, undefined, [], 0];
  const patience = { away: { firstMs: 100, longestMs: 100 }, refused: { firstMs: 10_000, longestMs: 10_000 } };
  keeper = new TokenKeeper(source, patience, 'See the token.', () => now);
});

describe('the keeper of a token', () => {
  it('gives the same token until it is time for another', async () => {
    expect(await headers()).toBe('Bearer token-1');
    now = 69_000;
    expect(await headers()).toBe('Bearer token-1');
    expect(requests).toBe(1);
  });

  it('nobody waits for the next token while the old one is good', async () => {
    await headers();
    now = 70_000;
    const [first, second] = await Promise.all([keeper.headers(), keeper.headers()]);
    expect([first, second]).toEqual([{ authorization: 'Bearer token-1' }, { authorization: 'Bearer token-1' }]);
    expect(requests).toBe(2);
    answerAll();
    await new Promise(setImmediate);
    expect(await headers()).toBe('Bearer token-2');
  });

  it('a renewal that fails costs nothing while the old token is good, and is tried again after a while', async () => {
    await headers();
    [now, fault] = [70_000, away];
    expect(await headers()).toBe('Bearer token-1');
    await new Promise(setImmediate);
    now = 70_010;
    expect(await headers()).toBe('Bearer token-1');
    expect(requests).toBe(2);
    now = 70_200;
    expect(await headers()).toBe('Bearer token-1');
    expect(requests).toBe(3);
    await new Promise(setImmediate);
    now = 95_000;
    expect(await failure()).toMatchObject({ name: away.name });
  });

  it('a token that was turned away is not given again; one that came meanwhile is', async () => {
    const first = keeper.headers();
    answerAll();
    const turnedAway = await first;
    expect(keeper.rejected(turnedAway)).toBe(true);
    expect(await headers()).toBe('Bearer token-2');
    expect(keeper.rejected(turnedAway)).toBe(true);
    expect(await headers()).toBe('Bearer token-2');
  });

  it('a server that is away is asked again soon, one that said no after longer', async () => {
    fault = away;
    expect((await failure()).retryAfterMs).toBeLessThanOrEqual(100);
    [now, fault] = [200, no];
    expect((await failure()).retryAfterMs).toBeGreaterThanOrEqual(5_000);
    expect(requests).toBe(2);
    now = 1_000;
    expect(await failure()).toMatchObject({ name: no.name, advice: 'See the client.' });
    expect(requests).toBe(2);
    [now, fault] = [20_000, undefined];
    expect(await headers()).toBe('Bearer token-3');
  });

  it('a defect of ours is no fault of anybody', async () => {
    const broken = { ...source, request: () => Promise.reject(new TypeError('undefined is not a function')) };
    const patience = { firstMs: 1, longestMs: 1 };
    const other = new TokenKeeper(broken, { away: patience, refused: patience }, '');
    await expect(other.headers()).rejects.toThrow(TypeError);
  });
});
