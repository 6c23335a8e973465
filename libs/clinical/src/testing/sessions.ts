import type { ProcedureEvent, ProcedureType } from '@ilium/contracts';
import { actsOf } from '../derive/procedures/acts.js';
import { jointsOf } from '../derive/procedures/joints.js';
import { liveReports } from '../derive/reports/live-reports.js';
import { readProcedureReports } from '../derive/procedures/procedure-reports.js';
import { sessionsOf, type Session } from '../derive/sessions/sessions.js';
import { readSteps, type Steps } from '../derive/sessions/steps.js';
import { defaultRules, type Rules } from '../rules.js';
import { injectionDay } from './contents.js';
import { known } from './derived.js';
import { plainIds } from './plain-ids.js';

/** What was done in the procedures that some events tell of; with `type` as if all of them were of that type. */
export function stepsIn(events: Iterable<ProcedureEvent>, rules: Rules = defaultRules, type?: ProcedureType): Steps {
  const reports = liveReports(known(events), plainIds).flatMap((patient) => patient.reports);
  const { reports: procedures, orders, guidance } = readProcedureReports(reports, rules, injectionDay, plainIds);
  const joints = jointsOf(actsOf(procedures), orders, rules, plainIds);
  const typed = joints.map((joint) => ({ ...joint, type: type ?? joint.type }));
  return readSteps(reports, typed, guidance, rules, plainIds);
}

export function sessionsIn(
  events: Iterable<ProcedureEvent>,
  rules: Rules = defaultRules,
  type?: ProcedureType,
): readonly Session[] {
  return sessionsOf(stepsIn(events, rules, type), rules, plainIds);
}
