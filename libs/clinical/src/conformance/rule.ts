import type { Element, Elements } from './elements.js';

/** The versions of US Core that sites ask for. */
export const usCoreVersions = ['6.1.0', '7.0.0', '8.0.0', '9.0.0'] as const;
export type UsCoreVersion = (typeof usCoreVersions)[number];

/** The US Core profiles that our records claim, and what each is a profile of. */
export const profiledTypes = {
  'us-core-procedure': 'Procedure',
  'us-core-observation-screening-assessment': 'Observation',
  'us-core-simple-observation': 'Observation',
} as const;
export type Profile = keyof typeof profiledTypes;

/** Whom a rule binds: every record, the records of a type, or those that claim a profile. */
export type Subject =
  'every record' | 'Procedure' | 'MedicationAdministration' | 'Observation' | 'Patient' | 'Bundle' | Profile;

/** What is checked: anything that says its type. All else is read as it stands, since it may be wrong. */
export interface CheckedRecord {
  readonly resourceType: string;
}

/** What a rule may ask besides the record. */
export interface Surroundings {
  /** Found once for all rules. */
  readonly elements: Elements;
  /** Whether a code is a unit of UCUM; handed in, because the tables of UCUM are no part of this library. */
  readonly isUcum: (code: string) => boolean;
  /** The type of the record that a literal reference leads to; undefined where it leads nowhere. */
  readonly typeAt: (reference: string) => string | undefined;
}

/** One row of the table of rules. */
export interface Rule {
  /** Stable and unique: problems name it. */
  readonly name: string;
  readonly subject: Subject;
  /** The element that it is about, as a path below the record. */
  readonly element: string;
  /** A record that has nothing of this name keeps the rule, and is not asked. */
  readonly keptWithout?: string;
  /** The US Core versions that demand it; rules of base R4 hold in each. */
  readonly versions: readonly UsCoreVersion[];
  readonly demands: string;
  readonly source: string;
  /** The elements of a record that break it: none where the record is right. */
  readonly brokenAt: (record: object, surroundings: Surroundings) => readonly string[];
}

/** For rules that a record keeps or breaks as a whole. */
export function unless(holds: boolean, element: string): readonly string[] {
  return holds ? [] : [element];
}

/** For rules that any element may break, wherever it stands. */
export function pathsWhere<Value>(
  elements: readonly Element<Value>[],
  isBroken: (element: Element<Value>) => boolean,
): readonly string[] {
  return elements.filter(isBroken).map(({ path }) => path);
}

export function sourceOf(subject: Subject): string {
  return subject in profiledTypes
    ? `US Core, StructureDefinition ${subject}`
    : `FHIR R4, StructureDefinition ${subject}`;
}

/** The first name of a path. */
export function topOf(element: string): string {
  const dot = element.indexOf('.');
  return dot < 0 ? element : element.slice(0, dot);
}
