import { addDays } from './calendar.js';
import { feedOf, reported, timeOf, type Moment, type Statement } from './statement.js';
import type { Course, Person, PriorTreatment } from './story.js';
import { coded, identifier, terms, type Term } from './vocabulary.js';

/** What registration and the history say of a person: before, between and after the visits. */
export function tellPerson(course: Course): readonly Statement[] {
  return [
    ...demographics(course),
    ...merge(course),
    ...mistakenMerge(course),
    ...flag(course),
    ...death(course),
    ...history(course),
  ];
}

function demographics(course: Course): readonly Statement[] {
  const { birthDate, sex, family } = course.patient;
  return course.hasDemographics ? atFirst(course, { birthDate, sex, family }) : [];
}

function atFirst(course: Course, report: object): readonly Statement[] {
  const [firstVisit] = course.visits;
  return firstVisit === undefined ? [] : [ofPatient(course, { day: firstVisit.day, minute: 7 * 60 }, report)];
}

function ofPatient({ patient }: Course, at: Moment, report: object): Statement {
  return reported({
    source: 'registration',
    kind: 'patient',
    about: patient,
    named: { identifier: identifier('mrn', patient.mrn) },
    at,
    report,
  });
}

/** Often only after the first results are out. */
function flag(course: Course): readonly Statement[] {
  if (course.flag === undefined) return [];
  const { name, day, isTakenBack } = course.flag;
  const set = ofPatient(course, { day, minute: 11 * 60 }, { flags: [name] });
  return isTakenBack ? [set, ofPatient(course, { day: addDays(day, 9), minute: 12 * 60 }, { flags: [] })] : [set];
}

function death(course: Course): readonly Statement[] {
  const { deathDay } = course;
  if (deathDay === undefined) return [];
  return [ofPatient(course, { day: addDays(deathDay, 3), minute: 12 * 60 }, { deceased: deathDay })];
}

const treatments: Readonly<Record<PriorTreatment, Term>> = {
  medication: terms.painKillers,
  'physical-therapy': terms.physicalTherapy,
  injection: terms.earlierInjection,
  rfa: terms.earlierAblation,
  surgery: terms.earlierSurgery,
};

function history(course: Course): readonly Statement[] {
  const { patient, visits, codeStyle } = course;
  const [firstVisit] = visits;
  if (firstVisit === undefined) return [];
  return course.history.map((name, place) =>
    reported({
      source: 'ehr',
      kind: 'history',
      about: patient,
      named: { identifier: identifier('history', `HIS${patient.mrn}-${place + 1}`) },
      at: { day: firstVisit.day, minute: 7 * 60 + 30 },
      report: {
        codes: [coded(treatments[name], codeStyle)],
        performed: addDays(firstVisit.day, -200).slice(0, 7),
      },
    }),
  );
}

/** The two records of one person are found to be one, some weeks after the first visit. */
function merge({ patient, secondRecord, visits }: Course): readonly Statement[] {
  const [firstVisit] = visits;
  if (secondRecord === undefined || firstVisit === undefined) return [];
  return [linked('linked', patient, secondRecord, { day: addDays(firstVisit.day, 25), minute: 9 * 60 })];
}

/** Somebody of the same name is taken for the patient, until it comes out. */
function mistakenMerge({ patient, namesake, visits }: Course): readonly Statement[] {
  const [firstVisit] = visits;
  if (namesake === undefined || firstVisit === undefined) return [];
  const known: Moment = { day: firstVisit.day, minute: 7 * 60 };
  const found: Moment = { day: addDays(firstVisit.day, 12), minute: 15 * 60 };
  return [linked('linked', patient, namesake, known), linked('unlinked', patient, namesake, found)];
}

function linked(what: 'linked' | 'unlinked', survivor: Person, merged: Person, at: Moment): Statement {
  const time = timeOf(at);
  return {
    source: 'registration',
    type: `ilium.patient.${what}.v1`,
    about: survivor,
    time,
    data: {
      feed: feedOf('registration'),
      survivor: identifier('mrn', survivor.mrn),
      merged: identifier('mrn', merged.mrn),
      version: { eventTime: time },
    },
  };
}
