import type { Told } from './in-charts.js';
import type { Statement } from './statement.js';
import type { Course, Visit } from './story.js';
import { tellAct } from './tell-act.js';
import { tellAdministration } from './tell-administration.js';
import { tellCharges } from './tell-charges.js';
import { tellFacility } from './tell-facility.js';
import { tellMoves } from './tell-moves.js';
import { tellOrder } from './tell-order.js';

/** What the hospital's systems say about a visit. */
export function tellVisit(course: Course, visit: Visit): readonly Statement[] {
  const told = chartsOf(course, visit);
  if (visit.status === 'billed') return tellCharges(told);
  const lines = visit.acts.map((act) => ({ ...told, act }));
  return [
    ...lines.flatMap(tellAct),
    ...lines.flatMap(tellFacility),
    ...visit.administrations.flatMap((one) => tellAdministration(told, one)),
    ...lines.flatMap(tellOrder),
    ...tellCharges(told),
    ...(visit === course.visits[0] ? tellMoves(course, visit) : []),
  ];
}

/** A visit that is moved out of the wrong chart was written there under its own number. */
function chartsOf(course: Course, visit: Visit): Told {
  const { patient, secondRecord, wrongChart, visits } = course;
  const visitNumber = visit.number;
  const own = { person: visit.record === 'second' && secondRecord !== undefined ? secondRecord : patient, visitNumber };
  const told = { course, visit, own, wrong: undefined };
  if (wrongChart === undefined || visit !== visits[0]) return told;
  if (wrongChart.how === 'moved') return { ...told, own: { ...own, person: wrongChart.person } };
  return wrongChart.how === 'rewritten' ? { ...told, wrong: wrongChart } : told;
}
