import type { Procedure } from '../reading/records.js';

export interface ServicePeriod {
  readonly start?: string;
  readonly end?: string;
}

/** From the first that was begun to the last that was ended, each as precise as it came. */
export function servicePeriod(procedures: readonly Procedure[]): ServicePeriod | undefined {
  const starts = procedures.map(
    ({ performedDateTime, performedPeriod }) => performedDateTime ?? performedPeriod?.start,
  );
  const ends = procedures.map(({ performedPeriod }) => performedPeriod?.end);
  const [start, end] = [inTime(starts)[0], inTime(ends).at(-1)];
  if (start === undefined && end === undefined) return undefined;
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}

function inTime(moments: readonly (string | undefined)[]): readonly string[] {
  const said = moments.filter((moment) => moment !== undefined && !Number.isNaN(Date.parse(moment)));
  return said
    .filter((moment) => moment !== undefined)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b) || (a < b ? -1 : 1));
}
