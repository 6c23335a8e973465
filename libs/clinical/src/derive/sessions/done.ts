import type { Joint } from '../procedures/joints.js';

/** How far procedures got: what was completed comes before what was begun, and that before what was only meant. */
const stages: readonly (readonly Joint['status'][])[] = [['completed'], ['stopped', 'in-progress']];

/** Of some joints those that were done, as far as any was: what was planned or not done says nothing of the others (clinical rule 10). */
export function doneOf(joints: readonly Joint[]): readonly Joint[] {
  const reached = stages.map((statuses) => joints.filter(({ status }) => statuses.includes(status)));
  return reached.find(({ length }) => length > 0) ?? joints;
}
