import type { MeasureCode, PainLocation, Recall } from '@ilium/contracts';
import { proportionOf, type Proportion } from '../answers/proportion.js';
import { rateRules, type RateRule } from '../answers/trend.js';
import { missingOf } from '../answers/window-rates.js';
import { sumOf, unansweredOf, type Counts } from '../questions/counts.js';
import type { WindowCounts } from '../questions/counts.repository.js';
import type { Scale } from '../questions/scale.js';
import type { Sentence, Subject } from './sentences.js';
import type { Statement } from './statement.schema.js';
import { percentBelow, percentText } from './percent-text.js';
import { primaryWindowOf, type StatementSettings } from './statement-settings.js';

/** What a sentence is said of. */
export interface Asked {
  readonly of: 'patients' | 'treatments';
  readonly from: string | null;
  readonly to: string | null;
  /** Where scores are of several. */
  readonly painLocation?: PainLocation | undefined;
  readonly recall?: Recall | undefined;
}

/** Sessions that were begun, and their complications: a session may have several. */
export interface SessionCounts {
  readonly sessions: number;
  readonly count: number;
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
  const about = groups.filter((group) => isAbout(group, subject, measure, settings));
  // Of the other measures nobody says where it hurts.
  const askedScale = sentence.family === 'pain' ? asked : {};
  const inAsked = about.flatMap((group) => inScale(group, askedScale)).filter(isAsked);
  const scales = scalesIn(inAsked);
  const [scale] = scales;
  const own = scale === undefined || scales.length > 1 ? inAsked : about.flatMap((group) => onScale(group, scale));
  const counts = sumOf(own.map((group) => group.counts));
  const figures = { ...followUpOf(counts), rate: rateBy(sentence.rule, counts) };
  const refusals = refusalsOf(subject, asked, { ...figures, scales: scales.length, counts }, settings);
  const isFit = refusals.length === 0;
  const { expected, observed, followUpRate, rate } = figures;
  const { of, from, to } = asked;
  return {
    sentence: sentence.id,
    subject: subject.id,
    ...{ of, from, to },
    measure,
    painLocation: scale?.painLocation ?? null,
    recall: scale?.recall ?? null,
    windows: subject.types.map((procedureType) => ({
      procedureType,
      window: primaryWindowOf(procedureType, settings),
    })),
    rule: sentence.rule,
    text: isFit ? textOf(sentence, subject, asked, rate) : null,
    claim: isFit ? claimOf(sentence, subject, asked, rate) : null,
    refusals,
    rate: isFit ? rate : null,
    beside: isFit ? besideOf(sentence, counts) : [],
    ...{ expected, observed, followUpRate, missing: null },
    complications: sessions,
  };
}

/** What a published statement's question counts: by its own measure, windows and scale, whatever the site has decided since. */
export function countsOf(statement: Statement, groups: readonly WindowCounts[]): Counts {
  const own = groups.filter((group) => isInWindows(group, statement));
  return sumOf(own.flatMap((group) => onScale(group, statement)).map((group) => group.counts));
}

/** Whether a group is of a statement's measure, in its window of the type of procedure. */
export function isInWindows(
  group: Pick<WindowCounts, 'measure' | 'procedureType' | 'window'>,
  { measure, windows }: Pick<Statement, 'measure' | 'windows'>,
): boolean {
  return (
    group.measure === measure &&
    windows.some(({ procedureType, window }) => group.procedureType === procedureType && group.window === window)
  );
}

function isAbout(group: WindowCounts, subject: Subject, measure: MeasureCode, settings: StatementSettings): boolean {
  return (
    group.measure === measure &&
    subject.types.includes(group.procedureType) &&
    group.window === primaryWindowOf(group.procedureType, settings)
  );
}

/**
 * What of a group is on the scale that is asked for. Who neither answered nor had a baseline said no location and no recall period:
 * missing to whichever is asked, also where others answered and said none.
 */
function inScale(group: WindowCounts, asked: Pick<Asked, 'painLocation' | 'recall'>): readonly WindowCounts[] {
  const { painLocation, recall, counts } = group;
  const isSame = (asked.painLocation ?? painLocation) === painLocation && (asked.recall ?? recall) === recall;
  if (isSame) return [group];
  return painLocation === null && recall === null ? [{ ...group, counts: unansweredOf(counts) }] : [];
}

/**
 * What of a group is on the one scale that a sentence is read off: answers on it, and who gave none and named no other. As
 * `movement-sql.ts` says it of a fact.
 */
function onScale(
  group: WindowCounts,
  { painLocation, recall }: Pick<Scale, 'painLocation' | 'recall'>,
): WindowCounts[] {
  if (group.painLocation === painLocation && group.recall === recall) return [group];
  return namesNoOther(group, { painLocation, recall }) ? [{ ...group, counts: unansweredOf(group.counts) }] : [];
}

/** Whether who gave no answer may be missing to a scale. */
export function namesNoOther(group: Place, { painLocation, recall }: Place): boolean {
  return (
    (group.painLocation ?? painLocation) === (painLocation ?? group.painLocation) &&
    (group.recall ?? recall) === (recall ?? group.recall)
  );
}

