import type { Ids } from '../../ids.js';
import type { Joint } from '../procedures/joints.js';
import { placeOf } from '../scores/outcomes.js';
import type { Session } from './sessions.js';

/** A session that figures count, for the analytics side: what rates of complications are of (clinical rule 10). */
export interface SessionOutcome {
  readonly kind: 'session';
  readonly key: string;
  readonly session: Session;
}

const begunStatuses: readonly Joint['status'][] = ['completed', 'stopped'];

export function wasBegun({ joints }: Session): boolean {
  return joints.some(({ status }) => begunStatuses.includes(status));
}

/** A disputed session is in no statistics (clinical rule 9), and one without a day in no month. */
export function isInRates(session: Session): boolean {
  return wasBegun(session) && session.start?.day !== undefined && !session.isDisputed;
}

export function sessionOutcomes(sessions: readonly Session[], ids: Ids): readonly SessionOutcome[] {
  return sessions.filter(isInRates).map((session) => {
    return { kind: 'session', key: ids.identify(['outcome', 'session', ...placeOf(session, undefined)]), session };
  });
}
