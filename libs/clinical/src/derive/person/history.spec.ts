import { describe, expect, test } from '@jest/globals';
import type { Report } from '@ilium/contracts';
import { defaultRules } from '../../rules.js';
import { systems } from '../../terminology/systems.js';
import { known } from '../../testing/derived.js';
import { history } from '../../testing/events.js';
import { plainIds } from '../../testing/plain-ids.js';
import { priorTreatmentsOf, readHistory, type DatedSession } from './history.js';
import { isOfKind, liveReports } from '../reports/live-reports.js';

function read(reports: readonly Report<'history'>[], rules = defaultRules) {
  const events = reports.map((report, index) => history({ id: `H${index}` }, report));
  const live = liveReports(known(events), plainIds).flatMap((patient) => patient.reports);
  const { history: treatments, work } = readHistory(live.filter(isOfKind('history')), rules, plainIds);
  return { treatments, work: work.map(({ reason, detail }) => `${reason}: ${detail}`) };
}

const session = (day: string | undefined, more: Partial<DatedSession> = {}): DatedSession => ({
  start: day === undefined ? undefined : { text: day, day },
  isCompleted: true,
  isDisputed: false,
  done: [{ type: 'si-joint-injection' }],
  ...more,
});

describe('what was tried before', () => {
  const treatmentIn = (report: Report<'history'>) => read([report]).treatments[0]?.treatment;

  test.each<[string, Report<'history'>]>([
    [
      'physical-therapy',
      { codes: [{ system: `${defaultRules.base}/CodeSystem/treatment`, code: 'physical-therapy' }] },
    ],
    ['injection', { codes: [{ system: 'C4', code: '27096' }] }],
    ['rfa', { codes: [{ system: 'C4', code: '64625' }] }],
    ['surgery', { codes: [{ system: 'C4', code: '27278' }] }],
    ['surgery', { codes: [{ system: 'C4', code: '27280' }] }],
    ['medication', { codes: [{ system: 'RXNORM', code: '10759' }] }],
    ['rfa', { codes: [{ code: 'X1', display: 'Radiofrequency ablation' }] }],
    ['surgery', { text: 'SI joint fusion' }],
  ])('%s is read from our codes, procedures, drugs and words', (treatment, report) => {
    expect(treatmentIn(report)).toBe(treatment);
  });

  test('a site’s own code stands for what the site file says', () => {
    const as = { system: 'ilium', code: 'surgery' };
    const rules = { ...defaultRules, codes: { treatments: [{ code: 'SIJ-FUSION', as }] } };
    expect(read([{ codes: [{ code: 'SIJ-FUSION' }] }], rules).treatments[0]?.treatment).toBe('surgery');
  });

  test('so does one of its procedures or drugs', () => {
    const codes = {
      procedures: [{ code: '76127096', as: { system: systems.cpt, code: '27096' } }],
      drugs: [{ code: 'TRI40', as: { system: systems.rxnorm, code: '10759' } }],
    };
    const told = read([{ codes: [{ code: '76127096' }] }, { codes: [{ code: 'TRI40' }] }], { ...defaultRules, codes });
    expect(told.treatments.map(({ treatment }) => treatment).toSorted()).toEqual(['injection', 'medication']);
  });

  test('what no table knows is work, by its code, never by its words', () => {
    const { treatments, work } = read([{ codes: [{ code: 'X1' }] }, { text: 'no surgery so far' }]);
    expect(treatments).toEqual([]);
    expect(work.toSorted()).toEqual(['unmapped-code: X1', 'unmapped-code: text']);
  });
});

describe('prior treatments of a session', () => {
  const before = (performed: string | undefined) =>
    priorTreatmentsOf(session('2026-03-12'), [], read([{ text: 'surgery', performed }]).treatments);

  test.each([undefined, '2019', '2026', '2026-03', '2026-03-11', '2026-03-11T23:00:00-04:00'])(
    'a history of %s came before, as histories do',
    (performed) => {
      expect(before(performed)).toEqual(['surgery']);
    },
  );

  test.each(['2027', '2026-04', '2026-03-12', '2026-03-13'])('one of %s did not', (performed) => {
    expect(before(performed)).toEqual([]);
  });

  test('our own earlier completed sessions are among them, each kind once', () => {
    const current = session('2026-06-12');
    const sessions = [
      session('2026-03-12'),
      session('2026-04-12', { done: [{ type: 'si-joint-rfa' }, { type: 'facet-injection' }] }),
      current,
      session('2026-07-12', { done: [{ type: 'si-joint-fusion' }] }),
    ];
    expect(priorTreatmentsOf(current, sessions, [])).toEqual(['injection', 'rfa']);
  });

  test('what was not completed, is disputed, or has no day is not', () => {
    const current = session('2026-06-12');
    const sessions = [
      session('2026-03-12', { isCompleted: false }),
      session('2026-03-12', { isDisputed: true }),
      session(undefined),
    ];
    expect(priorTreatmentsOf(current, sessions, [])).toEqual([]);
  });
});
