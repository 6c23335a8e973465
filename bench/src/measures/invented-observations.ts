import { randomUUID } from 'node:crypto';
import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';

/** Observations as the mapper would publish them: of each session three measures in eight windows. Invented. */

const scales = [
  { scale: { measure: 'nrs', family: 'pain', painLocation: 'overall', recall: '7d' }, lowest: 4, highest: 10 },
  { scale: { measure: 'odi', family: 'function' }, lowest: 20, highest: 60 },
  { scale: { measure: 'promis-physical-health', family: 'quality-of-life', recall: '7d' }, lowest: 30, highest: 50 },
] as const;
const windows = ['W1', 'W2', 'W6', 'M3', 'M6', 'M12', 'M24', 'Y3'] as const;
const types = ['si-joint-injection', 'facet-injection', 'epidural-injection', 'si-joint-rfa'] as const;

const below = (limit: number): number => Math.floor(Math.random() * limit);
const oneOf = <Word>(words: readonly [Word, ...Word[]]): Word => words[below(words.length)] ?? words[0];

/** Of one session. */
export function inventedObservations(rulesVersion: string): OutcomeObservation[] {
  const strata: OutcomeStrata = {
    agents: oneOf(['both', 'both', 'both', 'steroid']),
    intent: oneOf(['therapeutic', 'both', 'unknown']),
    isIndex: Math.random() < 0.6,
    sides: oneOf(['left', 'right', 'both']),
    sex: oneOf(['female', 'male']),
    ageBand: oneOf(['under-40', '40-49', '50-59', '60-69', '70-79', '80-or-over']),
    guidance: oneOf(['fluoroscopy', 'fluoroscopy', 'ct', 'ultrasound']),
    steroid: oneOf(['triamcinolone', 'methylprednisolone', 'dexamethasone']),
    reasons: [],
    priorTreatments: oneOf([[], ['medication'], ['medication', 'physical-therapy'], ['injection']]),
  };
  const about = {
    ...{ revision: 1, session: randomUUID(), procedureType: oneOf(types), strata, rulesVersion },
    period: `${2022 + below(5)}-${String(1 + below(12)).padStart(2, '0')}`,
  };
  return scales.flatMap(({ scale, lowest, highest }) =>
    windows.map((window): OutcomeObservation => {
      const score = { ...about, ...scale, window, key: randomUUID(), isExpected: true };
      if (Math.random() > 0.72) return { ...score, status: 'missing' };
      const baseline = lowest + below(highest - lowest);
      return { ...score, status: 'observed', result: resultOf(baseline, below(lowest)) };
    }),
  );
}

function resultOf(baseline: number, betterBy: number) {
  const percentBetter = (100 * betterBy) / baseline;
  return {
    ...{ baseline, value: baseline - betterBy, betterBy, percentBetter },
    ...({ baselineBand: 'usual', origin: 'computed' } as const),
    improved: percentBetter >= 30,
    improvedByPoints: betterBy >= 2,
    over50: percentBetter > 50,
    atLeast50: percentBetter >= 50,
    atLeast75: percentBetter >= 75,
  };
}
