import { systems } from '../terminology/systems.js';
import { at, has, textsAt } from './elements.js';
import { pathsWhere, sourceOf, unless, usCoreVersions, type Rule, type Subject } from './rule.js';

interface Row {
  readonly name: string;
  readonly subject: Subject;
  readonly element: string;
  readonly demands: string;
  readonly holds: (record: object) => boolean;
}

const rows: readonly Row[] = [
  {
    name: 'us-core-1',
    subject: 'us-core-observation-screening-assessment',
    element: 'effective[x]',
    demands: 'a time says the day at least',
    holds: (record) => textsAt(record, 'effectiveDateTime').every((time) => time.length >= '2026-03-12'.length),
  },
  {
    name: 'us-core-2',
    subject: 'us-core-observation-screening-assessment',
    element: 'value[x]',
    demands: 'without components and members there is a value, or the reason why there is none',
    holds: (record) => ['component', 'hasMember', 'dataAbsentReason', 'value[x]'].some((name) => has(record, name)),
  },
  {
    name: 'us-core-3',
    subject: 'us-core-observation-screening-assessment',
    element: 'valueQuantity.system',
    demands: 'coded units are of UCUM',
    holds: (record) => textsAt(record, 'valueQuantity.system').every((system) => system === systems.ucum),
  },
  {
    name: 'us-core-7',
    subject: 'us-core-procedure',
    element: 'performed[x]',
    demands: 'what is completed or in progress says when',
    holds: (record) =>
      !textsAt(record, 'status').some((status) => status === 'completed' || status === 'in-progress') ||
      has(record, 'performed[x]'),
  },
  {
    name: 'obs-6',
    subject: 'Observation',
    element: 'dataAbsentReason',
    demands: 'a reason for no value stands only where there is none',
    holds: (record) => !has(record, 'dataAbsentReason') || !has(record, 'value[x]'),
  },
  {
    name: 'obs-7',
    subject: 'Observation',
    element: 'value[x]',
    demands: 'no value where a component has the code of the whole',
    holds: (record) => {
      const parts = at(record, 'component.code.coding').map(codeOf);
      if (parts.length === 0 || !has(record, 'value[x]')) return true;
      return !at(record, 'code.coding').some((coding) => parts.includes(codeOf(coding)));
    },
  },
  {
    name: 'mad-1',
    subject: 'MedicationAdministration',
    element: 'dosage',
    demands: 'a dosage has a dose or a rate',
    holds: (record) => at(record, 'dosage').every((dosage) => has(dosage, 'dose') || has(dosage, 'rate[x]')),
  },
];

function codeOf(coding: unknown): string {
  return `${textsAt(coding, 'system').join()}|${textsAt(coding, 'code').join()}`;
}

export const invariants: readonly Rule[] = [
  ...rows.map(({ holds, ...row }) => ({
    ...row,
    versions: usCoreVersions,
    source: sourceOf(row.subject),
    brokenAt: (record: object) => unless(holds(record), row.element),
  })),
  {
    name: 'per-1',
    subject: 'every record',
    element: '(period)',
    versions: usCoreVersions,
    demands: 'a period does not end before it starts',
    source: 'FHIR R4, StructureDefinition Period',
    brokenAt: (_, { elements }) =>
      pathsWhere(elements.having.start, ({ value }) => {
        const [start] = textsAt(value, 'start');
        const [end] = textsAt(value, 'end');
        return start !== undefined && end !== undefined && isAfter(start, end);
      }),
  },
  {
    name: 'qty-3',
    subject: 'every record',
    element: '(quantity)',
    versions: usCoreVersions,
    demands: 'the code of a unit names its system',
    source: 'FHIR R4, StructureDefinition Quantity',
    brokenAt: (_, { elements }) =>
      pathsWhere(
        elements.having.value,
        ({ value }) => typeof at(value, 'value')[0] === 'number' && has(value, 'code') && !has(value, 'system'),
      ),
  },
];

/** As far as both say it: a day is not after an hour of the same day. */
function isAfter(start: string, end: string): boolean {
  const zoned = /T.*(?:Z|[+-]\d\d:\d\d)$/;
  if (zoned.test(start) && zoned.test(end)) return Date.parse(start) > Date.parse(end);
  const length = Math.min(start.length, end.length, '2026-03-12'.length);
  return start.slice(0, length) > end.slice(0, length);
}
