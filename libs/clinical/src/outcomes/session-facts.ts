import type { AgentsGiven, GuidanceModality, Intent, MeasureFamily, ProcedureType } from '@ilium/contracts';
import type { Day } from '../derive/reports/moments.js';
import type { Side } from '../terminology/sides.js';

/** What a payer's policy can be held against: one completed session, as far as it is documented. */
export interface SessionFacts {
  readonly session: string;
  readonly day: Day;
  /** Its completed procedures. */
  readonly joints: readonly JointFacts[];
  /** As declared. */
  readonly intent: Intent;
  readonly agents: AgentsGiven;
  readonly guidance: GuidanceModality | undefined;
  /** Given, or judged by what it showed. */
  readonly hasContrast: boolean;
  /** Relief by each block of the session that could be judged. Without a side, of the whole session. */
  readonly blocks: readonly { readonly percentRelief: number; readonly side?: Side | undefined }[];
  readonly scores: readonly ScoreFacts[];
  readonly courses: readonly CourseFacts[];
}

export interface JointFacts {
  readonly type: ProcedureType;
  readonly side: Side | 'unknown';
  readonly modifiers: readonly string[];
}

/** Whether anything of a family was asked before and after a session. */
export interface ScoreFacts {
  readonly family: MeasureFamily;
  readonly hasBaseline: boolean;
  readonly followUp: 'present' | 'absent' | 'not-due';
}

/** How comparable scores went after a session, against their baseline, where a percentage means something. */
export interface CourseFacts {
  readonly family: MeasureFamily;
  /** Where the scores name one joint. */
  readonly side?: Side | undefined;
  /** By their day. */
  readonly improvements: readonly { readonly day: Day; readonly percent: number }[];
}

export type Phase = 'diagnostic' | 'therapeutic';

/**
 * What a session counts as: what was declared, else what was given. What is not known counts as both, because nothing
 * shows that it is outside a limit.
 */
export function phasesOf({ intent, agents }: Pick<SessionFacts, 'intent' | 'agents'>): readonly Phase[] {
  if (intent === 'diagnostic' || intent === 'therapeutic') return [intent];
  if (intent === 'unknown' && agents === 'anaesthetic') return ['diagnostic'];
  if (intent === 'unknown' && (agents === 'steroid' || agents === 'both')) return ['therapeutic'];
  return ['diagnostic', 'therapeutic'];
}

/** Whether anything says what a session was. */
export function isPhaseKnown({ intent, agents }: Pick<SessionFacts, 'intent' | 'agents'>): boolean {
  return intent !== 'unknown' || agents === 'anaesthetic' || agents === 'steroid' || agents === 'both';
}
