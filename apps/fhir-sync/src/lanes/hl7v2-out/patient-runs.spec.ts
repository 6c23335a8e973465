import { describe, expect, it } from '@jest/globals';
import { patientRuns } from './patient-runs.js';

const of = (subjects: string) => [...subjects].map((subject) => ({ subject: subject === '-' ? null : subject }));
const runs = (subjects: string, most: number) =>
  patientRuns(of(subjects), most).map((run) => run.map(({ subject }) => subject ?? '-').join(''));

describe('records that are queued together', () => {
  it.each([
    ['', 3, []],
    ['abc', 3, ['abc']],
    ['abacbc', 3, ['aa', 'bb', 'cc']],
    ['abacbc', 4, ['aabb', 'cc']],
    ['aaaaab', 3, ['aaaaa', 'b']],
    ['a-b-', 4, ['a--b']],
  ])('are those of few patients, each of whom is in one run: %s by %i', (subjects, most, expected) => {
    expect(runs(subjects, most)).toEqual(expected);
  });
});
