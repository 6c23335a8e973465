import type { BlockAnswer, BlockResult, ReliefDurationResult, ReliefEnd, TimeToEventResult } from '@ilium/contracts';
import type { DerivedResult } from '../derive/results/results.js';
import { absentFor, componentOf, doubtTexts, inUcum, ownConcept, valueOr, type FigureValue } from './figure-values.js';

/** What a session came to, apart from its windows, or why that can't be said. */
export function resultFigure(derived: DerivedResult, base: string): FigureValue {
  switch (derived.kind) {
    case 'block':
      return ofBlock(derived.result, base);
    case 'return-of-pain':
    case 'steroid-onset':
      return ofTime(derived.result, base);
    case 'relief-duration':
      return ofDuration(derived.result, base);
  }
}

export const blockAnswerNames: Readonly<Record<BlockAnswer, string>> = {
  positive: 'Positive: the pain comes from what was numbed',
  negative: 'Negative',
  indeterminate: 'Indeterminate: neither positive nor negative',
};

export const repetitionNames: Readonly<Record<BlockResult['repetition'], string>> = {
  single: 'Not repeated',
  confirmed: 'Confirmed by a second block of the same target',
};

/** Clinical rule 17: a result, and never a Condition. */
function ofBlock(
  { answer, doubt, percentRelief, thresholdPercent, repetition }: BlockResult,
  base: string,
): FigureValue {
  const percent = (value: number) => ({ valueQuantity: inUcum(value, '%') });
  const concept = (name: string, code: string, text: string) => ({
    valueCodeableConcept: ownConcept(name, code, text, base),
  });
  return {
    ...concept('block-answer', answer, blockAnswerNames[answer]),
    component: [
      ...(percentRelief === null ? [] : [componentOf('percent-relief', percent(percentRelief), base)]),
      componentOf('threshold', percent(thresholdPercent), base),
      ...(doubt === undefined
        ? [componentOf('repetition', concept('block-repetition', repetition, repetitionNames[repetition]), base)]
        : [componentOf('doubt', concept('block-doubt', doubt, doubtTexts[doubt]), base)]),
    ],
  };
}

function ofTime({ days, doubt }: TimeToEventResult, base: string): FigureValue {
  return valueOr(days, 'd', doubt ?? 'no-diary', base);
}

export const reliefEndNames: Readonly<Record<ReliefEnd, string>> = {
  'score-below': 'A score below relief',
  intervention: 'Another treatment',
  censored: 'Not seen: relief lasted at the last score',
  'non-responder': 'There was no relief at any score',
};

/** Clinical rule 19: between two scores the end is only known to lie there; while relief lasts there is no upper bound. */
function ofDuration({ end, lastDayWith, firstDayWithout, doubt }: ReliefDurationResult, base: string): FigureValue {
  if (doubt !== undefined || lastDayWith === null) return absentFor(doubt ?? 'no-relief', base);
  const isExact = lastDayWith === firstDayWithout;
  const high = firstDayWithout === null ? {} : { high: inUcum(firstDayWithout, 'd') };
  return {
    ...(isExact
      ? { valueQuantity: inUcum(lastDayWith, 'd') }
      : { valueRange: { low: inUcum(lastDayWith, 'd'), ...high } }),
    component: [
      componentOf(
        'relief-end',
        { valueCodeableConcept: ownConcept('relief-end', end, reliefEndNames[end], base) },
        base,
      ),
    ],
  };
}
