import type { Chart, Told } from './in-charts.js';
import type { Statement } from './statement.js';
import type { Course, Visit } from './story.js';
import { tellAct } from './tell-act.js';
import { tellAdministration } from './tell-administration.js';
import { tellFacility } from './tell-bill.js';
import { tellOrder } from './tell-order.js';

/** What the hospital's systems say about a visit. */
export function tellVisit(course: Course, visit: Visit): readonly Statement[] {
  const own: Chart = {
    person: visit.record === 'second' && course.secondRecord !== undefined ? course.secondRecord : course.patient,
    visitNumber: visit.number,
  };
  const wrong: Chart | undefined =
    course.wrongChart !== undefined && visit === course.visits[0]
      ? { person: course.wrongChart.person, visitNumber: course.wrongChart.visitNumber }
      : undefined;
  const told: Told = { course, visit, own, wrong };
  const lines = visit.acts.map((act) => ({ ...told, act }));
  return [
    ...lines.flatMap(tellAct),
    ...lines.flatMap(tellFacility),
    ...visit.administrations.flatMap((one) => tellAdministration(told, one)),
    ...lines.flatMap(tellOrder),
  ];
}
