import { describe, expect, it } from '@jest/globals';
import { defaultRules, readCourses } from '@ilium/clinical';
import { CourseMemory, type KnownCourse } from './course-memory.js';
import { keyedIds } from './keyed-ids.js';

const ids = keyedIds('a key for tests that is long enough to pass');

function courseOf(patient: string): KnownCourse {
  const nobodyElse = new Map([[patient, { system: '', value: patient }]]);
  const known = { facts: new Map(), links: new Map(), patients: nobodyElse };
  const [person] = readCourses(known, defaultRules, '2026-04-01', ids);
  if (person === undefined) throw new Error('nobody');
  return { person, facts: known.facts };
}

describe('the memory of courses', () => {
  it('knows a course as long as its stamp is the same', () => {
    const [memory, course] = [new CourseMemory(), courseOf('A')];
    memory.remember('A', { course, stamp: 'one', size: 10 });
    expect(memory.recall('A', 'one')).toBe(course);
    expect(memory.recall('B', 'one')).toBeUndefined();
    expect(memory.recall('A', 'two')).toBeUndefined();
    expect(memory.recall('A', 'one')).toBeUndefined();
  });

  it('forgets those that nobody asked for the longest, so that it stays small', () => {
    const [memory, course] = [new CourseMemory(), courseOf('A')];
    for (const patient of ['A', 'B']) memory.remember(patient, { course, stamp: '', size: 1_999 });
    memory.recall('A', '');
    memory.remember('C', { course, stamp: '', size: 1_999 });
    expect(['A', 'B', 'C'].map((patient) => memory.recall(patient, '') !== undefined)).toEqual([true, false, true]);
    memory.remember('A', { course, stamp: 'new', size: 2_999 });
    expect(memory.recall('C', '')).toBeDefined();
  });

  it('of no facts take their place, too', () => {
    const [memory, course] = [new CourseMemory(), courseOf('A')];
    for (let index = 0; index < 6_000; index += 1) memory.remember(`P${index}`, { course, stamp: '', size: 0 });
    expect(memory.recall('P0', '')).toBeUndefined();
    expect(memory.recall('P5999', '')).toBeDefined();
  });
});
