import type { PatientKey } from '../facts/fact.js';
import { readPatientFacts, type PatientFacts } from './person/patient-facts.js';
import { actsOf } from './procedures/acts.js';
import { complicationsOf, type Complication } from './person/complications.js';
import { readHistory, type HistoricTreatment } from './person/history.js';
import { jointsOf } from './procedures/joints.js';
import { isOfKind, type LiveReport } from './reports/live-reports.js';
import type { Day } from './reports/moments.js';
import {
  timesOfAdministrations,
  timesOfProcedures,
  withPlausibleDrugs,
  withPlausibleStarts,
} from './reports/plausible-times.js';
import { readProcedureReports } from './procedures/procedure-reports.js';
import { procedureWork } from './procedures/procedure-work.js';
import { sessionWork } from './sessions/session-work.js';
import { sessionsOf, type Session } from './sessions/sessions.js';
import { readSteps, type Steps } from './sessions/steps.js';
import type { WorkItem } from './work.js';
import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';

/** What was done to a person, and what is known of the person: everything that does not come from scores. */
export interface Course {
  readonly person: PatientFacts;
  readonly steps: Steps;
  /** By their start. */
  readonly sessions: readonly Session[];
  readonly complications: readonly Complication[];
  readonly history: readonly HistoricTreatment[];
  readonly work: readonly WorkItem[];
  readonly dueDays: readonly Day[];
}

export function readCourse(
  reports: readonly LiveReport[],
  survivor: PatientKey,
  rules: Rules,
  asOf: Day,
  ids: Ids,
): Course {
  const person = readPatientFacts(reports.filter(isOfKind('patient')), survivor, rules, ids);
  const procedures = readProcedureReports(reports, rules, asOf, ids);
  const acts = actsOf(procedures.reports);
  const joints = jointsOf(acts, procedures.orders, rules, ids);
  const steps = readSteps(reports, joints, procedures.guidance, rules, ids);
  const told = sessionsOf(withPlausibleDrugs(steps, person.facts, rules), rules, ids);
  const sessions = withPlausibleStarts(told, person.facts, rules);
  const complications = complicationsOf(reports.filter(isOfKind('complication')), sessions, person.facts, rules, ids);
  const history = readHistory(reports.filter(isOfKind('history')), rules, ids);
  return {
    person: person.facts,
    steps,
    sessions,
    complications: complications.complications,
    history: history.history,
    work: [
      ...person.work,
      ...procedures.work,
      ...procedureWork(acts, procedures.orders, rules, ids),
      ...timesOfProcedures(reports.filter(isOfKind('procedure')), person.facts, rules, ids),
      ...timesOfAdministrations(steps.administrations, person.facts, rules, ids),
      ...steps.work,
      ...sessionWork(told, ids),
      ...complications.work,
      ...history.work,
    ],
    dueDays: procedures.dueDays,
  };
}
