import type { Facts, PatientKey } from '../facts/fact.js';
import type { Ids } from '../ids.js';
import type { CoverageAnswer } from '../outcomes/coverage.js';
import type { Rules } from '../rules.js';
import { readCourse, type Course } from './course.js';
import { coverageOfSessions } from './results/coverage-of-sessions.js';
import { readFollowUps } from './follow-up.js';
import { liveReports, type PatientReports } from './reports/live-reports.js';
import { withoutMidnights } from './reports/midnights.js';
import type { Day } from './reports/moments.js';
import {
  courseOutcomes,
  courseRecords,
  followUpOutcomes,
  followUpRecords,
  patientRecords,
  type DerivedOutcome,
  type DerivedResource,
} from './outputs.js';
import { exclusionOf, type Exclusion } from './person/patient-facts.js';
import type { HistoricTreatment } from './person/history.js';
import type { WorkItem } from './work.js';

/** Everything that follows from what is known of one person. */
export interface PatientOutputs {
  readonly survivor: PatientKey;
  readonly members: readonly PatientKey[];
  readonly resources: readonly DerivedResource[];
  readonly outcomes: readonly DerivedOutcome[];
  readonly work: readonly WorkItem[];
  /** What each coverage policy says to each session. */
  readonly coverage: readonly CoverageAnswer[];
  /** What was tried before, as it was told: no record is made of it. */
  readonly history: readonly HistoricTreatment[];
  /** Why nothing of this person goes to the outcome topic. */
  readonly excluded: Exclusion | undefined;
  /** The next day on which something changes by itself. */
  readonly dueDay: Day | undefined;
}

/** A person, and what was done to it. */
export interface PersonCourse extends Omit<PatientReports, 'reports'> {
  readonly course: Course;
}

/**
 * What follows from the facts under these rules on this day: a pure function of a set. Whoever hands in only a part of
 * what is known must hand in the whole of each patient whose outputs are used. No two patients share an output key.
 */
export function derive(facts: Facts, rules: Rules, asOf: Day, ids: Ids): readonly PatientOutputs[] {
  const outputs = readCourses(facts, rules, asOf, ids).map((person) => derivePerson(person, rules, asOf, ids));
  return outputs.sort((a, b) => (a.survivor < b.survivor ? -1 : 1));
}

export function readCourses(facts: Facts, rules: Rules, asOf: Day, ids: Ids): readonly PersonCourse[] {
  return liveReports(facts, ids).map(({ reports, ...patient }) => {
    return {
      ...patient,
      course: readCourse(withoutMidnights(reports, rules), patient.group.survivor, rules, asOf, ids),
    };
  });
}

function derivePerson({ group, survivor, course }: PersonCourse, rules: Rules, asOf: Day, ids: Ids): PatientOutputs {
  const followUps = readFollowUps(course, rules, asOf, ids);
  const excluded = exclusionOf(course.person);
  const context = { rules, subject: survivor };
  return {
    ...group,
    resources: [
      ...patientRecords(course, group, context, ids),
      ...courseRecords(course, context, ids),
      ...followUpRecords(course, followUps, context, ids),
    ],
    outcomes:
      excluded === undefined
        ? [...followUpOutcomes(course, followUps, rules, ids), ...courseOutcomes(course, rules, ids)]
        : [],
    work: [...course.work, ...followUps.work],
    coverage: coverageOfSessions({ ...course.steps, ...course, ...followUps }, rules, asOf),
    history: course.history,
    excluded,
    dueDay: [...course.dueDays, followUps.dueDay].filter((day) => day !== undefined).sort()[0],
  };
}
