import { overview } from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { toOverview } from './overview.js';
import { answers, mapperLedger } from './services.samples.js';

const away = { state: 'away', reason: 'unreachable' } as const;

describe('toOverview', () => {
  it('puts the answers together as the contract has it', () => {
    const made = toOverview(answers);
    expect(overview.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      at: '2026-11-22T12:00:00.000Z',
      feed: { state: 'here', data: { courses: 20 } },
      doors: { state: 'here', data: { received: 90, skipped: 10, refused: 2 } },
      mapping: { state: 'here', data: { received: 120, done: 110, skipped: 6, parked: 4, lag: 3, outboxPending: 1 } },
      delivery: { state: 'here', data: { procedures: 20, records: 62, byState: { delivered: 59, refused: 1 } } },
      outcomes: { state: 'here', data: { done: 40, summary: { total: 44 } } },
    });
  });

  it('adds up the topics of a service, reason by reason', () => {
    const twice = { ...mapperLedger, topics: [...mapperLedger.topics, ...mapperLedger.topics] };
    expect(toOverview({ ...answers, mapperLedger: { state: 'here', data: twice } }).mapping).toMatchObject({
      data: { received: 240, lag: 6, reasons: { 'skipped:duplicate': 12, 'parked:not-json': 8 }, outboxPending: 1 },
    });
  });

  it('takes away only the part of the service that is away', () => {
    const without = toOverview({ ...answers, summary: away });
    expect(without.outcomes).toEqual(away);
    expect([without.mapping.state, without.delivery.state, without.feed?.state]).toEqual(['here', 'here', 'here']);
  });

  it('has no feed where no simulator is configured', () => {
    expect(toOverview({ ...answers, feed: null }).feed).toBeNull();
  });

  it('has no doors where no intake is configured', () => {
    expect(toOverview({ ...answers, intakeLedger: null }).doors).toBeNull();
  });

  it('counts no procedures where none are delivered yet', () => {
    const records = answers.records.state === 'here' ? answers.records.data : undefined;
    if (records === undefined) throw new Error('The sample has records.');
    const made = toOverview({
      ...answers,
      records: {
        state: 'here',
        data: { ...records, targets: records.targets.map((target) => ({ ...target, delivered: [] })) },
      },
    });
    expect(made.delivery).toMatchObject({ data: { procedures: 0 } });
  });
});
