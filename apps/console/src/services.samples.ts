import type { FeedStatus, Ledger, OutcomesSummary, Overview, RecordsStatus } from '@ilium/contracts';
import { toOverview, type Answers } from './overview.js';

/** What the services might answer; used by the tests. */
export const mapperLedger: Ledger = {
  service: 'mapper',
  topics: [
    {
      topic: 'ilium.procedure-events.v1',
      received: 120,
      done: 110,
      skipped: 6,
      parked: 4,
      reasons: { 'skipped:duplicate': 6, 'parked:not-json': 4 },
      lag: 3,
    },
  ],
  outboxPending: 1,
  losses: [],
};

/** Of doors: they refuse, and never lag. */
const intakeLedger: Ledger = {
  service: 'intake',
  topics: [
    {
      topic: 'riverside/hospital',
      received: 90,
      done: 80,
      skipped: 10,
      parked: 0,
      refused: 2,
      reasons: { 'skipped:type': 10, 'refused:charset': 2 },
      lag: 0,
    },
  ],
  outboxPending: 0,
  losses: [],
};

const consumerLedger = (service: string): Ledger => ({
  service,
  topics: [{ topic: 'ilium.fhir-bundles.v1', received: 40, done: 40, skipped: 0, parked: 0, reasons: {}, lag: 0 }],
  outboxPending: 0,
  losses: [],
});

const counts = {
  total: 62,
  byState: {
    ...{ pending: 2, delivered: 59, waiting: 0, refused: 1, native: 0, kept: 0 },
    ...{ 'outcome-unknown': 0, 'by-hand': 0 },
  },
  delivered: [
    { resourceType: 'Procedure', live: 20, retracted: 1 },
    { resourceType: 'Observation', live: 38, retracted: 0 },
  ],
};

const records: RecordsStatus = {
  targets: [{ name: 'fhir', url: 'http://127.0.0.1:4000/fhir', reachable: true, lastError: null, ...counts }],
  ...counts,
};

const summary: OutcomesSummary = {
  total: 44,
  byStatus: { open: 4, observed: 36, missing: 3, superseded: 1 },
  retracted: 2,
  groups: [
    {
      procedureType: 'si-joint-injection',
      measure: 'nrs',
      family: 'pain',
      window: 'W6',
      open: 4,
      observed: 36,
      missing: 3,
      superseded: 1,
      unasked: 0,
      expected: 39,
      followUpRate: 36 / 39,
      rated: 34,
      lowBaseline: 1,
      noPercentage: 1,
      improved: 26,
      over50: 20,
      atLeast50: 21,
      atLeast75: 9,
      improvedRate: 26 / 34,
      over50Rate: 20 / 34,
    },
  ],
};

const feed: FeedStatus = { courses: 20, events: 120, done: true, lastDay: '2026-11-20' };

export const answers: Answers = {
  at: new Date('2026-11-22T12:00:00Z'),
  feed: { state: 'here', data: feed },
  intakeLedger: { state: 'here', data: intakeLedger },
  mapperLedger: { state: 'here', data: mapperLedger },
  fhirSyncLedger: { state: 'here', data: consumerLedger('fhir-sync') },
  records: { state: 'here', data: records },
  analyticsLedger: { state: 'here', data: consumerLedger('analytics') },
  summary: { state: 'here', data: summary },
};

export const sampleOverview: Overview = toOverview(answers);
