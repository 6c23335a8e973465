import type { Side } from '../terminology/sides.js';
import type { Limit, PolicyRules, SustainedRelief } from './policy.js';
import { isPhaseKnown, phasesOf, type CourseFacts, type Phase, type SessionFacts } from './session-facts.js';
import { dayAfter, inWords } from './spans.js';

/** One session under one policy; where the policy counts joints, one side of it. */
export interface Case {
  readonly session: SessionFacts;
  /** Earlier sessions that count together with it, the oldest first. */
  readonly earlier: readonly SessionFacts[];
  readonly rules: PolicyRules;
  readonly countBy: 'session' | 'joint';
  /** Undefined where the whole session is meant, or the side is not known. */
  readonly side: Side | undefined;
}

/** What is missing, to be read after "missing: "; undefined where nothing is. */
type Check = (one: Case) => string | undefined;

/** What a policy can find missing, in the order in which it is told. */
export const coverageChecks = {
  intent: ({ session }) => (isPhaseKnown(session) ? undefined : 'whether it was diagnostic or therapeutic'),

  side: ({ session, countBy }) =>
    countBy === 'joint' && session.joints.some(({ side }) => side === 'unknown') ? 'the side of each joint' : undefined,

  'diagnostic-modifier': ({ session, rules: { diagnosticModifier } }) => {
    if (diagnosticModifier === undefined || !is('diagnostic', session)) return undefined;
    const isOnEveryLine = session.joints.every(({ modifiers }) => modifiers.includes(diagnosticModifier));
    return isOnEveryLine ? undefined : `modifier ${diagnosticModifier} on each diagnostic line`;
  },

  guidance: ({ session: { guidance }, rules }) =>
    rules.guidance === undefined || (guidance !== undefined && rules.guidance.includes(guidance))
      ? undefined
      : `image guidance by ${rules.guidance.join(' or ')}`,

  contrast: ({ session, rules }) =>
    rules.contrast === true && !session.hasContrast ? 'contrast, or what it showed' : undefined,

  'baseline-score': ({ session, rules }) =>
    scoresLacking(
      rules.baselineScores,
      (family) => session.scores.some((one) => one.family === family && one.hasBaseline),
      'before',
    ),

  'follow-up-score': ({ session, rules }) =>
    scoresLacking(
      rules.followUpScores,
      (family) => session.scores.some((one) => one.family === family && one.followUp !== 'absent'),
      'after',
    ),

  'diagnostic-limit': (one) => limitExceeded('diagnostic', one.rules.mostDiagnostic, one),

  'diagnostic-after-treatment': ({ session, earlier, rules }) =>
    rules.noDiagnosticAfterTreatment === true &&
    is('diagnostic', session) &&
    earlier.some((one) => counts('therapeutic', one))
      ? 'no diagnostic session after treatment has begun'
      : undefined,

  'therapeutic-limit': (one) => limitExceeded('therapeutic', one.rules.mostTherapeutic, one),

  'time-between': ({ session, earlier, rules: { betweenTherapeutic } }) => {
    const last = earlier.findLast((one) => counts('therapeutic', one));
    if (betweenTherapeutic === undefined || last === undefined || !is('therapeutic', session)) return undefined;
    return dayAfter(last.day, betweenTherapeutic) <= session.day
      ? undefined
      : `${inWords(betweenTherapeutic)} since the last therapeutic session`;
  },

  'positive-block': ({ session, earlier, rules: { positiveBlock }, side }) => {
    if (positiveBlock === undefined || !is('therapeutic', session)) return undefined;
    const { atLeastPercent } = positiveBlock;
    const isPositive = earlier.some((one) =>
      one.blocks.some((block) => isAbout(block.side, side, one) && block.percentRelief >= atLeastPercent),
    );
    return isPositive ? undefined : `an earlier diagnostic block with at least ${atLeastPercent} % relief`;
  },

  'sustained-relief': ({ session, earlier, rules: { repeatTherapeutic }, side }) => {
    const last = earlier.findLast((one) => counts('therapeutic', one));
    if (repeatTherapeutic === undefined || last === undefined || !is('therapeutic', session)) return undefined;
    const { atLeastPercent, lasting, anyOf } = repeatTherapeutic;
    const isShown = last.courses.some(
      (course) => isAbout(course.side, side, last) && isSustained(course, last, repeatTherapeutic),
    );
    return isShown
      ? undefined
      : `at least ${atLeastPercent} % improvement of ${anyOf.map(plain).join(' or ')} for ${inWords(lasting)} after the last therapeutic session`;
  },
} as const satisfies Readonly<Record<string, Check>>;

export type MissingCode = keyof typeof coverageChecks;

/** Of an earlier session: whether it has to be counted. */
function counts(phase: Phase, earlier: SessionFacts): boolean {
  return phasesOf(earlier).includes(phase);
}

/** Of the session itself: whether it was meant. Where nobody knows, that is what is missing. */
function is(phase: Phase, session: SessionFacts): boolean {
  return isPhaseKnown(session) && phasesOf(session).includes(phase);
}

function limitExceeded(
  phase: Phase,
  limit: Limit | undefined,
  { session, earlier, countBy }: Case,
): string | undefined {
  if (limit === undefined || !is(phase, session)) return undefined;
  const { count, within } = limit;
  const counted = earlier.filter(
    (one) => counts(phase, one) && (within === undefined || session.day < dayAfter(one.day, within)),
  );
  if (counted.length < count) return undefined;
  const what = countBy === 'joint' ? `${phase} sessions of a joint` : `${phase} sessions`;
  return `no more than ${count} ${what}${within === undefined ? '' : ` within ${inWords(within)}`} (this is number ${counted.length + 1})`;
}

function scoresLacking<Family extends string>(
  families: readonly Family[] | undefined,
  isThere: (family: Family) => boolean,
  when: string,
): string | undefined {
  const lacking = (families ?? []).filter((family) => !isThere(family)).map(plain);
  return lacking.length === 0 ? undefined : `a score of ${lacking.join(' and ')} ${when} the session`;
}

/** What names no side is about a joint only where the session had no other (clinical rule 11). */
function isAbout(named: Side | undefined, asked: Side | undefined, { joints }: SessionFacts): boolean {
  if (asked === undefined || named !== undefined) return asked === undefined || named === asked;
  return new Set(joints.map(({ side }) => side)).size === 1;
}

/**
 * Relief lasts from its first score to the one before it was gone, and it takes effect with the session: what matters is
 * that a score at least so long after the session still shows it, and that none in between does not.
 */
function isSustained({ family, improvements }: CourseFacts, { day }: SessionFacts, wanted: SustainedRelief): boolean {
  const { atLeastPercent, lasting, anyOf } = wanted;
  if (!anyOf.includes(family)) return false;
  const isRelief = ({ percent }: { readonly percent: number }) => percent >= atLeastPercent;
  const sinceRelief = improvements.slice(Math.max(0, improvements.findIndex(isRelief)));
  const gone = sinceRelief.findIndex((one) => !isRelief(one));
  const last = (gone === -1 ? sinceRelief : sinceRelief.slice(0, gone)).at(-1);
  return last !== undefined && dayAfter(day, lasting) <= last.day;
}

function plain(word: string): string {
  return word.replaceAll('-', ' ');
}
