import type { Identifier } from '@ilium/contracts';
import type { Joint } from '../procedures/joints.js';

/** What a report may say of the procedure it is about. */
export interface Ties {
  readonly procedureIdentifier?: Identifier | null | undefined;
  readonly orders?: readonly Identifier[] | null | undefined;
  readonly visit?: Identifier | null | undefined;
}

/** The joints that a report is about: by procedure identifier, else by order number, else by visit. */
export function tiedJoints(ties: Ties, joints: readonly Joint[]): readonly Joint[] {
  const { procedureIdentifier, orders, visit } = ties;
  const ways: readonly ((joint: Joint) => boolean)[] = [
    (joint) => joint.reports.some((report) => includes(report.procedureIdentifiers, procedureIdentifier)),
    (joint) => joint.reports.some((report) => (orders ?? []).some((order) => includes(report.orders, order))),
    (joint) => joint.reports.some(({ source }) => includes([source.report.visit], visit)),
  ];
  for (const way of ways) {
    const tied = joints.filter(way);
    if (tied.length > 0) return tied;
  }
  return [];
}

function includes(list: readonly (Identifier | null | undefined)[], one: Identifier | null | undefined): boolean {
  return list.some(
    (item) => item?.system === one?.system && item?.value === one?.value && item !== null && item !== undefined,
  );
}
