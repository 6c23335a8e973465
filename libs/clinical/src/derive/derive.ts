import type { Facts, PatientKey } from '../facts/fact.js';
import type { FhirContext, FhirRecord } from '../fhir/records.js';
import { retractionOf } from '../fhir/retraction.js';
import { stepRecords } from '../fhir/step-records.js';
import { toComplication } from '../fhir/to-complication.js';
import { derivedObservations } from '../fhir/to-derived-observation.js';
import { toProcedure } from '../fhir/to-procedure.js';
import { toScore } from '../fhir/to-score.js';
import type { Ids } from '../ids.js';
import type { CoverageAnswer } from '../outcomes/coverage.js';
import {
  complicationObservation,
  resultObservation,
  scoreObservation,
  type StrataOf,
  type UnpublishedObservation,
} from '../publish/outcome-observation.js';
import type { Rules } from '../rules.js';
import { isBaselineOf, sessionOf } from './attribution.js';
import { complicationOutcomes } from './complications.js';
import { readCourse, type Course } from './course.js';
import { coverageOfSessions } from './coverage-of-sessions.js';
import { readFollowUps, type FollowUps } from './follow-up.js';
import { liveReports, type PatientReports } from './live-reports.js';
import { withoutMidnights } from './midnights.js';
import type { Day } from './moments.js';
import { exclusionOf, type Exclusion } from './patient-facts.js';
import { reasonGroupsOf } from './reasons.js';
import type { Score } from './scores.js';
import type { Session } from './sessions.js';
import { strataOf } from './strata.js';
import type { WorkItem } from './work.js';

/** A record for the EHR, under its key `Type/id`. */
export interface DerivedResource {
  readonly key: string;
  readonly digest: string;
  readonly resource: FhirRecord;
  /** What would be left of it if it were taken back. */
  readonly retraction: FhirRecord;
  /** Keys that it stands in for. */
  readonly replaces: readonly string[];
}

/** An outcome for the analytics side, not yet under its pseudonyms. */
export interface DerivedOutcome {
  readonly key: string;
  readonly digest: string;
  readonly observation: UnpublishedObservation;
}

/** Everything that follows from what is known of one person. */
export interface PatientOutputs {
  readonly survivor: PatientKey;
  readonly members: readonly PatientKey[];
  readonly resources: readonly DerivedResource[];
  readonly outcomes: readonly DerivedOutcome[];
  readonly work: readonly WorkItem[];
  /** What each coverage policy says to each session. */
  readonly coverage: readonly CoverageAnswer[];
  /** Why nothing of this person goes to the outcome topic. */
  readonly excluded: Exclusion | undefined;
  /** The next day on which something changes by itself. */
  readonly dueDay: Day | undefined;
}

/**
 * What follows from the facts under these rules on this day: a pure function of a set. Whoever hands in only a part of
 * what is known must hand in the whole of each patient whose outputs are used. No two patients share an output key.
 */
export function derive(facts: Facts, rules: Rules, asOf: Day, ids: Ids): readonly PatientOutputs[] {
  const outputs = liveReports(facts, ids).map((patient) => {
    return derivePatient({ ...patient, reports: withoutMidnights(patient.reports, rules) }, rules, asOf, ids);
  });
  return outputs.sort((a, b) => (a.survivor < b.survivor ? -1 : 1));
}

function derivePatient(
  { group, survivor, reports }: PatientReports,
  rules: Rules,
  asOf: Day,
  ids: Ids,
): PatientOutputs {
  const course = readCourse(reports, rules, asOf, ids);
  const followUps = readFollowUps(course, rules, asOf, ids);
  const excluded = exclusionOf(course.person);
  return {
    ...group,
    resources: recordsOf(course, followUps, { rules, subject: survivor }, ids),
    outcomes: excluded === undefined ? outcomesFor(course, followUps, rules, ids) : [],
    work: [...course.work, ...followUps.work],
    coverage: coverageOfSessions({ ...course.steps, ...course, ...followUps }, rules, asOf),
    excluded,
    dueDay: [...course.dueDays, followUps.dueDay].filter((day) => day !== undefined).sort()[0],
  };
}

/** For the chart: what was done, what was seen, what was answered, and what the site wants to have computed. */
function recordsOf(
  { steps, sessions, complications }: Course,
  { scores, outcomes, results }: FollowUps,
  context: FhirContext,
  ids: Ids,
): readonly DerivedResource[] {
  const { rules } = context;
  return [
    ...steps.joints.map((joint) => derived(toProcedure(joint, context), ids, keys('Procedure', joint.otherIds))),
    ...stepRecords(steps, context, ids).map((record) => derived(record, ids)),
    ...complications.map((one) => derived(toComplication(one, context), ids, keys('Observation', one.otherIds))),
    ...scores.map((score) => derived(toScore(score, sessionFor(score, sessions, rules), context), ids)),
    ...derivedObservations(outcomes, results, context, ids).map((record) => derived(record, ids)),
  ];
}

/** For the analytics side. */
function outcomesFor(
  { sessions, history, complications }: Course,
  { outcomes, results }: FollowUps,
  rules: Rules,
  ids: Ids,
): readonly DerivedOutcome[] {
  const strata = describing(sessions, (session) =>
    strataOf(session, {
      reasons: session.joints.flatMap((joint) => reasonGroupsOf(joint, rules)),
      sessions,
      history,
    }),
  );
  const outcome = ({ key }: { readonly key: string }, observation: UnpublishedObservation): DerivedOutcome => {
    return { key, digest: ids.digest(JSON.stringify(observation)), observation };
  };
  return [
    ...outcomes.map((one) => outcome(one, scoreObservation(one, strata, rules))),
    ...results.map((one) => outcome(one, resultObservation(one, strata, rules))),
    ...complicationOutcomes(complications, ids).map((one) => outcome(one, complicationObservation(one, strata, rules))),
  ];
}

/** A session has many outcomes and is described once. */
function describing(sessions: readonly Session[], describe: StrataOf): StrataOf {
  const described = new Map(sessions.map((session) => [session, describe(session)]));
  return (session) => described.get(session) ?? describe(session);
}

function derived(resource: FhirRecord, ids: Ids, replaces: readonly string[] = []): DerivedResource {
  return {
    key: `${resource.resourceType}/${resource.id}`,
    digest: ids.digest(JSON.stringify(resource)),
    resource,
    retraction: retractionOf(resource),
    replaces,
  };
}

function keys(resourceType: FhirRecord['resourceType'], ids: readonly string[]): readonly string[] {
  return ids.map((id) => `${resourceType}/${id}`);
}

/** The session in whose record a score stands: the one it follows, else the first that it is a baseline of. */
function sessionFor(score: Score, sessions: readonly Session[], rules: Rules): Session | undefined {
  return sessionOf(score, sessions, rules) ?? sessions.find((session) => isBaselineOf(score, session, rules));
}
