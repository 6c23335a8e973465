import type { Hop, Ledger, OutcomesSummary, Overview, Part, RecordsStatus } from '@ilium/contracts';
import { both } from './ask.js';

/** What the services answered, at one moment. */
export interface Answers {
  readonly at: Date;
  readonly feed: Overview['feed'];
  readonly intakeLedger: Part<Ledger> | null;
  readonly mapperLedger: Part<Ledger>;
  readonly fhirSyncLedger: Part<Ledger>;
  readonly records: Part<RecordsStatus>;
  readonly analyticsLedger: Part<Ledger>;
  readonly summary: Part<OutcomesSummary>;
}

/** Puts the answers together as people look at them. */
export function toOverview(answers: Answers): Overview {
  const { at, feed, intakeLedger, mapperLedger, fhirSyncLedger, records, analyticsLedger, summary } = answers;
  return {
    at: at.toISOString(),
    feed,
    doors: intakeLedger === null ? null : partOf(intakeLedger),
    mapping: partOf(mapperLedger),
    delivery: both(fhirSyncLedger, records, toDelivery),
    outcomes: both(analyticsLedger, summary, (ledger, counted) => ({ ...toHop(ledger), summary: counted })),
  };
}

function partOf(answer: Part<Ledger>): Part<Hop> {
  return answer.state === 'here' ? { state: 'here', data: toHop(answer.data) } : answer;
}

function toDelivery(ledger: Ledger, { targets, total, byState, delivered }: RecordsStatus) {
  // Each once, however many targets have it.
  const ofTargets = targets.map((target) => target.delivered.find(({ resourceType }) => resourceType === 'Procedure'));
  const procedures = Math.max(...ofTargets.map((found) => found?.live ?? 0));
  return {
    ...toHop(ledger),
    targets: targets.map(({ url: _stays, delivered: _types, ...target }) => target),
    records: total,
    byState,
    delivered,
    procedures,
  };
}

function toHop({ topics, outboxPending, losses }: Ledger): Hop {
  const sum = (field: 'received' | 'done' | 'skipped' | 'parked' | 'lag'): number =>
    topics.reduce((total, topic) => total + topic[field], 0);
  const reasons: Record<string, number> = {};
  for (const [reason, count] of topics.flatMap((topic) => Object.entries(topic.reasons))) {
    reasons[reason] = (reasons[reason] ?? 0) + count;
  }
  const refused = topics.flatMap((topic) => topic.refused ?? []);
  return {
    received: sum('received'),
    done: sum('done'),
    skipped: sum('skipped'),
    parked: sum('parked'),
    ...(refused.length === 0 ? {} : { refused: refused.reduce((total, count) => total + count, 0) }),
    reasons,
    lag: sum('lag'),
    outboxPending,
    losses,
  };
}
