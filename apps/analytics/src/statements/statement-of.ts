import { defaultRules } from '@ilium/clinical';
import type { MeasureCode, ProcedureType } from '@ilium/contracts';
import { proportionOf, type Proportion } from '../answers/proportion.js';
import { rateRules, type RateRule } from '../answers/trend.js';
import { missingOf } from '../answers/window-rates.js';
import type { Counts, WindowCounts } from '../questions/counts.repository.js';
import type { Scale } from '../questions/scale.js';
import { counterNames, type CounterName } from '../rollups/counters.js';
import type { Sentence, Subject } from './sentences.js';
import type { Statement } from './statement.schema.js';
import type { StatementSettings } from './statement-settings.js';

/** What a sentence is said of. */
export interface Asked {
  readonly of: 'patients' | 'treatments';
  readonly from: string | null;
  readonly to: string | null;
}

/** Sessions that were begun, and their complications: a session may have several. */
export interface SessionCounts {
  readonly sessions: number;
  readonly count: number;
}

/** The window that sentences about a type are about. */
function primaryWindow(type: ProcedureType): string {
  return defaultRules.primaryWindows[type] ?? defaultRules.primaryWindows.usual;
}

/** @param groups of all types, scales and windows; what the sentence is not about is left out here */
export function statementOf(
  sentence: Sentence,
  subject: Subject,
  asked: Asked,
  groups: readonly WindowCounts[],
  sessions: SessionCounts,
  settings: StatementSettings,
): Statement {
  const measure = sentence.measure ?? settings.measures[sentence.family];
  const own = groups.filter((group) => isAbout(group, subject, measure));
  const scales = scalesIn(own);
  const [scale] = scales;
  const counts = sumOf(own.map((group) => group.counts));
  const [observed, expected] = followUpOf(counts);
  const rate = rateBy(sentence.rule, counts);
  const followUpRate = expected === 0 ? null : observed / expected;
  const refusals = refusalsOf({ scales: scales.length, expected, followUpRate, answers: rate.of }, settings);
  const isFit = refusals.length === 0;
  return {
    sentence: sentence.id,
    subject: subject.id,
    ...asked,
    measure,
    painLocation: scale?.painLocation ?? null,
    recall: scale?.recall ?? null,
    windows: subject.types.map((procedureType) => ({ procedureType, window: primaryWindow(procedureType) })),
    rule: sentence.rule,
    text: isFit ? textOf(sentence, subject, asked, rate) : null,
    claim: isFit ? claimOf(sentence, subject, asked, rate) : null,
    refusals,
    rate: isFit ? rate : null,
    beside: isFit ? sentence.beside.map((rule) => ({ rule, rate: rateBy(rule, counts) })) : [],
    ...{ expected, observed, followUpRate },
    complications: sessions,
  };
}

function isAbout(group: WindowCounts, subject: Subject, measure: MeasureCode): boolean {
  return (
    group.measure === measure &&
    subject.types.includes(group.procedureType) &&
    group.window === primaryWindow(group.procedureType)
  );
}

/** Scores of another location or recall are another question. */
function scalesIn(groups: readonly WindowCounts[]): readonly Scale[] {
  const scales = new Map(groups.map((group) => [`${group.painLocation} ${group.recall}`, group]));
  return [...scales.values()];
}

function sumOf(all: readonly Counts[]): Counts {
  const total = (name: CounterName) => all.reduce((sum, counts) => sum + counts[name], 0n);
  return Object.fromEntries(counterNames.map((name) => [name, total(name)])) as Record<CounterName, bigint>;
}

function followUpOf(counts: Counts): [observed: number, expected: number] {
  const observed = Number(counts.observed - counts.observedUnasked);
  return [observed, observed + Number(missingOf(counts))];
}

function rateBy(rule: RateRule, counts: Counts): Proportion {
  const [count, of] = rateRules[rule];
  return proportionOf(counts[count], counts[of], missingOf(counts));
}

function refusalsOf(
  found: { scales: number; expected: number; followUpRate: number | null; answers: number },
  { leastAnswers, leastFollowUp }: StatementSettings,
): Statement['refusals'] {
  const { scales, expected, followUpRate, answers } = found;
  if (expected === 0) return [{ reason: 'nobody-expected', why: 'No window of it has closed.' }];
  const refusals: Statement['refusals'] = [];
  if (scales > 1) {
    const why = 'Scores of several locations or recall periods are no one question. Ask for one of them.';
    refusals.push({ reason: 'several-scales', why });
  }
  if (answers < leastAnswers)
    refusals.push({ reason: 'too-few-answers', why: `${answers} answers; at least ${leastAnswers} are needed.` });
  if ((followUpRate ?? 0) < leastFollowUp) {
    const why = `${percent(followUpRate ?? 0)} of the expected answered; at least ${percent(leastFollowUp)} are needed.`;
    refusals.push({ reason: 'too-little-follow-up', why });
  }
  return refusals;
}

function whose({ patients, treatments }: Subject, { of }: Asked): string {
  return of === 'patients' ? patients : `patients after ${treatments}`;
}

function textOf(sentence: Sentence, subject: Subject, asked: Asked, { count, of, rate, interval }: Proportion): string {
  const range = interval === null ? '' : `, 95 % interval ${percent(interval.lower)} to ${percent(interval.upper)}`;
  return `${percent(rate ?? 0)} of ${whose(subject, asked)} ${sentence.words} (${count} of ${of}${range}).`;
}

const claimStep = 5;

/** The largest round share that the observed rate lies above. */
function claimOf(sentence: Sentence, subject: Subject, asked: Asked, { count, of }: Proportion): string | null {
  // In whole numbers: 90 % of 10 is not above 90 %.
  const steps = Math.ceil((count * 100) / (of * claimStep)) - 1;
  return steps < 1 ? null : `Over ${steps * claimStep} % of ${whose(subject, asked)} ${sentence.words}.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
