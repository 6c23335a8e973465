import type { OutcomeObservation, OutcomeResult } from '@ilium/contracts';

/** Observations for tests, each a valid one in which a test changes what it is about. */

const key = '1c9d3a52-6c6f-4f0e-9a53-0d3c5c1f2b10';

const about = {
  key,
  revision: 1,
  session: '7d0c5f0e-3e5d-4b0f-8a44-0d9f6d1c2a11',
  procedureType: 'si-joint-injection',
  measure: 'nrs',
  family: 'pain',
  window: 'M3',
  period: '2026-03',
  rulesVersion: '1',
} as const;

type About = Partial<Omit<Extract<OutcomeObservation, { window: string }>, 'status' | 'result'>>;

const usualResult: OutcomeResult = {
  baseline: 8,
  value: 4,
  betterBy: 4,
  percentBetter: 50,
  baselineBand: 'usual',
  improved: true,
  over50: false,
  atLeast50: true,
  atLeast75: false,
  origin: 'computed',
};

export function observed(result: Partial<OutcomeResult> | null = {}, changes: About = {}): OutcomeObservation {
  return { ...about, ...changes, status: 'observed', result: result === null ? null : { ...usualResult, ...result } };
}

export function unobserved(status: 'open' | 'missing' | 'superseded', changes: About = {}): OutcomeObservation {
  return { ...about, ...changes, status };
}

/** A result that is no score: a block of the same session. */
export function blocked(changes: { readonly key?: string; readonly revision?: number } = {}): OutcomeObservation {
  const { session, procedureType, period, rulesVersion } = about;
  return {
    ...{ key, revision: 1, session, procedureType, period, rulesVersion },
    ...changes,
    kind: 'block',
    status: 'observed',
    result: { answer: 'positive', percentRelief: 80, thresholdPercent: 75, repetition: 'single' },
  };
}

export function retraction(changes: { readonly key?: string; readonly revision?: number }): OutcomeObservation {
  return { key, revision: 1, ...changes, status: 'entered-in-error' };
}
