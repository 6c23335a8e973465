import type { Facts, PatientKey, PersonCourse } from '@ilium/clinical';

/** A course as it was read, with the facts of it that say something of scores. */
export interface KnownCourse {
  readonly person: PersonCourse;
  readonly facts: Facts['facts'];
}

interface Remembered {
  readonly course: KnownCourse;
  /** Names the rows that it was read from, the rules and the day. */
  readonly stamp: string;
  readonly size: number;
}

/** So many facts of courses are a few megabytes. */
const mostFacts = 5_000;

/**
 * Courses that were read last: scores of one patient come several at a time, and what was done to the patient is the same
 * for all of them. Right by its stamp alone, so that other instances need not be told of anything.
 */
export class CourseMemory {
  readonly #courses = new Map<PatientKey, Remembered>();
  #facts = 0;

  recall(patient: PatientKey, stamp: string): KnownCourse | undefined {
    const found = this.#courses.get(patient);
    if (found === undefined) return undefined;
    this.#forget(patient, found);
    if (found.stamp !== stamp) return undefined;
    this.#keep(patient, found);
    return found.course;
  }

  remember(patient: PatientKey, remembered: Remembered): void {
    const before = this.#courses.get(patient);
    if (before !== undefined) this.#forget(patient, before);
    this.#keep(patient, remembered);
    for (const [oldest, course] of this.#courses) {
      if (this.#facts <= mostFacts) break;
      this.#forget(oldest, course);
    }
  }

  #keep(patient: PatientKey, remembered: Remembered): void {
    this.#courses.set(patient, remembered);
    this.#facts += weightOf(remembered);
  }

  #forget(patient: PatientKey, remembered: Remembered): void {
    this.#courses.delete(patient);
    this.#facts -= weightOf(remembered);
  }
}

/** A course of no facts takes its place, too. */
function weightOf({ size }: Remembered): number {
  return size + 1;
}
