import type { Identifier } from '@ilium/contracts';
import type { Site } from '@ilium/site';
import type { Segment } from '../reading/message.js';
import { numberedByCx, patientOf, patientsOf, type Numbered } from '../values/identifiers.js';

/** Fields of PID that hold a number of the patient, the best first; PID-2 and PID-4 before 2.3.1. */
const numbersOfPatient = [3, 2, 4];

/** The patient that PID is about. */
export function patientIn(person: Segment, site: Site): Identifier | undefined {
  return chosen(person, numbersOfPatient, site);
}

/** The patient that MRG takes something from. */
export function priorPatientIn(prior: Segment, site: Site): Identifier | undefined {
  return chosen(prior, [1, 4], site);
}

/** Nobody had more numbers. */
const mostNumbers = 20;

/** All numbers that the patient of MRG had, each once: what was reported for any of them is the survivor's. */
export function priorPatientsIn(prior: Segment, site: Site): readonly Identifier[] {
  return patientsOf(numbersIn(prior, [1, 4]), site).slice(0, mostNumbers);
}

function chosen(segment: Segment, fields: readonly number[], site: Site): Identifier | undefined {
  return patientOf(numbersIn(segment, fields), site);
}

function numbersIn(segment: Segment, fields: readonly number[]): readonly Numbered[] {
  const valued = fields.map((number) => segment.field(number)).find(({ isEmpty, isNull }) => !isEmpty && !isNull);
  return valued?.repetitions.map(numberedByCx) ?? [];
}
