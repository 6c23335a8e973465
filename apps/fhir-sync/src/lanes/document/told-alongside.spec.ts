import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Claim } from '../../desired/desired-records.repository.js';
import { Lease } from '../../desired/lease.js';
import type { Settlement } from '../../desired/settlement.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import type { Lanes } from '../../reconcile/lane-run.js';
import { claimedRecord, noPatience } from '../../testing/claimed-record.js';
import { MayTell, toldAlongside } from './told-alongside.js';

/** What happened, in its order. */
let done: string[];
let settled: Settlement[];
let logged: number;
/** Keys of records that another instance takes over as soon as the lease is renewed. */
let lost: ReadonlySet<string>;

beforeEach(() => {
  [done, settled, logged, lost] = [[], [], 0, new Set()];
});

const named = (records: readonly ClaimedRecord[]) => records.map(({ key }) => key).join(' ');

/** A lane that sends what it is given in one run. */
const lanes: Lanes = {
  repository: (records) => [{ records, deliver: async () => void done.push(`sent ${named(records)}`) }],
};

/** Of patients by the first letter of the id; those of `failing` can't be made. */
function parts(failing: readonly string[] = []): Parameters<typeof toldAlongside>[1] {
  return {
    maker: {
      followed: async (keys) => [...Map.groupBy(keys, patientOf).values()],
      follow: async (keys) => {
        if (keys.some((key) => failing.includes(patientOf(key)))) throw new Error('The font is gone. Install it.');
        done.push(`told ${keys.join(' ')}`);
      },
    },
    records: {
      settle: async (_lease, settlements) => void settled.push(...settlements),
      renew: async (_lease, keys) => new Set(keys.filter((key) => !lost.has(key))),
    },
    timeoutMs: 1_000,
    count: () => undefined,
    patience: noPatience,
    logger: { error: () => (logged += 1) },
  };
}

function patientOf(key: string): string {
  return key.slice(key.indexOf('/') + 1).slice(0, 1);
}

async function deliver(keys: readonly string[], given = parts(), leaseMs = 60_000): Promise<void> {
  const records = keys.map((key) => claimedRecord(key));
  const claim: Claim = { lease: new Lease('1', leaseMs), records, present: new Map(), identities: new Map() };
  for (const run of toldAlongside(lanes, given).repository?.(records, claim) ?? []) await run.deliver();
}

describe('records of a run that documents tell', () => {
  it('are told patient by patient before they go', async () => {
    await deliver(['Procedure/a1', 'Procedure/b1', 'Observation/a2']);
    expect(done).toEqual([
      'told Procedure/a1 Observation/a2',
      'told Procedure/b1',
      'sent Procedure/a1 Procedure/b1 Observation/a2',
    ]);
  });

  it('wait where the documents of their patient can not be made, and hold those of no other', async () => {
    await deliver(['Procedure/a1', 'Procedure/b1', 'Observation/a2', 'Procedure/c1'], parts(['a']));
    expect(done).toEqual(['told Procedure/b1', 'told Procedure/c1', 'sent Procedure/b1 Procedure/c1']);
    expect(settled).toMatchObject([
      { key: 'Procedure/a1', state: 'waiting', reason: 'document' },
      { key: 'Observation/a2', state: 'waiting', reason: 'document' },
    ]);
    expect(logged).toBe(1);
  });

  it('are left to whoever took them over while the documents of others were made', async () => {
    lost = new Set(['Procedure/b1']);
    // So short that it is renewed for each patient.
    await deliver(['Procedure/a1', 'Procedure/b1', 'Procedure/c1'], parts(), 1_000);
    expect(done).toEqual(['told Procedure/a1', 'told Procedure/c1', 'sent Procedure/a1 Procedure/c1']);
    expect(settled).toEqual([]);
  });
});

describe('a target whose records go into no documents', () => {
  it('is asked now and then whether it has any from before, and not any more when it has', async () => {
    let [now, asked, hasAny] = [0, 0, false];
    const { maker } = parts();
    const ask = async () => {
      asked += 1;
      return hasAny;
    };
    const mayTell = new MayTell({ ...maker, hasAny: ask }, false, () => now);
    const isTold = async () => (await mayTell.followed(['Procedure/a1'])).length > 0;
    expect([await isTold(), await isTold(), asked]).toEqual([false, false, 1]);
    hasAny = true;
    now += 59_999;
    expect([await isTold(), asked]).toEqual([false, 1]);
    now += 1;
    expect([await isTold(), asked]).toEqual([true, 2]);
    now += 60_000;
    expect([await isTold(), asked]).toEqual([true, 2]);
  });
});
