import type { BlockResult, ReliefDurationResult, TimeToEventResult } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import { isDiaryBegun } from '../../outcomes/diary.js';
import { isPainScale } from '../../outcomes/relief.js';
import { reliefDuration } from '../../outcomes/relief-duration.js';
import { returnOfPain, type MeasuredTime } from '../../outcomes/return-of-pain.js';
import { steroidOnset } from '../../outcomes/steroid-onset.js';
import type { Rules } from '../../rules.js';
import type { Measure } from '../../terminology/measures.js';
import { opensEpisode } from '../scores/attribution.js';
import { answeredBlocks, type AnsweredBlock } from './blocks.js';
import type { Series } from '../scores/episodes.js';
import type { Joint } from '../procedures/joints.js';
import { daysBetween, type Day } from '../reports/moments.js';
import { placeOf } from '../scores/outcomes.js';
import type { CountedScore, Scale, Score } from '../scores/scores.js';
import type { Session } from '../sessions/sessions.js';

interface AboutSession {
  readonly key: string;
  readonly session: Session;
  /** Where the scores name the joint that it is about. */
  readonly joint: Joint | undefined;
  /** The ids of the scores that it rests on. */
  readonly derivedFrom: readonly string[];
  /** Since when it holds: the day of the latest thing that it rests on, and not of the deriving. */
  readonly asOfDay: Day;
}

/** What a session came to, apart from its windows. */
export type DerivedResult =
  | (AboutSession & { readonly kind: 'block'; readonly scale: Scale | undefined; readonly result: BlockResult })
  | (AboutSession & {
      readonly kind: 'return-of-pain' | 'steroid-onset';
      readonly scale: Scale;
      readonly result: TimeToEventResult;
    })
  | (AboutSession & {
      readonly kind: 'relief-duration';
      readonly scale: Scale;
      readonly result: ReliefDurationResult;
    });

/** Clinical rules 17 to 19, for all sessions of a patient. */
export function resultsOf(
  sessions: readonly Session[],
  series: readonly Series[],
  scores: readonly Score[],
  rules: Rules,
  ids: Ids,
): readonly DerivedResult[] {
  const pain = series.filter(({ measure }) => isPainScale(measure));
  return [
    ...answeredBlocks(sessions, scores, rules).map((block) => blockOf(block, ids)),
    ...pain.flatMap((one) => [...timesOf(one, rules, ids), ...durationOf(one, rules, ids)]),
  ];
}

function blockOf({ target, result, before, after }: AnsweredBlock, ids: Ids): DerivedResult {
  const { session, day, joint } = target;
  const scores = [before, after].filter((score) => score !== undefined);
  return {
    kind: 'block',
    // Not of the scale: another one may come to have the answer.
    key: ids.identify(['result', ...placeOf(session, joint), 'block']),
    session,
    joint,
    scale: before ?? after,
    result,
    derivedFrom: scores.map(({ id }) => id),
    asOfDay: after?.effective?.day ?? day,
  };
}

/** Clinical rule 18: where a diary was begun; where nobody was asked to keep one, there is nothing to miss. */
function timesOf(series: Series, rules: Rules, ids: Ids): readonly DerivedResult[] {
  const { session, baseline, isExpected } = series;
  const scores = daysOf(series);
  const isAsked = isDiaryBegun(scores, rules.diaryDays) || (rules.diaryExpected && isExpected && scores.length > 0);
  if (!isAsked) return [];
  const diary = { baseline: baseline?.value, scores };
  const about = (
    kind: 'return-of-pain' | 'steroid-onset',
    { result, from }: MeasuredTime<DayScore>,
  ): DerivedResult => ({
    ...aboutSeries(series, kind, from, ids),
    kind,
    result,
  });
  return [
    // Pain can only return from an anaesthetic.
    ...(session.isDiagnostic ? [about('return-of-pain', returnOfPain(diary, rules))] : []),
    // As a steroid can only set in where it was given: ablation and fusion work otherwise.
    ...(hasSteroid(session) ? [about('steroid-onset', steroidOnset(diary, rules))] : []),
  ];
}

function hasSteroid({ agents }: Session): boolean {
  return agents === 'steroid' || agents === 'both';
}

/** Clinical rule 19. What the first window does not yet count, the steroid has not done. */
function durationOf(series: Series, rules: Rules, ids: Ids): readonly DerivedResult[] {
  if (!opensEpisode(series.session)) return [];
  const { day, baseline, end } = series;
  const kind = 'relief-duration';
  const firstDay = Math.min(...rules.windows.map((window) => window.firstDay));
  const measured = reliefDuration(
    {
      baseline: baseline?.value,
      scores: daysOf(series),
      end: end && { day: daysBetween(day, end.day), by: end.by },
    },
    { reliefPercent: rules.reliefPercent, firstDay },
  );
  if (measured === undefined) return [];
  const about = aboutSeries(series, kind, measured.from, ids);
  const isEnded = measured.result.end === 'intervention' && end !== undefined;
  const result = { ...measured.result, ...bandOf(baseline, series.measure) };
  return [{ ...about, kind, result, asOfDay: isEnded ? end.day : about.asOfDay }];
}

/** Clinical rule 16: of little pain a small change is half of it; counted apart. */
function bandOf(
  baseline: CountedScore | undefined,
  { lowBaselineBelow = 0 }: Measure,
): Pick<ReliefDurationResult, 'baselineBand'> {
  if (baseline === undefined || baseline.value <= 0) return {};
  return { baselineBand: baseline.value < lowBaselineBelow ? 'low' : 'usual' };
}

interface DayScore {
  readonly score: Score;
  readonly value: number;
  readonly day: number;
  readonly minutes: number | undefined;
}

function daysOf({ followUps }: Series): readonly DayScore[] {
  return followUps.map(({ score, age, minutes }) => ({ score, value: score.value, day: age, minutes }));
}

function aboutSeries(
  { session, joint, day, measure, painLocation, recall, side, baseline }: Series,
  kind: DerivedResult['kind'],
  from: readonly DayScore[],
  ids: Ids,
) {
  const scores = [...(baseline === undefined ? [] : [baseline]), ...from.map(({ score }) => score)];
  return {
    key: ids.identify(['result', ...placeOf(session, joint), kind, measure.measure, painLocation ?? '', recall ?? '']),
    session,
    joint,
    scale: { measure, painLocation, recall, side },
    derivedFrom: scores.map(({ id }) => id),
    asOfDay: from.at(-1)?.score.effective?.day ?? day,
  };
}
