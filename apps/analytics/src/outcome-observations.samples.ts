import type {
  BlockResult,
  ComplicationCategory,
  MissingReason,
  OutcomeObservation,
  OutcomeResult,
  ReliefDurationResult,
  SessionResult,
  TimeToEventResult,
} from '@ilium/contracts';

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

/** A score that is missing, and a source says why. */
export function missingBecause(missingReason: MissingReason, changes: About = {}): OutcomeObservation {
  return { ...about, ...changes, status: 'missing', missingReason };
}

/** Of a session, and of what it is told apart by. */
type Keyed = Partial<Pick<About, 'key' | 'revision' | 'period' | 'strata' | 'procedureType'>>;

/** Of a figure that is of a scale. */
type Scaled = Keyed & Pick<About, 'painLocation' | 'recall'>;
const ofSession = {
  key,
  revision: 1,
  session: about.session,
  procedureType: about.procedureType,
  period: about.period,
  rulesVersion: about.rulesVersion,
  status: 'observed',
} as const;
const scale = { measure: about.measure, family: about.family } as const;

/** A result that is no score: a block of the same session. */
export function blocked(changes: Keyed = {}, result: Partial<BlockResult> = {}): OutcomeObservation {
  const usual = { answer: 'positive', percentRelief: 80, thresholdPercent: 75, repetition: 'single' } as const;
  return { ...ofSession, ...changes, kind: 'block', result: { ...usual, ...result } };
}

/** How long relief lasted: seen on day 14, seen gone on day 42. */
export function relieved(changes: Scaled = {}, result: Partial<ReliefDurationResult> = {}): OutcomeObservation {
  const usual = { end: 'score-below', lastDayWith: 14, firstDayWithout: 42, baselineBand: 'usual' } as const;
  return { ...ofSession, ...scale, ...changes, kind: 'relief-duration', result: { ...usual, ...result } };
}

export function timed(
  kind: 'return-of-pain' | 'steroid-onset',
  result: TimeToEventResult,
  changes: Scaled = {},
): OutcomeObservation {
  return { ...ofSession, ...scale, ...changes, kind, result };
}

export function complicated(category: ComplicationCategory, changes: Keyed = {}): OutcomeObservation {
  return { ...ofSession, ...changes, kind: 'complication', result: { category, daysAfter: 3 } };
}

export function sessionHeld(result: Partial<SessionResult> = {}, changes: Keyed = {}): OutcomeObservation {
  const usual = { isCompleted: true, isTherapeutic: true, isDiagnostic: false };
  return { ...ofSession, ...changes, kind: 'session', result: { ...usual, ...result } };
}

export function retraction(changes: { readonly key?: string; readonly revision?: number }): OutcomeObservation {
  return { key, revision: 1, ...changes, status: 'entered-in-error' };
}
