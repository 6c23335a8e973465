import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ledger, outcomesSummary, readOutcomeObservation, topicName, type OutcomeObservation } from '@ilium/contracts';
import { openProducer, readTopic, type OutgoingRecord } from '@ilium/messaging';
import { until } from '../dev/src/test-environment.js';
import { RunningSystem } from './running-system.js';

/**
 * Two identifiers of one person, reported under different Kafka keys, and so on different partitions, and merged. What
 * follows is published by whichever batch came last, in no order at all; a new consumer reads the topic from its start.
 */

const asOf = '2026-06-30';
let system: RunningSystem;

beforeAll(async () => {
  system = await RunningSystem.prepare({
    courses: 0,
    asOf,
    feedStart: 'manual',
  });
  await system.start('mapper');
}, 120_000);

afterAll(() => system.close(), 120_000);

const mrn = (value: string) => ({ system: 'urn:ilium:test:mrn', value });
const feed = { site: 'riverside', application: 'EHR', family: 'events' };
let count = 0;

function record(key: string, kind: string, data: object): OutgoingRecord {
  count += 1;
  const id = `pair-${count}`;
  const event = { specversion: '1.0', id, source: 'test/pair', type: `ilium.${kind}.v1`, data };
  return { key, value: JSON.stringify(event) };
}

function report(key: string, kind: string, id: string, content: object): OutgoingRecord {
  const identifier = { system: `urn:ilium:test:${kind}`, value: id };
  return record(key, `${kind}.reported`, { feed, patient: mrn(key), identifier, version: {}, report: content });
}

/** An injection with a steroid for the one identifier, scores for the other, for so many pairs of identifiers. */
function story(pairs: number): OutgoingRecord[] {
  return Array.from({ length: pairs }, (_, pair) => {
    const [old, kept] = [`OLD${pair}`, `KEPT${pair}`];
    const visit = { system: 'urn:ilium:test:visit', value: `V${pair}` };
    const nrs = { measure: { code: '72514-3' } };
    return [
      report(kept, 'score', `B${pair}`, { ...nrs, value: 8, effective: '2026-03-01' }),
      report(old, 'procedure', `P${pair}`, {
        codes: [{ code: '27096' }],
        modifiers: ['RT'],
        status: 'completed',
        performed: '2026-03-02T09:00:00-05:00',
        visit,
      }),
      report(old, 'administration', `M${pair}`, {
        medication: [{ code: '10759' }],
        route: { code: '12130007' },
        status: 'completed',
        visit,
      }),
      report(kept, 'score', `F${pair}`, { ...nrs, value: 3, effective: '2026-03-16' }),
      record(old, 'patient.linked', { feed, survivor: mrn(kept), merged: mrn(old), version: {} }),
      report(old, 'score', `G${pair}`, { ...nrs, value: 2, effective: '2026-04-10' }),
    ];
  }).flat();
}

const pairs = 24;

describe('merged pairs on two partitions', () => {
  it('end as one person for a consumer that reads the topic from the start', async () => {
    const producer = await openProducer({ brokers: system.brokers });
    // One send each, and the mapper works on several partitions at once: the pairs' batches race.
    for (const one of story(pairs))
      await producer.send(topicName(system.around.topicPrefix, 'procedure-events'), [one]);
    await producer.close();
    await until('the mapper to have decided and published everything', async () => {
      const { topics, outboxPending } = ledger.parse(await system.read('mapper', '/v1/ledger'));
      return topics.reduce((sum, { done }) => sum + done, 0) === pairs * 6 && outboxPending === 0;
    });
    const newest = await newestByKey();
    const live = [...newest.values()].filter(isLiveScore);
    // Four windows have opened for NRS and for ODI, the last is still open; two of NRS were answered.
    expect(countByStatus(live)).toEqual({ observed: 2 * pairs, missing: 4 * pairs, open: 2 * pairs });
    await system.start('analytics');
    await until(
      'the new consumer to hold the same',
      async () => outcomesSummary.parse(await system.read('analytics', '/v1/outcomes/summary')).byStatus,
      { accept: (byStatus) => JSON.stringify(sorted(byStatus)) === JSON.stringify(sorted(countByStatus(live))) },
    );
  }, 120_000);
});

async function newestByKey(): Promise<ReadonlyMap<string, OutcomeObservation>> {
  const newest = new Map<string, OutcomeObservation>();
  await readTopic(
    { brokers: system.brokers },
    topicName(system.around.topicPrefix, 'outcome-observations'),
    (found) => {
      const headers = Object.fromEntries(Object.entries(found.headers).map(([name, value]) => [name, String(value)]));
      const read = readOutcomeObservation({ value: found.value, headers });
      if (!read.ok) throw new Error(read.detail);
      const { observation } = read.event;
      const before = newest.get(observation.key);
      if (before === undefined || before.revision < observation.revision) newest.set(observation.key, observation);
    },
  );
  return newest;
}

/** What statistics count; how long relief lasted is told besides. */
function isLiveScore({ kind = 'score', status }: OutcomeObservation): boolean {
  return kind === 'score' && status !== 'entered-in-error';
}

function countByStatus(observations: readonly OutcomeObservation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of observations) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function sorted(counts: Partial<Record<string, number>>): [string, number][] {
  return Object.entries(counts)
    .flatMap(([name, value]) => (value ? [[name, value] as [string, number]] : []))
    .sort();
}
