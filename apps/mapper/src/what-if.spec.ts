import { defaultRules, type Rules } from '@ilium/clinical';
import { describe, expect, it } from '@jest/globals';
import { injection, inVisitOf, nrs, steroid } from './testing/reports.js';
import { whatIfText } from './what-if-text.js';
import { whatIf, type DifferenceLine, type SummaryLine } from './what-if.js';

const course = [
  injection({ patient: 'A', id: 'P1' }),
  steroid({ patient: 'A', id: 'M1' }, inVisitOf('P1')),
  nrs({ patient: 'A', id: 'S1' }, 8, '2026-03-10'),
  nrs({ patient: 'A', id: 'S2' }, 3, '2026-03-26'),
  injection({ patient: 'B', id: 'P2' }),
];
const inputs = [JSON.stringify(course)];
const before = { name: 'now', rules: defaultRules };
const asOf = '2026-04-20';

function compared(other: Partial<Rules>) {
  const lines = [...whatIf(inputs, { before, after: { name: 'then', rules: { ...defaultRules, ...other } }, asOf })];
  return {
    differences: lines.filter((line): line is DifferenceLine => 'change' in line),
    summary: lines.flatMap((line) => ('summary' in line ? [line.summary] : []))[0],
  };
}

const window = (name: string, firstDay: number, lastDay: number) => ({ name, firstDay, lastDay, nominalDay: lastDay });

describe('what if', () => {
  it('tells of no difference under the same rules, whatever their version is called', () => {
    const { differences, summary } = compared({ version: '3' });
    expect(differences).toEqual([]);
    expect(summary).toMatchObject({
      asOf,
      before: { site: 'now', rulesVersion: defaultRules.version },
      after: { site: 'then', rulesVersion: '3' },
      events: { done: 5, skipped: 0, parked: 0 },
      patients: 2,
      patientsChanged: 0,
    });
  });

  it('tells the fields of an outcome that would change', () => {
    const { differences, summary } = compared({ windows: [window('W1', 5, 10), window('W2', 15, 21)] });
    const ofW2 = differences.filter(({ about }) => about?.endsWith('nrs W2'));
    expect(ofW2).toContainEqual(
      expect.objectContaining({
        kind: 'outcome',
        change: 'changed',
        field: 'status',
        before: 'observed',
        after: 'missing',
      }),
    );
    expect(summary?.patientsChanged).toBe(1);
  });

  it('tells what would be new and what would be retracted, whole', () => {
    const { differences } = compared({ windows: [window('W1', 5, 10), window('W3', 11, 21)] });
    const told = (change: string) =>
      differences.filter((line) => line.change === change && line.about?.includes('nrs')).map(({ about }) => about);
    expect(told('new')).toEqual(['si-joint-injection nrs W3']);
    expect(told('retracted')).toContain('si-joint-injection nrs W2');
    expect(differences.find(({ change }) => change === 'new')).toHaveProperty('after.window', 'W3');
  });

  it('tells the records of the chart that would be new', () => {
    const { differences, summary } = compared({ derivedInChart: ['percent-improvement'] });
    expect(differences).toMatchObject([{ kind: 'record', change: 'new', after: { resourceType: 'Observation' } }]);
    expect(summary?.records).toMatchObject({ new: 1, changed: 0, retracted: 0 });
  });

  it('counts everything once in its summary', () => {
    const { differences, summary } = compared({ windows: [window('W1', 5, 10), window('W2', 15, 21)] });
    const changed = new Set(differences.filter(({ change }) => change === 'changed').map(({ key }) => key));
    expect(summary?.outcomes.changed).toBe(changed.size);
  });

  it('judges both by one day, the newest in the input', () => {
    const lines = [...whatIf(inputs, { before, after: before })];
    expect(lines).toMatchObject([{ summary: { asOf: '2026-03-26' } }]);
  });
});

describe('what if, for people', () => {
  it('names each patient and each thing once, and says what the figures are', () => {
    const place = { patient: 'p', kind: 'record' as const, key: 'Procedure/1' };
    const lines: DifferenceLine[] = [
      { ...place, change: 'changed', field: 'status', before: 'completed', after: undefined },
      { ...place, change: 'changed', field: 'code.text', before: 1, after: 'x' },
      { patient: 'p', kind: 'outcome', key: 'o', about: 'nrs W2', change: 'new', after: {} },
      { patient: 'q', kind: 'work', key: 'unmapped-code: X', change: 'retracted', before: {} },
    ];
    expect([...whatIfText(lines)]).toEqual([
      'patient p',
      '  ~ Procedure/1',
      '      status: "completed" → (nothing)',
      '      code.text: 1 → "x"',
      '  + outcome nrs W2 (o)',
      'patient q',
      '  - work unmapped-code: X',
    ]);
    const summary = compared({ version: '3' }).summary;
    const text = summary === undefined ? [] : [...whatIfText([{ summary } satisfies SummaryLine])];
    expect(text[0]).toBe(
      'now (rules 2) → then (rules 3), as of 2026-04-20, and every figure would name the other rules',
    );
    expect(text).toContain('patients  0 of 2 with differences');
  });
});
