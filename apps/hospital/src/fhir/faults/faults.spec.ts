import { describe, expect, it } from '@jest/globals';
import type { FhirRequest } from '../exchange.js';
import { entry, patient, procedure } from '../fhir-server.samples.js';
import { faultPlan, type WrittenPlan } from './fault-plan.js';
import { Faults } from './faults.js';
import { singleFault } from './single-fault.js';

function request(method: string, path: string, body?: unknown): FhirRequest {
  return { method, path, query: new URLSearchParams(), body, base: 'http://hospital.example/fhir' };
}
const bundleOf = (type: string, ...entries: readonly object[]) => ({ resourceType: 'Bundle', type, entry: entries });

const requests = {
  read: request('GET', 'Procedure/x1'),
  vread: request('GET', 'Procedure/x1/_history/1'),
  history: request('GET', 'Procedure/x1/_history'),
  search: request('GET', 'Patient'),
  create: request('POST', 'Procedure', procedure),
  update: request('PUT', 'Patient/p1', patient),
  delete: request('DELETE', 'Patient/p1'),
  capabilities: request('GET', 'metadata'),
  transaction: request('POST', '', bundleOf('transaction', entry('PUT', 'Procedure/x1', procedure))),
  batch: request('POST', '', bundleOf('batch', entry('GET', 'Patient/p1'))),
  broken: request('POST', '', bundleOf('transaction', { request: 1 })),
  unknown: request('PATCH', 'Shoe/1'),
};

function following(...rules: WrittenPlan['rules']): Faults {
  const faults = new Faults();
  faults.follow(faultPlan.parse({ rules }));
  return faults;
}
const fails = { kind: 'status', status: 500 } as const;
const kinds = (faults: Faults, times: number, asked = requests.update) =>
  Array.from({ length: times }, () => faults.meet(asked).wire.kind);

describe('a rule', () => {
  it.each([
    [{}, Object.keys(requests)],
    [{ method: 'PUT' as const }, ['update']],
    [{ method: ['PUT' as const, 'DELETE' as const] }, ['update', 'delete']],
    [{ path: '^Procedure/' }, ['read', 'vread', 'history']],
    [{ interaction: 'read' as const }, ['read']],
    [{ interaction: 'search' as const }, ['search']],
    [{ interaction: 'history' as const }, ['history']],
    [{ interaction: 'capabilities' as const }, ['capabilities']],
    [{ interaction: ['create' as const, 'update' as const] }, ['create', 'update']],
    [{ interaction: 'transaction' as const }, ['transaction', 'broken']],
    [{ interaction: 'batch' as const }, ['batch']],
    [{ resourceType: 'Procedure' as const }, ['read', 'vread', 'history', 'create', 'transaction']],
    [{ resourceType: 'Patient' as const, method: 'GET' as const }, ['search']],
    [
      { resourceType: ['Patient' as const, 'Procedure' as const], interaction: 'transaction' as const },
      ['transaction'],
    ],
  ])('with %j is about %j', (match, expected) => {
    const met = Object.entries(requests).filter(
      ([, asked]) => following({ match, fault: fails }).meet(asked).wire.kind === 'status',
    );
    expect(met.map(([name]) => name)).toEqual(expected);
  });

  it('lets the first requests pass, and is used up after so many', () => {
    const faults = following({ skip: 2, times: 1, fault: fails });
    expect(kinds(faults, 4)).toEqual(['none', 'none', 'status', 'none']);
    expect(faults.rules).toMatchObject([{ seen: 3, used: 1, isUsedUp: true }]);
  });

  it('makes the same choices with the same seed, and others with another', () => {
    const draws = (seed: number) => kinds(following({ chance: 0.5, seed, fault: fails }), 64);
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
    const hits = draws(1).filter((kind) => kind === 'status').length;
    expect(hits).toBeGreaterThan(16);
    expect(hits).toBeLessThan(48);
  });
});

describe('a plan', () => {
  it('plays the first fault that applies, with all faults of the server before it', () => {
    const faults = following(
      { match: { interaction: 'capabilities' }, fault: { kind: 'none' } },
      { fault: { kind: 'latency', ms: 20 } },
      { fault: { kind: 'latency', ms: 5 } },
      { fault: { kind: 'no-update-create' } },
      { times: 1, fault: { kind: 'reset' } },
      { fault: fails },
    );
    expect(faults.meet(requests.capabilities)).toEqual({ delayMs: 0, wire: { kind: 'none' }, server: [] });
    expect(faults.meet(requests.update)).toMatchObject({ delayMs: 25, wire: { kind: 'reset' } });
    expect(faults.meet(requests.update).wire.kind).toBe('status');
    expect(faults.meet(requests.read).server.map(({ kind }) => kind)).toEqual(['latency', 'latency']);
    expect(faults.rules.map(({ used }) => used)).toEqual([1, 3, 3, 2, 1, 2]);
  });

  it('begins anew when it is set again', () => {
    const faults = following({ times: 1, fault: fails });
    kinds(faults, 2);
    faults.follow(faultPlan.parse({ rules: [{ times: 1, fault: fails }] }));
    expect(faults.rules).toMatchObject([{ seen: 0, used: 0, isUsedUp: false }]);
  });

  it.each([
    [{ rules: [{ fault: { kind: 'sulk' } }] }, 'rules.0.fault.kind'],
    [{ rules: [{ fault: { kind: 'status', status: 200 } }] }, 'rules.0.fault.status'],
    [{ rules: [{ fault: fails, times: 0 }] }, 'rules.0.times'],
    [{ rules: [{ fault: fails, chance: 2 }] }, 'rules.0.chance'],
    [{ rules: [{ fault: fails, match: { path: '(' } }] }, 'rules.0.match.path'],
    [{ rules: [{ fault: fails, match: { interaction: 'gossip' } }] }, 'rules.0.match.interaction'],
    [{ rules: [{ fault: fails, match: { resourceType: 'Shoe' } }] }, 'rules.0.match.resourceType'],
    [{ rules: [{ fault: { kind: 'dropped-elements', paths: ['bodySite'] } }] }, 'rules.0.fault.paths.0'],
    [{ rule: [] }, 'rules'],
  ])('is refused as %j, by the place of what is wrong', (plan, place) => {
    const read = faultPlan.safeParse(plan);
    expect(read.error?.issues.map(({ path }) => path.join('.'))).toContain(place);
  });
});

describe('a single fault', () => {
  it.each([
    [{ mode: 'none' }, 0, 'none'],
    [{ mode: 'down' }, 0, 'reset'],
    [{ mode: 'slow' }, 1_000, 'none'],
    [{ mode: 'error', delayMs: 3 }, 3, 'status'],
    [{ mode: 'lost-answer' }, 0, 'reset'],
  ])('%j is a plan for every request', (fault, delayMs, kind) => {
    const faults = new Faults();
    faults.set(singleFault.parse(fault));
    expect(faults.current).toMatchObject(fault);
    for (const asked of [requests.read, requests.transaction]) {
      expect(faults.meet(asked)).toMatchObject({ delayMs, wire: { kind } });
    }
  });

  it('is none when a plan takes its place or all is well', () => {
    const faults = following({ fault: fails });
    expect(faults.current).toEqual({ mode: 'plan' });
    faults.follow({ rules: [] });
    expect(faults.current).toEqual({ mode: 'none' });
  });
});
