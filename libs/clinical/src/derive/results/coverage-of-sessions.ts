import { measureFamilies, type MeasureFamily } from '@ilium/contracts';
import { coverageOf, type CoverageAnswer } from '../../outcomes/coverage.js';
import { improvementOf } from '../../outcomes/improvement.js';
import type { CourseFacts, ScoreFacts, SessionFacts } from '../../outcomes/session-facts.js';
import { forType, type Rules } from '../../rules.js';
import { drugOf } from '../../terminology/drugs.js';
import type { Guidance } from '../sessions/guidances.js';
import type { Side } from '../../terminology/sides.js';
import type { Joint } from '../procedures/joints.js';
import { addDays, type Day } from '../reports/moments.js';
import type { Series } from '../scores/episodes.js';
import type { DerivedResult } from './results.js';
import { isBaselineOf } from '../scores/baselines.js';
import type { Score } from '../scores/scores.js';
import type { Session } from '../sessions/sessions.js';

/** What was derived of a patient, as far as it documents sessions. */
export interface Documentation {
  /** By their start. */
  readonly sessions: readonly Session[];
  readonly guidances: readonly Guidance[];
  readonly scores: readonly Score[];
  readonly series: readonly Series[];
  readonly results: readonly DerivedResult[];
}

/**
 * Clinical rule 26, for all completed sessions of a patient whose day is known. A disputed one has no answer and counts in
 * no limit: it is open whether it was of the policy's types at all (clinical rule 9).
 */
export function coverageOfSessions(documentation: Documentation, rules: Rules, asOf: Day): readonly CoverageAnswer[] {
  if (rules.policies.length === 0) return [];
  const facts = documentation.sessions.flatMap((session) => {
    const day = session.start?.day;
    if (day === undefined || !session.isCompleted || session.isDisputed) return [];
    return [factsOf(session, day, documentation, rules, asOf)];
  });
  return coverageOf(facts, rules.policies);
}

function factsOf(session: Session, day: Day, documentation: Documentation, rules: Rules, asOf: Day): SessionFacts {
  const { sessions, guidances, scores, series, results } = documentation;
  const joints = session.joints.filter(({ status }) => status === 'completed');
  const own = series.filter((one) => one.session === session);
  const blocks = results.filter((result) => result.kind === 'block').filter((block) => block.session === session);
  const hasAnswer = blocks.some(({ result }) => result.percentRelief !== null);
  return {
    session: session.key,
    day,
    joints: joints.map(({ type, side, reports }) => ({
      type,
      side,
      modifiers: [...new Set(reports.flatMap(({ modifiers }) => modifiers))].sort(),
    })),
    intent: intentOf(session),
    agents: session.agents,
    guidance: guidances
      .filter((guidance) => guidance.joints.some((joint) => joints.includes(joint)))
      .map(({ modality }) => modality)
      .find((modality) => modality !== undefined),
    hasContrast: session.contrast !== undefined || wasContrastGiven(session, rules),
    blocks: blocks.flatMap(({ joint, result: { percentRelief } }) =>
      percentRelief === null ? [] : [{ side: sideOf(joint), percentRelief }],
    ),
    scores: measureFamilies.map((family) => ({
      family,
      hasBaseline: scores.some((score) => isOfFamily(score, family) && isBaselineOf(score, session, sessions, rules)),
      followUp: followUpOf(
        own.filter(({ measure }) => measure.family === family),
        family === 'pain' && hasAnswer,
        asOf <= dueDayOf(session, day, rules),
      ),
    })),
    courses: own.map((one) => courseOf(one, rules)),
  };
}

/** Ablation and fusion treat by being done; nobody declares that. */
function intentOf({ intent, isTherapeutic, agents }: Session): SessionFacts['intent'] {
  const isOperation = isTherapeutic && agents !== 'steroid' && agents !== 'both';
  return intent === 'unknown' && isOperation ? 'therapeutic' : intent;
}

function wasContrastGiven({ administrations }: Session, rules: Rules): boolean {
  return administrations.some(
    ({ report: { status, medication } }) =>
      status === 'completed' && drugOf(medication ?? [], rules)?.drugClass === 'contrast',
  );
}

function isOfFamily({ measure, value, isComparable }: Score, family: MeasureFamily): boolean {
  return measure.family === family && isComparable && value !== undefined;
}

function sideOf(joint: Joint | undefined): Side | undefined {
  return joint === undefined || joint.side === 'unknown' ? undefined : joint.side;
}

/** After a treatment within its primary window, after a test on its day. */
function dueDayOf({ isTherapeutic, type }: Session, day: Day, { windows, primaryWindows }: Rules): Day {
  const primary = windows.find(({ name }) => name === forType(primaryWindows, type));
  return isTherapeutic && primary !== undefined ? addDays(day, primary.lastDay) : day;
}

/** What a further intervention or death put an end to is not missing (clinical rule 13). */
function followUpOf(series: readonly Series[], hasAnswer: boolean, isNotDue: boolean): ScoreFacts['followUp'] {
  if (hasAnswer || series.some(({ followUps }) => followUps.length > 0)) return 'present';
  return isNotDue || series.some(({ end }) => end !== undefined) ? 'not-due' : 'absent';
}

function courseOf({ measure, side, baseline, followUps, day }: Series, rules: Rules): CourseFacts {
  return {
    family: measure.family,
    side,
    improvements: followUps.flatMap(({ score, age }) => {
      const percent = improvementOf(measure, baseline, score, rules).percentBetter;
      return percent === null ? [] : [{ day: addDays(day, age), percent }];
    }),
  };
}
