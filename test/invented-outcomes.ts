import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';
import {
  complicated,
  missingBecause,
  observed,
  relieved,
  sessionHeld,
  timed,
  unobserved,
} from '../apps/analytics/src/outcome-observations.samples.js';

/** Courses of nobody: no more than something to look at, and the same at each run. */
const courses = 480;

const pick = <Value>(values: readonly [Value, ...Value[]], at: number): Value =>
  values[at % values.length] ?? values[0];

/** Spreads numbers over 0 to 1 without a pattern to the eye. */
function spread(index: number, salt: number): number {
  const far = Math.sin(index * 12.9898 + salt * 78.233) * 43_758.5453;
  return far - Math.floor(far);
}

function strataOf(index: number): OutcomeStrata {
  return {
    ...{ intent: 'therapeutic', agents: index % 5 === 0 ? 'steroid' : 'both', isIndex: index % 4 !== 3, reasons: [] },
    sides: pick(['left', 'right', 'both'], index),
    priorTreatments: index % 3 === 0 ? ['physical-therapy'] : ['medication', 'injection'],
    ageBand: pick(['40-49', '50-59', '60-69', '70-79'], Math.floor(spread(index, 7) * 4)),
    sex: spread(index, 3) < 0.6 ? 'female' : 'male',
    guidance: pick(['fluoroscopy', 'ct', 'ultrasound'], Math.floor(spread(index, 5) * 3)),
    steroid: pick(['triamcinolone', 'methylprednisolone', 'dexamethasone'], index),
  };
}

interface When {
  readonly period: string;
  readonly strata: OutcomeStrata;
}

/** Each window, with the share that is better by then and the share that answers. */
const windows = [
  ['W2', 0.72, 0.92],
  ['W6', 0.63, 0.86],
  ['M3', 0.48, 0.74],
  ['M6', 0.34, 0.55],
] as const;

function scoresOf(index: number, when: When): readonly OutcomeObservation[] {
  return windows.map(([window, better, answers], at) => {
    const about = { ...when, window };
    if (index > courses - 12 * at) return unobserved('open', about);
    const says = spread(index, at + 11);
    if (says > answers) return says > 0.96 ? missingBecause('declined', about) : unobserved('missing', about);
    if (says < 0.02) return unobserved('superseded', about);
    const percent = Math.max(0, Math.round((better + 0.35 - spread(index, at)) * 100));
    const betterBy = Math.min(8, Math.round(percent * 0.08));
    return observed(
      {
        ...{ betterBy, percentBetter: percent, value: 8 - betterBy, improved: percent >= 30 },
        ...{ over50: percent > 50, atLeast50: percent >= 50, atLeast75: percent >= 75 },
      },
      about,
    );
  });
}

function epidural(betterBy: number, when: When): OutcomeObservation {
  const isHalf = betterBy === 3;
  return observed(
    { betterBy, percentBetter: betterBy * 20, improved: betterBy > 1, over50: isHalf, atLeast50: isHalf },
    { ...when, window: 'W6', procedureType: 'epidural-injection', measure: 'odi', family: 'function' },
  );
}

const visits = [14, 42, 91, 182] as const;

function reliefOf(index: number, when: When): OutcomeObservation {
  const lasts = Math.floor(spread(index, 2) * 6);
  if (lasts === 0) return relieved(when, { end: 'non-responder', lastDayWith: 0, firstDayWithout: 0 });
  const [before, after] = [visits[lasts - 2] ?? 0, visits[lasts - 1]];
  if (after === undefined) return relieved(when, { end: 'censored', lastDayWith: 182, firstDayWithout: null });
  return relieved(when, { end: 'score-below', lastDayWith: before, firstDayWithout: after });
}

function diaryOf(index: number, when: When): readonly OutcomeObservation[] {
  const isBack = spread(index, 9) < 0.7;
  return [
    timed('steroid-onset', { days: 1 + Math.round(spread(index, 8) * 12) / 2 }, when),
    timed(
      'return-of-pain',
      isBack ? { days: 20 + Math.round(spread(index, 4) * 60) } : { days: null, doubt: 'not-returned' },
      when,
    ),
  ];
}

export const inventedOutcomes: readonly OutcomeObservation[] = Array.from({ length: courses }, (_, index) => {
  const month = Math.floor((index * 18) / courses);
  const period = `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  const when = { period, strata: strataOf(index) };
  return [
    sessionHeld({ isCompleted: index % 40 !== 0, isTherapeutic: index % 40 !== 0 }, when),
    ...scoresOf(index, when),
    reliefOf(index, when),
    ...(index % 4 === 0 ? diaryOf(index, when) : []),
    ...(index % 60 === 7 ? [complicated('vasovagal', when)] : []),
    ...(index % 3 === 0 ? [epidural(index % 4, when)] : []),
  ];
})
  .flat()
  .map((observation, index) => ({ ...observation, key: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}` }));
