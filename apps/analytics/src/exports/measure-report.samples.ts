import type { ToldStatement } from '../statements/statements.service.js';

/** Invented: a statement of patients, published. */
export const publishedSample: ToldStatement = {
  id: '7d0c5f0e-3e5d-4b0f-8a44-0d9f6d1c2a11',
  publishedAt: new Date('2026-11-30T12:00:00Z'),
  approver: 'A. <Person> & B.',
  madeBy: {
    ...{
      wording: '00112233',
      rules: ['riverside 3'],
      release: '1.4.0',
      countedBy: '0123456789abcdef',
      dataVersion: '',
    },
  },
  corrected: [],
  grown: [],
  statement: {
    sentence: 'less-pain',
    subject: 'si-joint',
    of: 'patients',
    from: '2026-01',
    to: '2026-03',
    measure: 'nrs',
    painLocation: 'back',
    recall: '7d',
    windows: [{ procedureType: 'si-joint-injection', window: 'W6' }],
    rule: 'any-better',
    text: '67 % of SI joint injection patients report less pain (40 of 60, 95 % interval 54 % to 77 %).',
    claim: 'Over 65 % of SI joint injection patients report less pain.',
    refusals: [],
    rate: rateOf(40),
    beside: [{ rule: 'improved', rate: rateOf(20) }],
    expected: 75,
    observed: 60,
    followUpRate: 0.8,
    missing: null,
    complications: { count: 12, sessions: 140 },
  },
};

function rateOf(count: number) {
  const bounds = { worst: count / 75, best: 0.7333 };
  return { count, of: 60, rate: count / 60, interval: { lower: 0.54, upper: 0.77 }, bounds };
}
