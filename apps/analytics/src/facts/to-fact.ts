import type { OutcomeObservation, OutcomeResult } from '@ilium/contracts';
import type { OutcomeFact } from './outcome-fact.entity.js';

const nothingSaid = {
  kind: '',
  procedureType: '',
  measure: '',
  family: '',
  window: '',
  period: '',
  session: null,
  painLocation: null,
  recall: null,
  side: null,
  asOf: null,
  strata: null,
  kindResult: null,
  missingReason: null,
  isExpected: null,
  rulesVersion: null,
} as const;

const noResult = {
  baselineBand: null,
  baseline: null,
  value: null,
  betterByThousandths: null,
  percentBetterThousandths: null,
  improved: null,
  improvedByPoints: null,
  over50: null,
  atLeast50: null,
  atLeast75: null,
  origin: null,
  doubt: null,
};

/** The row that an observation from a partition becomes. */
export function toFact(observation: OutcomeObservation, partition: number): OutcomeFact {
  const { revision, status } = observation;
  // PostgreSQL writes UUIDs in lower case; keys are compared on both sides.
  const head = { key: observation.key.toLowerCase(), revision, shard: partition, status };
  if (observation.status === 'entered-in-error') return { ...head, ...nothingSaid, ...noResult };
  const { procedureType, period, session, rulesVersion, kind = 'score', asOf = null, strata = null } = observation;
  return {
    ...head,
    ...nothingSaid,
    ...noResult,
    ...{ kind, procedureType, period, session, rulesVersion, asOf, strata },
    ...scaleOf(observation),
    ...resultOf(observation),
  };
}

type Said = Exclude<OutcomeObservation, { status: 'entered-in-error' }>;

function scaleOf(observation: Said) {
  if (!('measure' in observation)) return {};
  const { measure, family, painLocation = null, recall = null, side = null } = observation;
  const scale = { measure, family, painLocation, recall, side };
  if (!('window' in observation)) return { ...scale, window: '' };
  const { window, isExpected = null } = observation;
  const missingReason = observation.status === 'missing' ? (observation.missingReason ?? null) : null;
  return { ...scale, window, isExpected, missingReason };
}

function resultOf(observation: Said) {
  if (!('window' in observation)) return { kindResult: observation.result };
  if (observation.status !== 'observed' || observation.result === null) return {};
  return resultColumns(observation.result);
}

function resultColumns(result: OutcomeResult) {
  const { betterBy, percentBetter, doubt = null, improvedByPoints = null, ...kept } = result;
  return {
    ...kept,
    doubt,
    improvedByPoints,
    betterByThousandths: thousandths(betterBy),
    percentBetterThousandths: thousandths(percentBetter),
  };
}

function thousandths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000);
}
