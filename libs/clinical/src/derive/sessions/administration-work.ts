import type { Code, Report } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { drugOf, isContradictory } from '../../terminology/drugs.js';
import { routeTargetOf } from '../../terminology/routes.js';
import { masses, millilitres, unitOf } from '../../terminology/units.js';
import type { Joint } from '../procedures/joints.js';
import { numbersOf, share } from '../procedures/numbers.js';
import { codeNames } from '../reports/code-names.js';
import type { LiveReport } from '../reports/live-reports.js';
import { tiedJoints } from '../reports/ties.js';
import { waitingFor, workItem, type WaitingCode, type WorkItem } from '../work.js';
import { agentOf, isGiven, type Administration } from './agents.js';
import { isAtAnotherSite } from './places-of-drugs.js';
import { isOnAnotherDay, isOnAnotherSide, treatedJoints } from './treated-joints.js';

/** What a person should look at in the report of a drug, each thing once. */
export function aboutAdministration(
  given: Administration,
  joints: readonly Joint[],
  procedures: readonly LiveReport<'procedure'>[],
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  const conflicts = new Set([...given.contradicted, ...contradictionsIn(given, joints, rules)]);
  return [
    ...[...conflicts].map((field) => workItem('conflict', [given.key], field, ids)),
    ...unmappedIn(given, rules).map(({ detail, codes }) => workItem('unmapped-code', [given.key], detail, ids, codes)),
    ...(isUntied(given, joints, procedures, rules)
      ? [workItem('untied-administration', [given.key], 'visit', ids)]
      : []),
  ];
}

/** What in a report contradicts itself, or the procedure that it is tied to. */
function contradictionsIn({ report }: Administration, joints: readonly Joint[], rules: Rules): readonly string[] {
  const treated = treatedJoints(report, joints, rules);
  const found = {
    medication: isContradictory(report.medication ?? [], rules),
    laterality: isOnAnotherSide(report, treated, rules),
    bodySite: isAtAnotherSite(report, treated),
    start: isOnAnotherDay(report, joints, rules),
    dose: report.dose?.value === 0 && report.status !== 'not-done',
  };
  return Object.entries(found).flatMap(([field, isSo]) => (isSo ? field : []));
}

interface Unmapped {
  readonly detail: string;
  readonly codes: readonly WaitingCode[];
}

function unmappedIn({ report: { medication, route, dose } }: Administration, rules: Rules): readonly Unmapped[] {
  const codes = medication ?? [];
  const target = routeTargetOf(route, rules);
  const isUnitKnown = !dose?.unit || unitOf(dose.unit, [millilitres, ...masses]) !== undefined;
  return [
    ...(drugOf(codes, rules) === undefined ? [unmapped('drugs', 'medication', codes)] : []),
    ...(route && target === undefined ? [unmapped('routes', 'route', [route])] : []),
    // How much was put into a joint decides whether a block can be judged (clinical rule 17).
    ...(target === 'joint' && !isUnitKnown ? [{ detail: 'unit', codes: [] }] : []),
  ];
}

function unmapped(table: 'drugs' | 'routes', field: string, codes: readonly Code[]): Unmapped {
  return { detail: codeNames(field, codes), codes: waitingFor(table, field, codes) };
}

/** An agent into a joint that no procedure is known for, also none of another joint; or of several days no one in particular. */
function isUntied(
  given: Administration,
  joints: readonly Joint[],
  procedures: readonly LiveReport<'procedure'>[],
  rules: Rules,
): boolean {
  const { report } = given;
  const agent = agentOf(given, rules);
  const isIntoJoint = isGiven(given) && routeTargetOf(report.route, rules) === 'joint' && agent !== 'none';
  if (!isIntoJoint || agent === 'unknown' || isOnAnotherDay(report, joints, rules)) return false;
  if (tiedJoints(report, joints).length > 0) return treatedJoints(report, joints, rules).length === 0;
  return !procedures.some((procedure) => isGivenIn(report, procedure));
}

function isGivenIn(drug: Report<'administration'>, { identifier, report }: LiveReport<'procedure'>): boolean {
  return (
    share(numbersOf(drug.procedureIdentifier), numbersOf(report.procedureIdentifier, identifier)) ||
    share(drug.orders ?? [], report.orders ?? []) ||
    share(numbersOf(drug.visit), numbersOf(report.visit))
  );
}