type Place = Pick<Scale, 'painLocation' | 'recall'>;

/** Scores that the site asks nobody for, of a location of their own: told besides, and no part of the question. */
function isAsked({ counts }: WindowCounts): boolean {
  return counts.observed === 0n || counts.observed > counts.observedUnasked;
}

/** Scores of another location or recall are another question. What corrections have emptied is none. */
function scalesIn(groups: readonly WindowCounts[]): readonly Scale[] {
  const answered = groups.filter(({ counts }) => counts.observed > 0n);
  const scales = new Map(answered.map((group) => [`${group.painLocation} ${group.recall}`, group]));
  return [...scales.values()];
}

interface FollowUp {
  readonly expected: number;
  readonly observed: number;
  readonly followUpRate: number | null;
}

/**
 * Windows that are still open count as expected here: who answers early is seen at once, who does not only when the window
 * closes, and a recent month would seem to have answered as a whole.
 */
function followUpOf(counts: Counts): FollowUp {
  const observed = Number(counts.observed - counts.observedUnasked);
  const expected = observed + Number(missingOf(counts) + counts.open);
  return { expected, observed, followUpRate: expected === 0 ? null : observed / expected };
}

function rateBy(rule: RateRule, counts: Counts): Proportion {
  const [count, of] = rateRules[rule];
  return proportionOf(counts[count], counts[of], counts.observed + missingOf(counts) + counts.open);
}

/** Of some measures nobody knows which change matters: then nothing is told of it, rather than that nobody had one. */
function besideOf({ beside }: Sentence, counts: Counts): Statement['beside'] {
  return beside.map((rule) => ({ rule, rate: rateBy(rule, counts) })).filter(({ rate }) => rate.of > 0);
}

function refusalsOf(
  subject: Subject,
  asked: Asked,
  found: FollowUp & { readonly scales: number; readonly counts: Counts; readonly rate: Proportion },
  { leastAnswers, leastFollowUp }: StatementSettings,
): Statement['refusals'] {
  const { scales, expected, followUpRate, counts, rate } = found;
  if (expected === 0)
    return [{ reason: 'nobody-expected', why: 'The site asks nobody for it, or no window has begun.' }];
  const unasked = Number(counts.observedUnasked);
  const rows: readonly [isBroken: boolean, ...Statement['refusals'][number][]][] = [
    [
      asked.of === 'patients' && !isOneYear(asked),
      { reason: 'several-years', why: 'A patient counts once a year. Ask for one year (from, to), or for treatments.' },
    ],
    [
      asked.of === 'patients' && subject.types.length > 1,
      { reason: 'several-types', why: 'A patient counts once for each type of procedure. Ask for treatments.' },
    ],
    [
      scales > 1,
      {
        reason: 'several-scales',
        why: 'Scores of several locations or recall periods are no one question. Ask for one of them.',
      },
    ],
    [
      unasked > 0,
      {
        reason: 'unasked-answers',
        why: `${unasked} answers came that the site does not ask for: nobody knows of how many.`,
      },
    ],
    [
      rate.of < leastAnswers,
      { reason: 'too-few-answers', why: `${rate.of} answers; at least ${leastAnswers} are needed.` },
    ],
    [
      (followUpRate ?? 0) < leastFollowUp || rate.of / expected < leastFollowUp,
      {
        reason: 'too-little-follow-up',
        why: `${percentBelow(rate.of, expected)} of the expected gave an answer that counts; at least ${percentText(leastFollowUp)} are needed.`,
      },
    ],
  ];
  return rows.flatMap(([isBroken, ...refusals]) => (isBroken ? refusals : []));
}

const yearLength = '2026'.length;

function isOneYear({ from, to }: Asked): boolean {
  return from !== null && to !== null && from.slice(0, yearLength) === to.slice(0, yearLength);
}

function textOf(sentence: Sentence, subject: Subject, asked: Asked, { count, of, rate, interval }: Proportion): string {
  const range =
    interval === null ? '' : `, 95 % interval ${percentText(interval.lower)} to ${percentText(interval.upper)}`;
  return `${said(percentText(rate ?? 0), sentence, subject, asked)} (${count} of ${of}${range}).`;
}

/** Of treatments nobody says "of patients": one patient may have had several (clinical rule 22). */
function said(share: string, { words }: Sentence, { patients, treatments }: Subject, { of }: Asked): string {
  return of === 'patients' ? `${share} of ${patients} ${words}` : `After ${share} of ${treatments}, patients ${words}`;
}

const claimStep = 5;

/** The largest round share that the observed rate lies above. */
function claimOf(sentence: Sentence, subject: Subject, asked: Asked, { count, of }: Proportion): string | null {
  // In whole numbers: 90 % of 10 is not above 90 %.
  const steps = Math.ceil((count * 100) / (of * claimStep)) - 1;
  if (steps < 1) return null;
  const share = `${steps * claimStep} %`;
  return `${said(asked.of === 'patients' ? `Over ${share}` : `over ${share}`, sentence, subject, asked)}.`;
}
