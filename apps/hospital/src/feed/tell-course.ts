import { opaque, type Message } from './message.js';
import { Random } from './random.js';
import { sources, type Statement } from './statement.js';
import type { Course } from './story.js';
import { tellComplication } from './tell-complication.js';
import { tellPerson } from './tell-person.js';
import { tellScore } from './tell-score.js';
import { tellVisit } from './tell-visit.js';

const repeatRate = 0.03;

/** All messages about a course, in the order in which they were said; a few are sent twice. */
export function tellCourse(course: Course, seed: number): readonly Message[] {
  const random = new Random('telling', seed, course.index);
  const statements = [
    ...tellPerson(course),
    ...course.visits.flatMap((visit) => tellVisit(course, visit)),
    ...course.scores.flatMap((score) => tellScore(course, score)),
    ...course.complications.flatMap((one) => tellComplication(course, one)),
  ];
  const inOrder = statements.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
  const once = inOrder.map((statement, place) => toMessage(course, seed, statement, place));
  return once.flatMap((message) =>
    course.index > 0 && random.chance(repeatRate) ? [message, { ...message, isRepeat: true }] : [message],
  );
}

function toMessage(course: Course, seed: number, statement: Statement, place: number): Message {
  const { source, type, about, time, data, saidBefore } = statement;
  const id = opaque(`message/${course.series ?? ''}${seed}/${course.index}/${place}`);
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
    saidBefore,
    isBinary: sources[source].isBinary,
    key: opaque(`record/${about.mrn}`),
    isRepeat: false,
    course: course.index,
  };
}
