import type { components } from './analytics-api.js';
import type { CountedName, Dimensions, Proportion, RateRule, RatesQuery, Statement, WindowRates } from './ask.js';
import { measureNames } from '../words.js';

/** What the page Outcomes calls the things that analytics has codes for. */

type Scale = Dimensions['scales'][number];

const locationNames: Record<NonNullable<Scale['painLocation']>, string> = {
  back: 'in the back',
  buttock: 'in the buttock',
  leg: 'in the leg',
  overall: 'overall',
};
const recallNames: Record<NonNullable<Scale['recall']>, string> = {
  now: 'now',
  '24h': 'over the last 24 hours',
  '7d': 'over the last 7 days',
};

export function scaleName({
  measure,
  painLocation,
  recall,
}: Pick<Scale, 'measure' | 'painLocation' | 'recall'>): string {
  const location = painLocation === null ? '' : `, ${locationNames[painLocation]}`;
  return `${measureNames[measure]}${location}${recall === null ? '' : `, ${recallNames[recall]}`}`;
}

export const agentsNames: Record<NonNullable<RatesQuery['agents']>[number], string> = {
  both: 'Anaesthetic and steroid',
  steroid: 'Steroid alone',
  anaesthetic: 'Anaesthetic alone',
  none: 'Neither',
  unknown: 'Not known',
};

/** After "were" and "share that is". */
export const ruleNames: Record<RateRule, string> = {
  improved: 'better by the change that matters',
  'improved-by-points': 'better by the points that matter',
  'any-better': 'better at all',
  'over-50': 'better by more than 50%',
  'at-least-50': 'better by at least 50%',
  'at-least-75': 'better by at least 75%',
};

const ruleFields = {
  improved: 'improved',
  'improved-by-points': 'improvedByPoints',
  'any-better': 'anyBetter',
  'over-50': 'over50',
  'at-least-50': 'atLeast50',
  'at-least-75': 'atLeast75',
} as const satisfies Record<RateRule, keyof WindowRates>;

export function rateBy(rule: RateRule, rates: WindowRates): Proportion {
  return rates[ruleFields[rule]];
}

/** Who answered a rule's question, as episodes are looked up. */
export const answeredNames: Record<RateRule, CountedName> = {
  improved: 'improved-answered',
  'improved-by-points': 'points-answered',
  'any-better': 'any-better-answered',
  'over-50': 'percent-answered',
  'at-least-50': 'percent-answered',
  'at-least-75': 'percent-answered',
};

export const countedWords: Record<CountedName, string> = {
  expected: 'Scores expected',
  observed: 'Scores given',
  missing: 'Scores missing',
  unasked: 'Scores that nobody asked for',
  open: 'Windows still open',
  superseded: 'Windows cut short',
  'low-baseline': 'Scores from a low baseline',
  'no-percentage': 'Scores without a percentage',
  improved: 'Better by the change that matters',
  'improved-answered': 'Answers that can be better by the change that matters',
  'improved-by-points': 'Better by the points that matter',
  'points-answered': 'Answers that can be better by the points that matter',
  'any-better': 'Better at all',
  'any-better-answered': 'Answers that can be better',
  'over-50': 'Better by more than 50%',
  'at-least-50': 'Better by at least 50%',
  'at-least-75': 'Better by at least 75%',
  'percent-answered': 'Answers with a percentage',
  change: 'Changes',
  'percent-change': 'Changes in percent',
  session: 'Sessions begun',
  'session-completed': 'Sessions completed',
  'session-therapeutic': 'Therapeutic sessions',
  'session-diagnostic': 'Diagnostic sessions',
  complication: 'Complications',
  block: 'Diagnostic blocks',
  'block-doubt': 'Diagnostic blocks that cannot be judged',
  relief: 'Durations of relief',
  'relief-of-responders': 'Durations of relief of those who had any',
  'relief-then': 'Seen with relief then or later',
  'relief-ended': 'Seen without relief then or before',
  'relief-not-known': 'Relief not known then',
  'relief-of-low-baseline': 'Durations of relief from a low baseline',
  'no-relief-duration': 'Durations of relief that cannot be told',
  'return-of-pain': 'Returns of pain',
  'no-return-of-pain': 'No day of a return of pain',
  'steroid-onset': 'Onsets of the steroid',
  'no-steroid-onset': 'No day of an onset',
};

const missingNames: Record<string, string> = {
  'not-asked': 'was not asked',
  declined: 'declined to answer',
  unknown: 'no reason given',
};
export const missingName = (why: string): string => missingNames[why] ?? why;

const unknownReliefNames: Record<string, string> = {
  'no-baseline': 'no score before the treatment',
  'baseline-zero': 'no pain before the treatment',
  'not-attributable': 'cannot be told apart from another treatment',
  'no-percentage-of-this-measure': 'the measure has no percentage',
};
export const unknownReliefName = (why: string): string => unknownReliefNames[why] ?? why;

const unknownTimeNames: Record<string, string> = {
  'no-diary': 'kept no diary',
  'no-relief': 'had no relief',
  'no-baseline': 'had no score before the treatment',
  'baseline-zero': 'had no pain before the treatment',
  'not-returned': 'had no return of pain while they wrote',
  'not-attributable': 'cannot be told apart from another treatment',
};
export const unknownTimeName = (why: string): string => unknownTimeNames[why] ?? why;

export const complicationNames: Record<components['schemas']['funnel']['complications'][number]['category'], string> = {
  vasovagal: 'Vasovagal reaction',
  infection: 'Infection',
  'dural-puncture': 'Dural puncture',
  'new-deficit': 'New neurological deficit',
  allergy: 'Allergic reaction',
  flare: 'Pain flare',
  hyperglycaemia: 'Hyperglycaemia',
  other: 'Another complication',
};

export const blockNames: Record<components['schemas']['funnel']['blocks']['answers'][number]['answer'], string> = {
  positive: 'Positive',
  negative: 'Negative',
  indeterminate: 'Cannot be judged',
};

export const subjectNames: Record<Statement['subject'], string> = {
  'si-joint': 'SI joint injections',
  facet: 'Facet joint injections',
  epidural: 'Epidurals',
  overall: 'All treatments together',
};

export const sentenceNames: Record<Statement['sentence'], string> = {
  'report-improvement': 'Report improvement in their condition',
  'improved-over-half': 'Improved by more than 50%',
  'better-quality-of-life': 'Report better quality of life',
  'less-pain': 'Report less pain',
  'better-function': 'Report better function',
};
