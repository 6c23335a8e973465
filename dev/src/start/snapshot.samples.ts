import type { Ledger, StateSum } from '@ilium/contracts';
import type { Snapshot } from './snapshot.js';

/** A ledger of one topic on which everything has a fate; the rest as given. */
export function ledgerOf(service: string, topic: string, row: Partial<Ledger['topics'][number]> = {}): Ledger {
  const done = row.done ?? 10;
  const [skipped, parked] = [row.skipped ?? 0, row.parked ?? 0];
  const counts = { received: done + skipped + parked, done, skipped, parked, reasons: {}, lag: 0 };
  return { service, topics: [{ topic, ...counts, ...row }], outboxPending: 0, losses: [] };
}

const state: StateSum = {
  keys: 3,
  buckets: [
    { bucket: 1, keys: 1, sum: '5' },
    { bucket: 9, keys: 2, sum: '8' },
  ],
};

const counts = {
  total: 3,
  byState: {
    ...{ pending: 0, delivered: 3, waiting: 0, refused: 0, native: 0, kept: 0 },
    ...{ 'outcome-unknown': 0, 'by-hand': 0 },
  },
  delivered: [
    { resourceType: 'Procedure', live: 1, retracted: 1 },
    { resourceType: 'Observation', live: 1, retracted: 0 },
  ],
};

/** A system on which everything is accounted for. */
export const settled: Snapshot = {
  feed: { courses: 2, events: 10, done: true, lastDay: '2026-03-12' },
  ledgers: {
    mapper: ledgerOf('mapper', 'ilium.procedure-events.v1'),
    'fhir-sync': ledgerOf('fhir-sync', 'ilium.fhir-bundles.v1', { done: 4 }),
    analytics: ledgerOf('analytics', 'ilium.outcome-observations.v1', { done: 6 }),
  },
  states: {
    mapper: { resources: state, outcomes: state },
    'fhir-sync': { resources: state },
    analytics: { outcomes: state },
  },
  records: {
    targets: [{ name: 'fhir', url: 'http://127.0.0.1/fhir', reachable: true, lastError: null, ...counts }],
    ...counts,
  },
  outcomes: {
    total: 2,
    byStatus: { open: 0, observed: 2, missing: 0, superseded: 0 },
    retracted: 1,
    groups: [],
  },
  fhir: { Procedure: 1, Observation: 1, MedicationAdministration: 0 },
};
