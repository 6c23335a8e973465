import { addDays } from './calendar.js';
import { opaque, type Message } from './message.js';
import { Random } from './random.js';
import { feedOf, reported, sources, timeOf, type Statement } from './statement.js';
import type { Course } from './story.js';
import { tellScore } from './tell-score.js';
import { tellVisit } from './tell-visit.js';
import { identifier } from './vocabulary.js';

const repeatRate = 0.03;

/** All messages about a course, in the order in which they were said; a few are sent twice. */
export function tellCourse(course: Course, seed: number): readonly Message[] {
  const random = new Random('telling', seed, course.index);
  const statements = [
    ...demographics(course),
    ...merge(course),
    ...course.visits.flatMap((visit) => tellVisit(course, visit)),
    ...course.scores.flatMap((score) => tellScore(course, score)),
  ];
  const inOrder = statements.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
  const once = inOrder.map((statement, place) => toMessage(course, seed, statement, place));
  return once.flatMap((message) =>
    course.index > 0 && random.chance(repeatRate) ? [message, { ...message, isRepeat: true }] : [message],
  );
}

function toMessage(course: Course, seed: number, statement: Statement, place: number): Message {
  const { source, type, about, time, data } = statement;
  const id = opaque(`message/${seed}/${course.index}/${place}`);
  return {
    event: {
      specversion: '1.0',
      id,
      source: `https://hospital.example/sim/${sources[source].application.toLowerCase()}`,
      type,
      time,
      datacontenttype: 'application/json',
      data,
    },
    isBinary: sources[source].isBinary,
    key: opaque(`record/${about.mrn}`),
    isRepeat: false,
    course: course.index,
  };
}

function demographics(course: Course): readonly Statement[] {
  const [firstVisit] = course.visits;
  if (!course.hasDemographics || firstVisit === undefined) return [];
  const { patient } = course;
  return [
    reported({
      source: 'registration',
      kind: 'patient',
      about: patient,
      named: { identifier: identifier('mrn', patient.mrn) },
      at: { day: firstVisit.day, minute: 7 * 60 },
      report: { birthDate: patient.birthDate, sex: patient.sex },
    }),
  ];
}

/** The two records of one person are found to be one, some weeks after the first visit. */
function merge({ patient, secondRecord, visits }: Course): readonly Statement[] {
  const [firstVisit] = visits;
  if (secondRecord === undefined || firstVisit === undefined) return [];
  const time = timeOf({ day: addDays(firstVisit.day, 25), minute: 9 * 60 });
  return [
    {
      source: 'registration',
      type: 'ilium.patient.linked.v1',
      about: patient,
      time,
      data: {
        feed: feedOf('registration'),
        survivor: identifier('mrn', patient.mrn),
        merged: identifier('mrn', secondRecord.mrn),
        version: { eventTime: time },
      },
    },
  ];
}
