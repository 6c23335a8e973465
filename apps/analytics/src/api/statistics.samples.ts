import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';
import {
  blocked,
  complicated,
  missingBecause,
  observed,
  relieved,
  sessionHeld,
  timed,
  unobserved,
} from '../outcome-observations.samples.js';

const strata: OutcomeStrata = {
  ...{ intent: 'therapeutic', agents: 'both', sides: 'left', isIndex: true, reasons: [] },
  priorTreatments: ['medication', 'injection'],
  ...{ ageBand: '50-59', sex: 'female', guidance: 'fluoroscopy', steroid: 'triamcinolone', site: 'RIVHOSP' },
};
const again: OutcomeStrata = {
  ...strata,
  sex: 'male',
  guidance: 'ct',
  sides: 'right',
  isIndex: false,
  agents: 'steroid',
  priorTreatments: [],
};

/** Ten scores of M3, a missing and a declined one; two scores a year later; sessions and what came of them. Invented. */
export const observations: readonly OutcomeObservation[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((betterBy) =>
    observed({ betterBy, percentBetter: betterBy * 12.5, improved: betterBy > 2, over50: betterBy > 4 }, { strata }),
  ),
  observed({ betterBy: 4, over50: false }, { strata: again, period: '2026-04' }),
  observed({ betterBy: 3, baselineBand: 'low' }, { strata }),
  observed({ betterBy: 2, improved: false, percentBetter: 25 }, { strata, isExpected: false }),
  unobserved('missing', { strata }),
  missingBecause('declined', { strata: again }),
  unobserved('superseded', { strata }),
  observed({}, { strata, window: 'M12' }),
  observed({ betterBy: 0, improved: false }, { strata, period: '2025-03', window: 'M12' }),
  observed({}, { strata, measure: 'odi', family: 'function', procedureType: 'epidural-injection' }),
  ...(['back', 'leg'] as const).map((painLocation) => observed({}, { strata, measure: 'vas', painLocation })),
  ...[sessionHeld(), sessionHeld(), sessionHeld({ isCompleted: false, isTherapeutic: false })],
  ...[complicated('vasovagal'), blocked(), blocked({}, { answer: 'negative' })],
  blocked({}, { answer: 'indeterminate', doubt: 'no-clock-time' }),
  ...[relieved(), relieved({}, { end: 'non-responder', lastDayWith: 0, firstDayWithout: 0 })],
  relieved({}, { end: 'censored', lastDayWith: 90, firstDayWithout: null }),
  relieved({}, { end: 'score-below', lastDayWith: 42, firstDayWithout: 91, baselineBand: 'low' }),
  relieved({}, { end: 'censored', lastDayWith: null, firstDayWithout: null, doubt: 'no-baseline' }),
  ...[1, 2.5, 3, 3, 4, 6].map((days) => timed('steroid-onset', { days })),
  ...[timed('steroid-onset', { days: null, doubt: 'no-relief' }), timed('return-of-pain', { days: 40 })],
].map((observation, index) => ({
  ...observation,
  key: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
}));
