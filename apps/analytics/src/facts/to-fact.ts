import type { OutcomeObservation, OutcomeResult } from '@ilium/contracts';
import type { OutcomeFact } from './outcome-fact.entity.js';

const nothingSaid = {
  procedureType: '',
  measure: '',
  family: '',
  window: '',
  period: '',
  session: null,
  painLocation: null,
  recall: null,
  rulesVersion: null,
};

const noResult = {
  baselineBand: null,
  baseline: null,
  value: null,
  betterByThousandths: null,
  percentBetterThousandths: null,
  improved: null,
  over50: null,
  atLeast50: null,
  atLeast75: null,
};

/** The row that an observation from a partition becomes. */
export function toFact(observation: OutcomeObservation, partition: number): OutcomeFact {
  const { revision, status } = observation;
  // PostgreSQL writes UUIDs in lower case; keys are compared on both sides.
  const head = { key: observation.key.toLowerCase(), revision, shard: partition, status };
  if (observation.status === 'entered-in-error') return { ...head, ...nothingSaid, ...noResult };
  const { procedureType, measure, family, window, period, session, rulesVersion } = observation;
  return {
    ...head,
    ...{ procedureType, measure, family, window, period, session, rulesVersion },
    painLocation: observation.painLocation ?? null,
    recall: observation.recall ?? null,
    ...(observation.status === 'observed' ? resultColumns(observation.result) : noResult),
  };
}

function resultColumns(result: OutcomeResult | null) {
  if (result === null) return noResult;
  const { betterBy, percentBetter, ...kept } = result;
  return {
    ...kept,
    betterByThousandths: thousandths(betterBy),
    percentBetterThousandths: percentBetter === null ? null : thousandths(percentBetter),
  };
}

function thousandths(value: number): number {
  return Math.round(value * 1000);
}
