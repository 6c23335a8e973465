import { describe, expect, it } from '@jest/globals';
import { TargetFault } from '../faults/target-fault.js';
import type { EntryAnswer } from './bundle.js';
import { ExpiringCache } from './expiring-cache.js';

import { identifierSearch } from './identifier-search.js';
import { ServerPlaces, placeSettings } from './server-places.js';

const patient = (value: string) => ({ type: 'Patient', system: 'urn:mrn', value });
const name = (value: string) => `Patient?urn:mrn|${value}`;

function searchset(...entries: { id: string; value: string; mode?: string; birthDate?: string }[]): EntryAnswer {
  const entry = entries.map(({ id, value, mode = 'match', ...said }) => ({
    search: { mode },
    resource: { resourceType: 'Patient', id, identifier: [{ system: 'urn:mrn', value }], ...said },
  }));
  return { status: 200, version: null, outcome: undefined, resource: { resourceType: 'Bundle', entry } };
}

/** A server that knows patients by the value of their identifier; counts what it is asked. */
function server(answers: Record<string, EntryAnswer>) {
  const asked: string[] = [];
  const batch = async (urls: readonly string[]): Promise<EntryAnswer[]> => {
    asked.push(...urls);
    return urls.map((url) => answers[/%7C(.*)&/.exec(url)?.[1] ?? ''] ?? searchset());
  };
  return { asked, places: new ServerPlaces({ batch }, { ...placeSettings, missingForMs: 0 }) };
}

describe('places on the server', () => {
  it('one match is found, with who it is, none is missing, two are ambiguous', async () => {
    const { places } = server({
      1: searchset({ id: '17', value: '1', birthDate: '1961-07-04' }),
      3: searchset({ id: '18', value: '3' }, { id: '19', value: '3' }),
    });
    const found = await places.find([patient('1'), patient('2'), patient('3')]);
    expect(found.get(name('1'))).toEqual({
      kind: 'found',
      reference: 'Patient/17',
      identity: { birthDate: '1961-07-04', families: [] },
    });
    expect(found.get(name('2'))).toEqual({ kind: 'missing' });
    expect(found.get(name('3'))).toEqual({ kind: 'ambiguous' });
  });

  it('a record with another identifier, or one that only comes along, is not a match', async () => {
    const { places } = server({ 1: searchset({ id: '5', value: 'else' }, { id: '6', value: '1', mode: 'include' }) });
    expect((await places.find([patient('1')])).get(name('1'))).toEqual({ kind: 'missing' });
  });

  it('who was found is remembered, who was missing is asked for again', async () => {
    const { places, asked } = server({ 1: searchset({ id: '17', value: '1' }) });
    await places.find([patient('1'), patient('1'), patient('2')]);
    await places.find([patient('1'), patient('2')]);
    expect(asked).toHaveLength(3);
    places.forget([patient('1')]);
    await places.find([patient('1')]);
    expect(asked).toHaveLength(4);
  });

  it('a search that fails is retried and never refuses the record', async () => {
    const { places } = server({ 1: { status: 400, version: null, outcome: undefined, resource: undefined } });
    await expect(places.find([patient('1')])).rejects.toMatchObject({
      fault: { remedy: 'retry', scope: 'request', name: 'http-400' },
    });
    await expect(places.find([patient('1')])).rejects.toThrow(TargetFault);
  });

  it('separators inside an identifier are escaped', () => {
    const url = identifierSearch({ type: 'Patient', system: 'urn:a|b', value: '1,2$3' });
    expect(new URLSearchParams(url.split('?')[1]).get('identifier')).toBe(String.raw`urn:a\|b|1\,2\$3`);
  });
});

describe('expiring cache', () => {
  it('forgets after a time', () => {
    let now = 0;
    const cache = new ExpiringCache<string>(10, () => now);
    cache.set('a', 'x', 100);
    now = 99;
    expect(cache.get('a')).toBe('x');
    now = 100;
    expect(cache.get('a')).toBeUndefined();
  });

  it('forgets the oldest when it is full', () => {
    const cache = new ExpiringCache<string>(2, () => 0);
    for (const key of ['a', 'b', 'a', 'c']) cache.set(key, key, 100);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['a', undefined, 'c']);
  });
});
