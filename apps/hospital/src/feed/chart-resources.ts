import type { Encounter, Patient } from '@medplum/fhirtypes';
import type { Resource } from '../fhir/resource.js';
import { localTime } from './calendar.js';
import { marked } from './marked.js';
import { opaque } from './message.js';
import type { Course, Person, Visit } from './story.js';
import { identifier } from './vocabulary.js';

/** A record of the hospital's own, under an id that its business identifier always gives. */
export type ChartRecord = Resource & { readonly id: string };

/** Marks what no clinician must take for a person's record (HL7 ActReason, test health data). */
const meta = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }] };

/** The Patients and Encounters of a course, as the hospital's own FHIR server has them before anything is reported. */
export function chartResources(course: Course): readonly ChartRecord[] {
  const { patient, secondRecord, wrongChart, namesake, visits } = course;
  const persons = [patient, secondRecord, wrongChart?.person, namesake].filter((person) => person !== undefined);
  const encounters = visits.map((visit) =>
    encounterOf(visit, visit.record === 'second' && secondRecord !== undefined ? secondRecord : patient),
  );
  const [firstVisit] = visits;
  if (wrongChart?.how === 'rewritten' && firstVisit !== undefined) {
    encounters.push(encounterOf({ ...firstVisit, number: wrongChart.visitNumber }, wrongChart.person));
  }
  return [...persons.map(patientOf), ...encounters];
}

/** The same for a feed with a marker. */
export function markedChart(course: Course, marker: string): readonly ChartRecord[] {
  return chartResources(course).map((record) => marked(record, marker));
}

function patientOf({ mrn, family, birthDate, sex }: Person): ChartRecord {
  return {
    resourceType: 'Patient',
    id: idOf('p', mrn),
    meta,
    identifier: [identifier('mrn', mrn)],
    name: [{ use: 'official', family, given: ['Patient', mrn] }],
    birthDate,
    gender: sex,
  } satisfies Patient;
}

function encounterOf({ number, day, clock, status }: Visit, person: Person): ChartRecord {
  return {
    resourceType: 'Encounter',
    id: idOf('e', number),
    meta,
    identifier: [identifier('visit', number)],
    status: status === 'not-done' ? 'cancelled' : 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: `Patient/${idOf('p', person.mrn)}` },
    period:
      clock === undefined
        ? { start: day, end: day }
        : { start: localTime(day, clock.start - 30), end: localTime(day, clock.end + 60) },
  } satisfies Encounter;
}

function idOf(prefix: string, number: string): string {
  return prefix + opaque(`${prefix}/${number}`);
}
