import type { OutcomeResult, ProcedureEvent } from '@ilium/contracts';
import type { MedicationAdministration, Observation, Procedure } from '@medplum/fhirtypes';
import { derive, type PatientOutputs } from '../derive/derive.js';
import { nothingKnown, type Facts } from '../facts/fact.js';
import { factsFrom } from '../facts/from-event.js';
import { joinAll } from '../facts/join.js';
import type { FhirRecord } from '../fhir/records.js';
import type { UnpublishedObservation } from '../publish/outcome-observation.js';
import { defaultRules, type Rules } from '../rules.js';
import { plainIds } from './plain-ids.js';

export function known(events: Iterable<ProcedureEvent>): Facts {
  return joinAll(
    nothingKnown,
    [...events].map((event) => factsFrom(event, plainIds)),
  );
}

/** The default rules of a site that opted in to percentages in the chart. */
const chartRules: Rules = { ...defaultRules, derivedInChart: ['percent-improvement'] };

type ScoreContent = Extract<UnpublishedObservation['content'], { window: string }>;

/** A score's outcome, what it is about apart from what was found. */
export interface ScoreOutcome {
  readonly session: string;
  readonly about: Omit<ScoreContent, 'status' | 'result'>;
  readonly status: ScoreContent['status'];
  readonly result: OutcomeResult | null;
}

function toScoreOutcome({ session, content }: UnpublishedObservation): readonly ScoreOutcome[] {
  if (!('window' in content)) return [];
  if (content.status !== 'observed') return [{ session, about: content, status: content.status, result: null }];
  const { status, result, ...about } = content;
  return [{ session, about, status, result }];
}

/** What follows from some events, in the shapes that tests ask for. */
export interface Derived {
  readonly patients: readonly PatientOutputs[];
  readonly procedures: readonly Procedure[];
  readonly administrations: readonly MedicationAdministration[];
  readonly observations: readonly Observation[];
  /** Of scores in their windows. */
  readonly outcomes: readonly ScoreOutcome[];
  /** Of other kinds: blocks, durations of relief, complications … */
  readonly results: readonly UnpublishedObservation['content'][];
  /** Reasons and details. */
  readonly work: readonly string[];
}

/** By default on a day on which nothing is open any more but W1 to W6. */
export function derived(events: Iterable<ProcedureEvent>, asOf = '2026-05-15', rules: Rules = chartRules): Derived {
  const patients = derive(known(events), rules, asOf, plainIds);
  const records = patients.flatMap((patient) => patient.resources.map(({ resource }) => resource));
  const observations = patients.flatMap((patient) => patient.outcomes.map(({ observation }) => observation));
  return {
    patients,
    procedures: records.filter(isOfType('Procedure')),
    administrations: records.filter(isOfType('MedicationAdministration')),
    observations: records.filter(isOfType('Observation')),
    outcomes: observations.flatMap(toScoreOutcome),
    results: observations.map(({ content }) => content).filter((content) => !('window' in content)),
    work: patients.flatMap((patient) => patient.work.map(({ reason, detail }) => `${reason}: ${detail}`)).sort(),
  };
}

function isOfType<Type extends FhirRecord['resourceType']>(type: Type) {
  return (record: FhirRecord): record is Extract<FhirRecord, { resourceType: Type }> => record.resourceType === type;
}

/** Left, right or unknown, for each Procedure, sorted. */
export function sidesOf({ procedures }: Derived): readonly (string | undefined)[] {
  return procedures.map(({ bodySite }) => bodySite?.[0]?.text).sort();
}

/** The status of a measure in a window, or undefined where nothing is expected or observed. */
export function outcome({ outcomes }: Derived, window: string, measure = 'nrs'): ScoreOutcome | undefined {
  return outcomes.find(({ about }) => about.window === window && about.measure === measure);
}
