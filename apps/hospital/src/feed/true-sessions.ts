import { procedures } from './procedures.js';
import type { Course, Visit } from './story.js';
import { agents } from './vocabulary.js';

/** A visit as it truly was: what of it counts. */
export interface TrueSession {
  readonly visit: Visit;
  /** Something was done that ends what came before. */
  readonly isIntervention: boolean;
  /** It treats: its scores are followed up. */
  readonly isTherapeutic: boolean;
  /** An anaesthetic asked whether the pain comes from there. */
  readonly isBlock: boolean;
}

/** The visits that are in the chart as procedures: none that was withdrawn, and none of somebody else's trade. */
export function trueSessions({ visits }: Course): readonly TrueSession[] {
  return visits
    .filter((visit) => !visit.isWithdrawn && procedures[visit.procedure].standing !== 'foreign')
    .map((visit) => {
      const { standing, treatsBy, isQuestion } = procedures[visit.procedure];
      const isDone = visit.status === 'completed' && standing === 'own';
      const isTreated = treatsBy === 'itself' || (treatsBy === 'steroid' && reached(visit, 'steroid'));
      return {
        visit,
        isIntervention: isDone,
        isTherapeutic: isDone && isTreated,
        isBlock: isDone && isQuestion && reached(visit, 'anaesthetic'),
      };
    });
}

/** A drug of this kind went into the target. */
function reached({ procedure, administrations }: Visit, kind: 'steroid' | 'anaesthetic'): boolean {
  const { target } = procedures[procedure];
  return administrations.some(
    (one) => one.into === target && one.status === 'completed' && !one.isWithdrawn && agents[one.agent].kind === kind,
  );
}
