import type { Known, Observation } from '../reading/records.js';

/** The version of the rules by which a figure was derived; undefined for what somebody answered or saw. */
export function rulesOf({ method }: Observation, base: string): string | undefined {
  return method?.coding?.find(({ system }) => system === `${base}/CodeSystem/rules`)?.code;
}

/** Keys of the scores that a figure was derived from. */
export function sourcesOf({ resource: { derivedFrom = [] } }: Known<Observation>): readonly string[] {
  return derivedFrom.map(({ reference }) => reference).filter((key) => key !== undefined);
}
