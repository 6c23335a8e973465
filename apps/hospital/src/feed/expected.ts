import type { Day } from './calendar.js';
import { imagineCourse } from './imagine-course.js';
import { lastDay } from './last-day.js';
import { tellCourse } from './tell-course.js';
import { truthOf, type Truth } from './truth.js';

/** What a feed implies once all of it is accounted for. */
export interface Expected extends Truth {
  readonly courses: number;
  readonly events: number;
  readonly skipped: number;
  readonly parked: number;
}

/** The counts of a whole feed, from its stories; the messages are only counted, never read. */
export function expectedCounts(options: {
  readonly seed: number;
  readonly courses: number;
  readonly asOf?: Day;
}): Expected {
  const { seed, courses, asOf = lastDay } = options;
  const sum = {
    courses,
    events: 0,
    procedures: 0,
    observations: 0,
    medicationAdministrations: 0,
    outcomes: 0,
    skipped: 0,
  };
  for (let index = 0; index < courses; index += 1) {
    const course = imagineCourse(seed, index);
    const truth = truthOf(course, asOf);
    const messages = tellCourse(course, seed);
    sum.events += messages.length;
    sum.skipped += messages.filter(({ isRepeat }) => isRepeat).length;
    sum.procedures += truth.procedures;
    sum.observations += truth.observations;
    sum.medicationAdministrations += truth.medicationAdministrations;
    sum.outcomes += truth.outcomes;
  }
  return { ...sum, parked: 0 };
}
