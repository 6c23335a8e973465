import { describe, expect, it } from '@jest/globals';
import { readFhirBundle, readOutcomeObservation, maxBundleBytes } from '@ilium/contracts';
import { defaultRules, derive, factsFrom, joinAll, nothingKnown, changes } from '@ilium/clinical';
import { keyedIds } from '../keyed-ids.js';
import type { OwnedChange } from '../store/save-published.js';
import { injection, inVisitOf, nrs, steroid } from '../testing/reports.js';
import { keysToName, toOutgoing, type Named } from './to-outgoing.js';

const ids = keyedIds('a key that is long enough for everybody');

/** The changes that so many injections of one patient make. */
function changesOf(injections: number): OwnedChange[] {
  const events = Array.from({ length: injections }, (_, index) => [
    injection({ patient: 'A', id: `P${index}` }),
    steroid({ patient: 'A', id: `M${index}` }, inVisitOf(`P${index}`)),
    nrs({ patient: 'A', id: `S${index}` }, 5, '2026-03-20'),
  ]).flat();
  const facts = joinAll(
    nothingKnown,
    events.map((event) => factsFrom(event, ids)),
  );
  const outputs = derive(facts, defaultRules, '2026-04-01', ids);
  return changes([], outputs, defaultRules.base).map((change) => ({ change, patientKey: 'patient', scope: '' }));
}

function named(owned: readonly OwnedChange[], outcomesTo: Named['outcomesTo'] = 'month'): Named {
  const revisions = new Map(owned.map(({ change }, index) => [change.key, 1_000 + index]));
  const pseudonyms = new Map([...keysToName(owned)].map((key) => [key, crypto.randomUUID()]));
  return { base: defaultRules.base, revisions, pseudonyms, outcomesTo, site: 'riverside' };
}

describe('what is published', () => {
  it('is cut into bundles that fit the topic, and no record is lost or sent twice', () => {
    const owned = changesOf(400);
    const bundles = toOutgoing(owned, named(owned)).filter(({ topic }) => topic === 'fhir-bundles');
    expect(bundles.length).toBeGreaterThan(1);
    const keys = bundles.flatMap(({ value, headers }) => {
      expect(Buffer.byteLength(value)).toBeLessThanOrEqual(maxBundleBytes);
      const read = readFhirBundle({ value: Buffer.from(value), headers });
      if (!read.ok) throw new Error(read.detail);
      return read.event.records.map(({ key }) => key);
    });
    const expected = owned.filter(({ change }) => change.kind === 'resource').map(({ change }) => change.key);
    expect(keys.sort()).toEqual(expected.sort());
  });

  it('clinical rule 25: carries outcomes under their pseudonyms, with no key of ours and no time finer than a month', () => {
    const owned = changesOf(1);
    const names = named(owned);
    const outcomes = toOutgoing(owned, names).filter(({ topic }) => topic === 'outcome-observations');
    expect(outcomes.length).toBeGreaterThan(0);
    for (const { key, value, headers, timestamp } of outcomes) {
      const read = readOutcomeObservation({ value: Buffer.from(value), headers });
      expect(read).toMatchObject({ ok: true, event: { observation: { key } } });
      for (const internal of names.pseudonyms.keys()) expect(value).not.toContain(internal);
      expect(new Date(timestamp ?? 1).toISOString()).toMatch(/-01T00:00:00.000Z$/);
      expect(value).not.toMatch(/2026-\d\d-\d\d/);
    }
  });

  it('clinical rule 25: carries no time finer than a year where the site publishes by the safe harbor', () => {
    const owned = changesOf(1);
    const outcomes = toOutgoing(owned, named(owned, 'year')).filter(({ topic }) => topic === 'outcome-observations');
    for (const { timestamp } of outcomes)
      expect(new Date(timestamp ?? 1).toISOString()).toMatch(/-01-01T00:00:00.000Z$/);
  });
});
