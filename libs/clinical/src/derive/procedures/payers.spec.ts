import { describe, expect, test } from '@jest/globals';
import type { Policy } from '../../outcomes/policy.js';
import { defaultRules } from '../../rules.js';
import { injectionDay } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { derived } from '../../testing/derived.js';
import { addDays } from '../reports/moments.js';

/** A policy that allows nothing of what was done. */
const strict: Policy = {
  name: 'strict',
  payer: 'Test Payer',
  source: 'made up for tests',
  effectiveFrom: '2023-03-19',
  verifiedBy: 'A. Tester',
  verifiedOn: '2026-01-05',
  types: ['si-joint-injection', 'si-joint-rfa'],
  countBy: 'session',
  rules: { mostTherapeutic: { count: 0, within: { months: 12 } }, guidance: ['ct'] },
  notChecked: [],
};

describe('trap 16: what a payer covers says nothing of what a clinic does', () => {
  const events = [...treatment('1'), pain(8, -1), pain(3, 14)];
  const under = (policies: readonly Policy[]) =>
    derived(events, addDays(injectionDay, 30), { ...defaultRules, policies }).patients;

  test('no policy changes a record, an outcome or the work: it only gets its answer', () => {
    const [withPolicy, without] = [under([strict]), under([])];
    expect(withPolicy.flatMap(({ coverage }) => coverage.map(({ answer }) => answer))).toEqual(['missing']);
    expect(withPolicy.map((patient) => ({ ...patient, coverage: [] }))).toEqual(without);
  });
});
