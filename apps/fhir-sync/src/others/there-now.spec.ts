import { describe, expect, it } from '@jest/globals';
import { ThereNow, type Known } from './there-now.js';

const place = 'Procedure/p1';
const ours = { resourceType: 'Procedure', status: 'completed' };

/** Versions of a record on a server, the last one being there now. */
async function merged(versions: readonly object[], known: Partial<Known>) {
  const all = versions.map((fields) => ({ resourceType: 'Procedure', ...fields }));
  const read = async (urls: readonly string[]) =>
    urls.map((url) => {
      const number = Number(url.split('/_history/')[1] ?? all.length);
      return { status: 200, version: String(number), outcome: undefined, resource: all[number - 1] };
    });
  const record = { key: place, serverVersion: '1', ...known };
  const thereNow = new ThereNow(read, 'theirs-wins');
  await thereNow.look([record], () => place);
  return thereNow.merge(record, JSON.stringify(ours));
}

const [written, stopped, resumed] = [{ status: 'preparation' }, { status: 'stopped' }, { status: 'in-progress' }];

describe('what others changed of ours', () => {
  it('stays, and its version is told', async () => {
    expect(await merged([written, stopped], {})).toEqual({ kind: 'stays', elements: ['status'], version: '2' });
  });

  it('is written over once a person has overruled it', async () => {
    expect(await merged([written, stopped], { overruledVersion: '2' })).toMatchObject({ kind: 'goes' });
    expect(await merged([written, stopped], { overruledVersion: '' })).toMatchObject({ kind: 'goes' });
  });

  it('is judged anew where they changed it since then, but not for what they only added', async () => {
    const added = { ...stopped, note: [{ text: 'theirs' }] };
    expect(await merged([written, stopped, added], { overruledVersion: '2' })).toMatchObject({ kind: 'goes' });
    expect(await merged([written, stopped, resumed], { overruledVersion: '2' })).toMatchObject({
      ...{ kind: 'stays', elements: ['status'], version: '3' },
    });
  });

  it('is nothing where what is there since then is a write of ours that got no answer', async () => {
    expect(await merged([written, stopped, ours], { overruledVersion: '2' })).toMatchObject({ kind: 'goes' });
  });
});
