import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../rules.js';
import { leftInjection, nrs, ofProcedure, ofVisit, steroid } from '../testing/contents.js';
import { known } from '../testing/derived.js';
import { administration, patient, procedure, score } from '../testing/events.js';
import { plainIds } from '../testing/plain-ids.js';
import { derive } from './derive.js';
import { traceSession } from './session-trace.js';

const asOf = '2026-08-01';
const later = { ...leftInjection, ...ofVisit('V2'), performed: '2026-06-12T10:05:00-04:00', performedEnd: null };

/** Two injections of one patient, one of another. The score S2 is at three months of the first, and the baseline of the second. */
const events = [
  procedure({ id: 'PRC1' }, leftInjection),
  administration({ id: 'MED1' }, { ...steroid, ...ofProcedure('PRC1') }),
  score({ id: 'S0' }, nrs(8, '2026-03-11')),
  score({ id: 'S1' }, nrs(3, '2026-03-26')),
  procedure({ id: 'PRC2' }, later),
  administration({ id: 'MED2' }, { ...steroid, start: null, ...ofVisit('V2'), ...ofProcedure('PRC2') }),
  score({ id: 'S2' }, nrs(7, '2026-06-10')),
  score({ id: 'S3' }, nrs(2, '2026-06-26')),
  procedure({ id: 'PRC3', patient: 'B' }, { ...leftInjection, ...ofVisit('V3') }),
];
const facts = known(events);
const outputs = derive(facts, defaultRules, asOf, plainIds);
const sessions = [...new Set(outputs.flatMap(({ outcomes }) => outcomes.map((one) => one.observation.session)))];
const trace = (key: string, from = facts) => traceSession(key, from, defaultRules, asOf, plainIds);

/** The source's identifiers of the facts behind it. */
const told = (key: string) =>
  trace(key)
    ?.facts.map((fact) => facts.facts.get(fact)?.origin.identifier?.value)
    .toSorted();

describe('the way back from a session', () => {
  test('leads to its own acts, drugs and scores, and to nobody else', () => {
    expect(sessions.map(told).toSorted()).toEqual([
      ['MED1', 'PRC1', 'S0', 'S1', 'S2'],
      ['MED2', 'PRC2', 'S2', 'S3'],
      ['PRC3'],
    ]);
  });

  test('leads to its records as they are derived, each session to its own', () => {
    const records = new Map(outputs.flatMap(({ resources }) => resources.map((one) => [one.key, one.digest] as const)));
    const traced = sessions.flatMap((key) => trace(key)?.resources ?? []);
    expect(new Set(traced.map(({ key }) => key))).toEqual(new Set(records.keys()));
    for (const { key, digest } of traced) expect(records.get(key)).toBe(digest);
  });

  test('begins at any of its outcomes as well', () => {
    const outcomes = outputs.flatMap((person) => person.outcomes);
    for (const { key, observation } of outcomes) expect(trace(key)?.session).toBe(observation.session);
    expect(sessions.flatMap((key) => trace(key)?.outcomes ?? [])).toHaveLength(outcomes.length);
  });

  test('ends where nothing follows any more, and at who is hidden', () => {
    expect(trace('nothing')).toBeUndefined();
    const hidden = known([...events, patient({ id: 'A' }, { flags: ['opt-out'] })]);
    expect(sessions.map((key) => trace(key, hidden)?.session !== undefined).filter(Boolean)).toHaveLength(1);
  });
});
