import type { OutcomeObservation, OutcomeResult, OutcomeStatus } from '@ilium/contracts';
import type { Outcome } from '../derive/outcomes.js';
import type { Rules } from '../rules.js';

/** An outcome observation before it gets its pseudonyms and its revision, which only the store can give. */
export interface UnpublishedObservation {
  /** The session's key, never published itself. */
  readonly session: string;
  readonly about: Omit<
    Extract<OutcomeObservation, { status: 'open' | 'missing' | 'superseded' }>,
    'key' | 'revision' | 'session' | 'status'
  >;
  readonly status: OutcomeStatus;
  readonly result: OutcomeResult | null;
}

const monthLength = '2026-03'.length;

/** Privacy profile `limited`: the month of the session, no day, no free text, no source's identifier. */
export function toUnpublishedObservation(outcome: Outcome, rules: Rules): UnpublishedObservation {
  const { measure, painLocation, recall, side, procedureType, window, status, result, session, asOfDay } = outcome;
  return {
    session: session.key,
    about: {
      procedureType,
      measure: measure.measure,
      family: measure.family,
      ...(painLocation === undefined ? {} : { painLocation }),
      ...(recall === undefined ? {} : { recall }),
      ...(side === undefined ? {} : { side }),
      window,
      period: (session.start?.day ?? '').slice(0, monthLength),
      asOf: asOfDay.slice(0, monthLength),
      rulesVersion: rules.version,
    },
    status,
    result,
  };
}

export interface Pseudonyms {
  readonly key: string;
  readonly session: string;
}

/** The observation as it is published. */
export function toOutcomeObservation(
  { about, status, result }: UnpublishedObservation,
  pseudonyms: Pseudonyms,
  revision: number,
): OutcomeObservation {
  const common = { ...pseudonyms, revision, ...about };
  return status === 'observed' ? { ...common, status, result } : { ...common, status };
}

export function retractedObservation(pseudonym: string, revision: number): OutcomeObservation {
  return { key: pseudonym, revision, status: 'entered-in-error' };
}
