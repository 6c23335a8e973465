import type { Facts, PatientKey } from '../facts/fact.js';
import { retractionOf } from '../fhir/retraction.js';
import type { FhirContext, FhirRecord } from '../fhir/records.js';
import { toMedicationAdministration } from '../fhir/to-medication-administration.js';
import { toPercentImprovement } from '../fhir/to-percent-improvement.js';
import { toProcedure } from '../fhir/to-procedure.js';
import { toScore } from '../fhir/to-score.js';
import type { Ids } from '../ids.js';
import { toUnpublishedObservation, type UnpublishedObservation } from '../publish/outcome-observation.js';
import type { Rules } from '../rules.js';
import { drugOf } from '../terminology/drugs.js';
import { actsOf } from './acts.js';
import { jointsOf, type Joint } from './joints.js';
import { isOfKind, liveReports, type LiveReport, type PatientReports } from './live-reports.js';
import type { Day } from './moments.js';
import { outcomesOf } from './outcomes.js';
import { readProcedureReports } from './procedure-reports.js';
import { contradictionsIn, possibleDuplicates } from './procedure-work.js';
import { isBaselineOf, readScores, sessionOf, type Score } from './scores.js';
import { sessionsOf, treatedJoints, type Session } from './sessions.js';
import { workItem, type WorkItem } from './work.js';

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
  const administrations = reports.filter(isOfKind('administration'));
  const procedures = readProcedureReports(reports.filter(isOfKind('procedure')), rules, ids);
  const acts = actsOf(procedures.reports);
  const joints = jointsOf(acts, ids);
  const sessions = sessionsOf(joints, administrations, rules, ids);
  const { scores, work } = readScores(reports.filter(isOfKind('score')), sessions, rules, ids);
  const { outcomes, dueDay } = outcomesOf(sessions, scores, rules, asOf, ids);
  const context: FhirContext = { rules, subject: survivor };
  const improvements = rules.derivedInChart.includes('percent-improvement')
    ? outcomes.map((outcome) => toPercentImprovement(outcome, context, ids)).filter((record) => record !== undefined)
    : [];
  return {
    ...group,
    resources: [
      ...joints.map((joint) => derived(toProcedure(joint, context), ids, otherKeys(joint))),
      ...administrations.map((given) => derived(administered(given, joints, context, ids), ids)),
      ...scores.map((score) => derived(toScore(score, sessionFor(score, sessions, rules), context), ids)),
      ...improvements.map((record) => derived(record, ids)),
    ],
    outcomes: outcomes.map((outcome) => {
      const observation = toUnpublishedObservation(outcome, rules);
      return { key: outcome.key, digest: ids.digest(JSON.stringify(observation)), observation };
    }),
    work: [
      ...procedures.work,
      ...contradictionsIn(acts, ids),
      ...possibleDuplicates(procedures.reports, ids),
      ...work,
      ...administrations.flatMap((given) => aboutDrug(given, ids)),
    ],
    dueDay,
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

function administered(given: LiveReport<'administration'>, joints: readonly Joint[], context: FhirContext, ids: Ids) {
  const id = ids.identify(['MedicationAdministration', given.key]);
  return toMedicationAdministration(id, given, treatedJoints(given, joints, context.rules), context);
}

function aboutDrug(given: LiveReport<'administration'>, ids: Ids): readonly WorkItem[] {
  const codes = given.report.medication ?? [];
  const conflicts = given.contradicted.map((field) => workItem('conflict', [given.key], field, ids));
  if (drugOf(codes) !== undefined) return conflicts;
  const names = codes.map((code) => code.code).join(' ') || 'no code';
  return [...conflicts, workItem('unmapped-code', [given.key], names, ids)];
}

/** The session in whose record a score stands: the one it follows, else the first that it is a baseline of. */
function sessionFor(score: Score, sessions: readonly Session[], rules: Rules): Session | undefined {
  return sessionOf(score, sessions) ?? sessions.find((session) => isBaselineOf(score, session, rules));
}
