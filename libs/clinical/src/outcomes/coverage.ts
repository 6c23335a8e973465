import type { Side } from '../terminology/sides.js';
import { coverageChecks, type Case, type MissingCode } from './coverage-checks.js';
import { isEffectiveOn, isVerified, type Policy } from './policy.js';
import type { SessionFacts } from './session-facts.js';

export interface Missing {
  readonly code: MissingCode;
  /** To be read after "missing: ". */
  readonly words: string;
  /** Where only one joint of the session lacks it. */
  readonly side?: Side;
}

interface About {
  readonly policy: string;
  readonly session: string;
  /** What the policy asks for besides, and nobody looked at here. */
  readonly notChecked: readonly string[];
}

/** Clinical rule 26: what is documented and what is missing. Never "covered": that is the payer's to say. */
export type CoverageAnswer =
  | (About & { readonly answer: 'documentation complete' })
  | (About & { readonly answer: 'missing'; readonly missing: readonly [Missing, ...Missing[]] })
  | (About & { readonly answer: 'policy not verified' });

/**
 * What each policy says to each session of one patient, the oldest session first. A policy speaks of its own types, and
 * by the date of service; one that nobody vouches for is named and judges nothing.
 */
export function coverageOf(sessions: readonly SessionFacts[], policies: readonly Policy[]): readonly CoverageAnswer[] {
  return sessions.flatMap((session, index) =>
    policies.flatMap((policy) => answerOf(session, sessions.slice(0, index), policy) ?? []),
  );
}

function answerOf(session: SessionFacts, earlier: readonly SessionFacts[], policy: Policy): CoverageAnswer | undefined {
  const subject = restricted(session, policy);
  if (subject === undefined || !isEffectiveOn(policy, session.day)) return undefined;
  const about = { policy: policy.name, session: session.session, notChecked: policy.notChecked };
  if (!isVerified(policy)) return { ...about, answer: 'policy not verified' };
  const counted = earlier.flatMap((one) => restricted(one, policy) ?? []);
  const [first, ...others] = missingIn(casesOf(subject, counted, policy));
  if (first === undefined) return { ...about, answer: 'documentation complete' };
  return { ...about, answer: 'missing', missing: [first, ...others] };
}

/** A session, as far as a policy is about it. */
function restricted(session: SessionFacts, { types }: Policy): SessionFacts | undefined {
  const joints = session.joints.filter(({ type }) => types.includes(type));
  return joints.length === 0 ? undefined : { ...session, joints };
}

/** By session one case; by joint one for each side. A joint of unknown side may have been either. */
function casesOf(session: SessionFacts, earlier: readonly SessionFacts[], { rules, countBy }: Policy): readonly Case[] {
  const sides = countBy === 'session' ? [] : sidesOf(session);
  if (sides.length === 0) return [{ session, earlier, rules, countBy, side: undefined }];
  return sides.map((side) => {
    const ofSide = earlier.filter(({ joints }) =>
      joints.some((joint) => joint.side === side || joint.side === 'unknown'),
    );
    return { session, earlier: ofSide, rules, countBy, side };
  });
}

function sidesOf({ joints }: SessionFacts): readonly Side[] {
  const sides = joints.map(({ side }) => side).filter((side) => side !== 'unknown');
  return [...new Set(sides)].sort();
}

const codes = Object.keys(coverageChecks) as readonly MissingCode[];

/** What all sides lack alike is told once. */
function missingIn(cases: readonly Case[]): readonly Missing[] {
  return codes.flatMap((code) => {
    const found = cases.map((one) => ({ words: coverageChecks[code](one), side: one.side }));
    const [first] = found;
    if (first?.words !== undefined && found.every(({ words }) => words === first.words))
      return [{ code, words: first.words }];
    return found.flatMap(({ words, side }) =>
      words === undefined ? [] : [{ code, words, ...(side === undefined ? {} : { side }) }],
    );
  });
}
