import type { FactKey, Facts, PatientKey } from '../facts/fact.js';
import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';
import type { Course } from './course.js';
import { readCourses } from './derive.js';
import { readFollowUps, type FollowUps } from './follow-up.js';
import {
  courseOutcomes,
  courseRecords,
  followUpOutcomes,
  followUpRecords,
  patientRecords,
  type DerivedResource,
} from './outputs.js';
import type { Joint } from './procedures/joints.js';
import { exclusionOf } from './person/patient-facts.js';
import { ordersFor, readOrders } from './procedures/orders.js';
import { isOfKind, liveReports, type LiveReport } from './reports/live-reports.js';
import type { Day } from './reports/moments.js';
import type { Session } from './sessions/sessions.js';

/** What the figures of a session rest on. */
export interface SessionTrace {
  readonly session: string;
  readonly survivor: PatientKey;
  /** Keys of the outcomes that it has. */
  readonly outcomes: readonly string[];
  /** Records of the chart: whose it is, what was done, what was given and seen, what was answered, what was made of it. */
  readonly resources: readonly DerivedResource[];
  /** What sources said of it: acts and their orders, drugs, findings, complications, scores. In the order of their keys. */
  readonly facts: readonly FactKey[];
}

/**
 * The way back from a session, or from one of its outcomes, to the records and the facts that it follows from: by the same
 * reading that derives it. Undefined where nothing of that key follows from the facts any more.
 */
export function traceSession(key: string, facts: Facts, rules: Rules, asOf: Day, ids: Ids): SessionTrace | undefined {
  const reports = liveReports(facts, ids);
  for (const { group, survivor, course } of readCourses(facts, rules, asOf, ids)) {
    // Of whom nothing goes to the statistics, nothing leads back from there.
    if (exclusionOf(course.person) !== undefined) continue;
    const followUps = readFollowUps(course, rules, asOf, ids);
    const outcomes = [...followUpOutcomes(course, followUps, rules, ids), ...courseOutcomes(course, rules, ids)];
    const sessionKey = outcomes.find((outcome) => outcome.key === key)?.observation.session ?? key;
    const session = course.sessions.find((one) => one.key === sessionKey);
    if (session === undefined) continue;
    const context = { rules, subject: survivor };
    const records = [...courseRecords(course, context, ids), ...followUpRecords(course, followUps, context, ids)];
    const own = reports.find((person) => person.group.survivor === group.survivor)?.reports ?? [];
    return {
      session: session.key,
      survivor: group.survivor,
      outcomes: outcomes.filter(({ observation }) => observation.session === session.key).map((outcome) => outcome.key),
      resources: [...patientRecords(course, group, context, ids), ...recordsOf(session, followUps, records)],
      facts: factsOf(session, course, followUps, own, rules),
    };
  }
  return undefined;
}

/** Those of its joints, those that are part of them, and the scores that it is compared by, whichever session they follow. */
function recordsOf(session: Session, followUps: FollowUps, records: readonly DerivedResource[]) {
  const joints = session.joints.map(({ id }) => `Procedure/${id}`);
  const scores = scoresOf(session, followUps).map(({ id }) => `Observation/${id}`);
  const own = new Set([...joints, ...scores]);
  return records.filter((record) => own.has(record.key) || referencesIn(record).some((key) => joints.includes(key)));
}

function referencesIn({ resource }: DerivedResource): readonly string[] {
  return [...JSON.stringify(resource).matchAll(/"reference":"([^"]+)"/g)].flatMap(([, reference]) => reference ?? []);
}

function scoresOf(session: Session, { series }: FollowUps) {
  return series
    .filter((one) => one.session === session)
    .flatMap(({ baseline, followUps, unanswered }) => [
      ...(baseline === undefined ? [] : [baseline]),
      ...[...followUps, ...unanswered].map(({ score }) => score),
    ]);
}

function factsOf(
  session: Session,
  { steps, complications }: Course,
  followUps: FollowUps,
  reports: readonly LiveReport[],
  rules: Rules,
): readonly FactKey[] {
  const isOfSession = ({ joints }: { readonly joints: readonly Joint[] }) =>
    joints.some(({ id }) => session.joints.some((joint) => joint.id === id));
  const acts = session.joints.flatMap((joint) => joint.reports);
  const orders = ordersFor(acts, readOrders(reports.filter(isOfKind('order')), rules));
  const sources = [
    ...[...acts, ...orders].map(({ source }) => source.key),
    ...acts.flatMap(({ rebills = [] }) => rebills),
    ...[...session.administrations, ...session.besides].map(({ key }) => key),
    ...[...steps.guidances, ...steps.findings, ...steps.billedDrugs]
      .filter(isOfSession)
      .map(({ source }) => source.key),
    ...complications
      .filter((one) => one.session?.key === session.key)
      .flatMap((one) => one.sources.map(({ key }) => key)),
    ...scoresOf(session, followUps).map(({ source }) => source.key),
  ];
  return [...new Set(sources)].sort();
}
