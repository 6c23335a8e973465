import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';
import type { ComplicationOutcome } from '../derive/person/complications.js';
import type { Day } from '../derive/reports/moments.js';
import type { Outcome } from '../derive/scores/outcomes.js';
import type { DerivedResult } from '../derive/results/results.js';
import type { Scale } from '../derive/scores/scores.js';
import type { SessionOutcome } from '../derive/sessions/session-outcomes.js';
import type { Session } from '../derive/sessions/sessions.js';
import type { PrivacyRules, Rules } from '../rules.js';
import type { Side } from '../terminology/sides.js';

/** An observation that says something: not a retraction. */
type Telling = Exclude<OutcomeObservation, { status: 'entered-in-error' }>;

type WithoutNames<Observation> = Observation extends unknown ? Omit<Observation, keyof Pseudonyms | 'revision'> : never;

/** An outcome observation before it gets its pseudonyms and its revision, which only the store can give. */
export interface UnpublishedObservation {
  /** The session's key, never published itself. */
  readonly session: string;
  readonly content: WithoutNames<Telling>;
}

/** What sessions are told apart by in statistics. */
export type StrataOf = (session: Session) => OutcomeStrata;

/** Days are cut to this many characters: `2026-03` or `2026`. */
const lengths: Readonly<Record<PrivacyRules['profile'], number>> = { limited: 7, 'safe-harbor': 4 };

function coarse(day: Day | undefined, { privacy }: Rules): string {
  return (day ?? '').slice(0, lengths[privacy.profile]);
}

/**
 * Clinical rule 25: no day, no free text, no source's identifier; the month of the session, or its year, and no second
 * one: since when a status holds follows from the session's day, so that at a month's end the two would tell the day.
 */
function aboutSession(session: Session, strata: StrataOf, rules: Rules) {
  return {
    procedureType: session.type,
    period: coarse(session.start?.day, rules),
    strata: strata(session),
    rulesVersion: rules.version,
  };
}

function aboutScale({ measure, painLocation, recall }: Scale, side: Side | undefined) {
  return {
    measure: measure.measure,
    family: measure.family,
    ...(painLocation === undefined ? {} : { painLocation }),
    ...(recall === undefined ? {} : { recall }),
    ...(side === undefined ? {} : { side }),
  };
}

export function scoreObservation(outcome: Outcome, strata: StrataOf, rules: Rules): UnpublishedObservation {
  const { window, status, result, session, procedureType, side, isExpected, missingReason } = outcome;
  const about = {
    ...aboutSession(session, strata, rules),
    procedureType,
    ...aboutScale(outcome, side),
    kind: 'score' as const,
    window,
    isExpected,
  };
  if (status === 'observed') return { session: session.key, content: { ...about, status, result } };
  if (status !== 'missing' || missingReason === undefined)
    return { session: session.key, content: { ...about, status } };
  return { session: session.key, content: { ...about, status, missingReason } };
}

export function resultObservation(derived: DerivedResult, strata: StrataOf, rules: Rules): UnpublishedObservation {
  const { session, joint } = derived;
  const about = { ...aboutSession(session, strata, rules), procedureType: joint?.type ?? session.type };
  const side = joint === undefined || joint.side === 'unknown' ? undefined : joint.side;
  return { session: session.key, content: { ...about, status: 'observed', ...ofKind(derived, side) } };
}

function ofKind(derived: DerivedResult, side: Side | undefined) {
  switch (derived.kind) {
    case 'block':
      return { kind: derived.kind, ...(side === undefined ? {} : { side }), result: derived.result };
    case 'relief-duration':
      return { kind: derived.kind, ...aboutScale(derived.scale, side), result: derived.result };
    default:
      return { kind: derived.kind, ...aboutScale(derived.scale, side), result: derived.result };
  }
}

export function complicationObservation(
  { session, category, daysAfter, kind }: ComplicationOutcome,
  strata: StrataOf,
  rules: Rules,
): UnpublishedObservation {
  const about = aboutSession(session, strata, rules);
  return { session: session.key, content: { ...about, kind, status: 'observed', result: { category, daysAfter } } };
}

export function sessionObservation(
  { session, kind }: SessionOutcome,
  strata: StrataOf,
  rules: Rules,
): UnpublishedObservation {
  const { isCompleted, isTherapeutic, isDiagnostic } = session;
  const result = { isCompleted, isTherapeutic, isDiagnostic };
  return {
    session: session.key,
    content: { ...aboutSession(session, strata, rules), kind, status: 'observed', result },
  };
}

export interface Pseudonyms {
  readonly key: string;
  readonly session: string;
}

/** The observation as it is published. */
export function toOutcomeObservation(
  { content }: UnpublishedObservation,
  pseudonyms: Pseudonyms,
  revision: number,
): OutcomeObservation {
  return { ...pseudonyms, revision, ...content };
}

export function retractedObservation(pseudonym: string, revision: number): OutcomeObservation {
  return { key: pseudonym, revision, status: 'entered-in-error' };
}
