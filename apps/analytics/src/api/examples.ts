import type { OutcomesSummary } from '@ilium/contracts';

/** Invented figures, as an answer to `?procedureType=si-joint-injection&measure=nrs&window=M3`. */
export const summaryExample: OutcomesSummary = {
  total: 130,
  byStatus: { open: 14, observed: 92, missing: 21, superseded: 3 },
  retracted: 2,
  groups: [
    {
      procedureType: 'si-joint-injection',
      measure: 'nrs',
      family: 'pain',
      window: 'M3',
      open: 14,
      observed: 92,
      missing: 21,
      superseded: 3,
      unasked: 0,
      expected: 113,
      followUpRate: 92 / 113,
      rated: 80,
      lowBaseline: 7,
      noPercentage: 5,
      improved: 56,
      over50: 36,
      atLeast50: 40,
      atLeast75: 20,
      improvedRate: 0.7,
      over50Rate: 0.45,
    },
  ],
};
