import { statusNames } from '../words.js';
import { amountText, betterText } from './amount.js';
import type { EpisodeOutcome } from './ask.js';
import { blockNames, complicationNames, missingName } from './labels.js';

/** What was found of an outcome, in words. */
export function foundText(outcome: Pick<EpisodeOutcome, FoundName>): string {
  const { status, baseline, value, betterBy, missingReason, result } = outcome;
  if (result !== null) return resultText(result);
  if (status !== 'observed')
    return `${statusNames[status].name}${missingReason === null ? '' : ` (${missingName(missingReason)})`}`;
  if (value === null) return statusNames.observed.name;
  const from = baseline === null ? '' : `${amountText(baseline)} to `;
  return `${from}${amountText(value)}${betterBy === null ? '' : `, ${betterText(betterBy)}`}`;
}

type FoundName = 'status' | 'baseline' | 'value' | 'betterBy' | 'missingReason' | 'result';
type Told = NonNullable<EpisodeOutcome['result']>[string];

const resultNames: Readonly<Record<string, string>> = {
  answer: 'result',
  repetition: 'block',
  percentRelief: 'relief in %',
  thresholdPercent: 'positive from (%)',
  days: 'days after the treatment',
  end: 'ended by',
  lastDayWith: 'last day with relief',
  firstDayWithout: 'first day without',
  baselineBand: 'score before',
  category: 'complication',
  daysAfter: 'days after the treatment',
  isCompleted: 'completed',
  isTherapeutic: 'therapeutic',
  isDiagnostic: 'diagnostic',
  doubt: 'in doubt',
};

const toldNames: Readonly<Record<string, string>> = {
  ...blockNames,
  ...complicationNames,
  'score-below': 'a score with less relief',
  intervention: 'a further intervention',
  censored: 'nothing: it lasted when last seen',
  'non-responder': 'no relief at any time',
};

function resultText(result: NonNullable<EpisodeOutcome['result']>): string {
  return Object.entries(result)
    .filter(([, told]) => told !== null)
    .map(([name, told]) => `${resultNames[name] ?? name}: ${toldText(told)}`)
    .join(', ');
}

/** Words that nobody has put into better ones are at least no codes. */
function toldText(told: Told): string {
  if (typeof told === 'boolean') return told ? 'yes' : 'no';
  if (typeof told === 'number') return amountText(told);
  return told === null ? '–' : (toldNames[told]?.toLowerCase() ?? told.replaceAll('-', ' '));
}
