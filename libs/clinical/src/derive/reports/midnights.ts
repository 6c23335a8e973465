import type { Rules } from '../../rules.js';
import type { LiveReport } from './live-reports.js';

/** All fields of reports that hold a time. */
const times = new Set([
  'performed',
  'performedEnd',
  'scheduled',
  'start',
  'end',
  'serviceDate',
  'effective',
  'onset',
  'deceased',
]);
const midnight = /^(\d{4}-\d\d-\d\d)T00:00(:00(\.0+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * Clinical rule 6: from applications that write midnight where they know no time, midnight is a date, in the chart too.
 * As it is written: the same instant by another clock was written by somebody who knew a time.
 */
export function withoutMidnights(
  reports: readonly LiveReport[],
  { midnightMeansNoTime }: Pick<Rules, 'midnightMeansNoTime'>,
): readonly LiveReport[] {
  if (midnightMeansNoTime.length === 0) return reports;
  return reports.map((source) =>
    midnightMeansNoTime.includes(source.feed.application) ? { ...source, report: dated(source.report) } : source,
  );
}

function dated(report: LiveReport['report']): LiveReport['report'] {
  const fields = Object.entries(report).map(([name, value]: [string, unknown]) => {
    return [name, times.has(name) && typeof value === 'string' ? value.replace(midnight, '$1') : value];
  });
  // Times became dates: the fields are those of its kind as before.
  return Object.fromEntries(fields) as LiveReport['report'];
}
