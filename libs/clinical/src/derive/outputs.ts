import type { PatientKey } from '../facts/fact.js';
import type { PatientGroup } from '../facts/links.js';
import type { FhirContext, FhirRecord } from '../fhir/records.js';
import { retractionOf } from '../fhir/retraction.js';
import { stepRecords } from '../fhir/step-records.js';
import { toComplication } from '../fhir/to-complication.js';
import { derivedObservations } from '../fhir/to-derived-observation.js';
import { toPatient } from '../fhir/to-patient.js';
import { toProcedure } from '../fhir/to-procedure.js';
import { toScore } from '../fhir/to-score.js';
import type { Ids } from '../ids.js';
import {
  complicationObservation,
  resultObservation,
  scoreObservation,
  sessionObservation,
  type StrataOf,
  type UnpublishedObservation,
} from '../publish/outcome-observation.js';
import type { Rules } from '../rules.js';
import { sessionOf } from './scores/attribution.js';
import { isBaselineOf } from './scores/baselines.js';
import { complicationOutcomes, immediateComplicationsOf } from './person/complications.js';
import type { Course } from './course.js';
import type { FollowUps } from './follow-up.js';
import { reasonGroupsOf } from './procedures/reasons.js';
import { ofCourse, ofScore, scopeOf, type Scope } from './incremental/scopes.js';
import type { Score } from './scores/scores.js';
import { sessionOutcomes } from './sessions/session-outcomes.js';
import type { Session } from './sessions/sessions.js';
import { strataOf } from './person/strata.js';
import { steroidOf } from './sessions/steroids.js';

/** A record for the EHR, under its key `Type/id`. */
export interface DerivedResource {
  readonly key: string;
  readonly scope: Scope;
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
  readonly scope: Scope;
  readonly digest: string;
  readonly observation: UnpublishedObservation;
}

/**
 * Who the person is, under the identifier that all its records name. Identifiers that were merged into it have no record of
 * their own any more.
 */
export function patientRecords(
  { person }: Course,
  { survivor, members }: PatientGroup,
  context: FhirContext,
  ids: Ids,
): readonly DerivedResource[] {
  const idOf = (patient: PatientKey) => ids.identify(['Patient', patient]);
  const record = toPatient(idOf(survivor), person, context);
  const merged = members.filter((member) => member !== survivor).map(idOf);
  return record === undefined ? [] : [derived(record, ofCourse, ids, keys('Patient', merged))];
}

/** For the chart: what was done and what was seen. */
export function courseRecords(
  { steps, complications }: Course,
  context: FhirContext,
  ids: Ids,
): readonly DerivedResource[] {
  return [
    ...steps.joints.map((joint) =>
      derived(
        toProcedure(joint, immediateComplicationsOf(joint, complications), context),
        ofCourse,
        ids,
        keys('Procedure', joint.otherIds),
      ),
    ),
    ...stepRecords(steps, context, ids).map((record) => derived(record, ofCourse, ids)),
    ...complications.map((one) => {
      return derived(toComplication(one, context), ofCourse, ids, keys('Observation', one.otherIds));
    }),
  ];
}

/** For the chart: what was answered, and what the site wants to have computed. */
export function followUpRecords(
  { sessions }: Course,
  { scores, outcomes, results }: FollowUps,
  context: FhirContext,
  ids: Ids,
): readonly DerivedResource[] {
  const { rules } = context;
  return [
    ...scores.map((score) => {
      return derived(toScore(score, sessionFor(score, sessions, rules), context), ofScore(score.source.key), ids);
    }),
    ...derivedObservations(outcomes, results, context, ids).map(({ record, scope }) => derived(record, scope, ids)),
  ];
}

/** For the analytics side. */
export function followUpOutcomes(
  course: Course,
  { outcomes, results }: FollowUps,
  rules: Rules,
  ids: Ids,
): readonly DerivedOutcome[] {
  const strata = strataIn(course, rules);
  return [
    ...outcomes.map((one) => outcome(one.key, scopeOf(one), scoreObservation(one, strata, rules), ids)),
    ...results.map((one) => outcome(one.key, scopeOf(one), resultObservation(one, strata, rules), ids)),
  ];
}

/** For the analytics side. */
export function courseOutcomes(course: Course, rules: Rules, ids: Ids): readonly DerivedOutcome[] {
  const strata = strataIn(course, rules);
  return [
    ...sessionOutcomes(course.sessions, ids).map((one) =>
      outcome(one.key, ofCourse, sessionObservation(one, strata, rules), ids),
    ),
    ...complicationOutcomes(course.complications, ids).map((one) =>
      outcome(one.key, ofCourse, complicationObservation(one, strata, rules), ids),
    ),
  ];
}

/** A session has many outcomes and is described once. */
function strataIn({ sessions, history, person, steps }: Course, rules: Rules): StrataOf {
  const described = new Map<Session, ReturnType<StrataOf>>();
  return (session) => {
    const known = described.get(session);
    if (known !== undefined) return known;
    const reasons = session.done.flatMap((joint) => reasonGroupsOf(joint, rules));
    const modalities = steps.guidances
      .filter(({ joints }) => joints.some((joint) => session.done.includes(joint)))
      .flatMap(({ modality }) => modality ?? []);
    const { birthDay, gender } = person;
    const steroid = steroidOf(session, rules);
    const sites = sitesOf(session, rules);
    const strata = strataOf(session, { reasons, sessions, history, birthDay, gender, steroid, modalities, sites });
    described.set(session, strata);
    return strata;
  };
}

/** A site is a place smaller than a state: profile `safe-harbor` does not tell it (45 CFR 164.514(b)(2)(i)(B)). */
function sitesOf({ done: joints }: Session, { privacy }: Rules): readonly string[] {
  const told = joints.flatMap(({ reports }) => reports.map(({ source }) => source.feed.site));
  const mayLeave = privacy.profile !== 'safe-harbor' && told.every((site) => privacy.sites.includes(site));
  return mayLeave ? told : [];
}

function outcome(key: string, scope: Scope, observation: UnpublishedObservation, ids: Ids): DerivedOutcome {
  return { key, scope, digest: ids.digest(JSON.stringify(observation)), observation };
}

function derived(resource: FhirRecord, scope: Scope, ids: Ids, replaces: readonly string[] = []): DerivedResource {
  return {
    key: `${resource.resourceType}/${resource.id}`,
    scope,
    digest: ids.digest(JSON.stringify(resource)),
    resource,
    retraction: retractionOf(resource),
    replaces,
  };
}

function keys(resourceType: FhirRecord['resourceType'], ids: readonly string[]): readonly string[] {
  return ids.map((id) => `${resourceType}/${id}`);
}

/** The session in whose record a score stands: the one it names or follows, else the first that it is a baseline of. */
function sessionFor(score: Score, sessions: readonly Session[], rules: Rules): Session | undefined {
  const followed = score.named ?? sessionOf(score, sessions, rules);
  return followed ?? sessions.find((session) => isBaselineOf(score, session, sessions, rules));
}
