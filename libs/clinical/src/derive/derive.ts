import type { Facts, PatientKey } from '../facts/fact.js';
import { retractionOf } from '../fhir/retraction.js';
import type { FhirContext, FhirRecord } from '../fhir/records.js';
import { stepRecords } from '../fhir/step-records.js';
import { toPercentImprovement } from '../fhir/to-percent-improvement.js';
import { toProcedure } from '../fhir/to-procedure.js';
import { toScore } from '../fhir/to-score.js';
import type { Ids } from '../ids.js';
import { toUnpublishedObservation, type UnpublishedObservation } from '../publish/outcome-observation.js';
import type { Rules } from '../rules.js';
import { actsOf } from './acts.js';
import { isBaselineOf, sessionOf } from './attribution.js';
import { seriesOf } from './episodes.js';
import { jointsOf, type Joint } from './joints.js';
import { isOfKind, liveReports, type PatientReports } from './live-reports.js';
import type { Day } from './moments.js';
import { outcomesOf } from './outcomes.js';
import { readPatientFacts } from './patient-facts.js';
import { timesOfProcedures, withPlausibleStarts } from './plausible-times.js';
import { readProcedureReports } from './procedure-reports.js';
import { procedureWork } from './procedure-work.js';
import { readScores, type Score } from './scores.js';
import { sessionsOf, type Session } from './sessions.js';
import { readSteps } from './steps.js';
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
  /** The next day on which something changes by itself. */
  readonly dueDay: Day | undefined;
}

/**
 * What follows from the facts under these rules on this day: a pure function of a set. Whoever hands in only a part of
 * what is known must hand in the whole of each patient whose outputs are used. No two patients share an output key.
 */
export function derive(facts: Facts, rules: Rules, asOf: Day, ids: Ids): readonly PatientOutputs[] {
  const outputs = liveReports(facts, ids).map((patient) => derivePatient(patient, rules, asOf, ids));
  return outputs.sort((a, b) => (a.survivor < b.survivor ? -1 : 1));
}

function derivePatient(
  { group, survivor, reports }: PatientReports,
  rules: Rules,
  asOf: Day,
  ids: Ids,
): PatientOutputs {
  const procedures = readProcedureReports(reports, rules, asOf, ids);
  const acts = actsOf(procedures.reports);
  const joints = jointsOf(acts, procedures.orders, rules, ids);
  const steps = readSteps(reports, joints, procedures.guidance, rules, ids);
  const person = readPatientFacts(reports.filter(isOfKind('patient')), rules, ids);
  const sessions = withPlausibleStarts(sessionsOf(steps, rules, ids), person.facts, rules);
  const { scores, work } = readScores(steps.scores, sessions, person.facts, rules, ids);
  const followed = seriesOf(sessions, scores, person.facts, rules, ids);
  const { outcomes, dueDay } = outcomesOf(followed.series, rules, asOf, ids);
  const context: FhirContext = { rules, subject: survivor };
  const improvements = rules.derivedInChart.includes('percent-improvement')
    ? outcomes.map((outcome) => toPercentImprovement(outcome, context, ids)).filter((record) => record !== undefined)
    : [];
  return {
    ...group,
    resources: [
      ...steps.joints.map((joint) => derived(toProcedure(joint, context), ids, otherKeys(joint))),
      ...stepRecords(steps, context, ids).map((record) => derived(record, ids)),
      ...scores.map((score) => derived(toScore(score, sessionFor(score, sessions, rules), context), ids)),
      ...improvements.map((record) => derived(record, ids)),
    ],
    outcomes: outcomes.map((outcome) => {
      const observation = toUnpublishedObservation(outcome, rules);
      return { key: outcome.key, digest: ids.digest(JSON.stringify(observation)), observation };
    }),
    work: [
      ...procedures.work,
      ...procedureWork(acts, procedures.orders, rules, ids),
      ...timesOfProcedures(reports.filter(isOfKind('procedure')), person.facts, rules, ids),
      ...person.work,
      ...work,
      ...followed.work,
      ...steps.work,
    ],
    dueDay: [...procedures.dueDays, dueDay].filter((day) => day !== undefined).sort()[0],
  };
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

function otherKeys(joint: Joint): readonly string[] {
  return joint.otherIds.map((id) => `Procedure/${id}`);
}

/** The session in whose record a score stands: the one it follows, else the first that it is a baseline of. */
function sessionFor(score: Score, sessions: readonly Session[], rules: Rules): Session | undefined {
  return sessionOf(score, sessions, rules) ?? sessions.find((session) => isBaselineOf(score, session, rules));
}
