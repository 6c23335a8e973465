import { describe, expect, it } from '@jest/globals';
import { openItems } from './balance.js';
import { ledgerOf, settled } from './snapshot.samples.js';
import type { Snapshot } from './snapshot.js';

const events = 'ilium.procedure-events.v1';

describe('the balance', () => {
  it('has no open items when everything is accounted for', () => {
    expect(openItems(settled)).toEqual([]);
  });

  it('takes duplicates and parked messages for what they are: fates', () => {
    const mapper = ledgerOf('mapper', events, { done: 10, skipped: 2, parked: 1 });
    expect(openItems({ ...settled, ledgers: { ...settled.ledgers, mapper } })).toEqual([]);
  });

  const { records, states, ledgers } = settled;
  const other = {
    keys: 3,
    buckets: [
      { bucket: 1, keys: 1, sum: '6' },
      { bucket: 9, keys: 2, sum: '8' },
    ],
  };
  it.each<[string, Partial<Snapshot>, string[]]>([
    ['a feed under way', { feed: { ...settled.feed, done: false } }, ['hospital: 10 events sent so far']],
    ['events on their way', { feed: { ...settled.feed, events: 12 } }, ['mapper: 10 of 12 events received']],
    [
      'messages on their way through a door',
      {
        feed: { ...settled.feed, door: 'mllp', events: 12 },
        doors: { ...ledgerOf('intake', 'a/b'), outboxPending: 1 },
      },
      ['intake: 10 of 12 messages received', 'intake: 1 batches not published'],
    ],
    [
      'undecided messages',
      { ledgers: { ...ledgers, mapper: ledgerOf('mapper', events, { lag: 3 }) } },
      [`mapper: 3 messages of ${events} not decided`],
    ],
    [
      'a message without a fate',
      { ledgers: { ...ledgers, mapper: ledgerOf('mapper', events, { received: 11 }) } },
      [`mapper: 11 messages of ${events} received, but 10 have a fate`],
    ],
    [
      'an outbox that is not empty, and a loss',
      { ledgers: { ...ledgers, mapper: { ...ledgers.mapper, outboxPending: 2, losses: ['records are gone'] } } },
      ['mapper: 2 batches not published', 'mapper: records are gone'],
    ],
    [
      'refused records, with what the server said',
      {
        records: {
          ...records,
          byState: { ...records.byState, refused: 1 },
          targets: records.targets.map((target) => ({ ...target, lastError: '422' })),
        },
      },
      ['fhir-sync: 1 records refused', 'target fhir: 422'],
    ],
    [
      'a record that the server has not',
      { fhir: { ...settled.fhir, Procedure: 0 } },
      ['FHIR server: 0 of 1 Procedure records'],
    ],
    [
      'another revision on the FHIR side',
      { states: { ...states, 'fhir-sync': { resources: other } } },
      ['fhir-sync: 3 records, the mapper has 3, and not all at the same revision'],
    ],
    [
      'a key less in analytics',
      { states: { ...states, analytics: { outcomes: { keys: 1, buckets: other.buckets.slice(0, 1) } } } },
      ['analytics: 1 outcomes, the mapper has 3, and not all at the same revision'],
    ],
  ])('names %s', (_case, change, items) => {
    expect(openItems({ ...settled, ...change })).toEqual(items);
  });
});
