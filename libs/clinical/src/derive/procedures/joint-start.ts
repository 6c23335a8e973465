import type { Rules } from '../../rules.js';
import type { Joint } from './joints.js';
import type { ProcedureReport } from './read-procedure.js';
import { momentOf, type Moment } from '../reports/moments.js';

/**
 * When the procedure on a joint began: as the best source says it, what it foresaw last. A date does not displace another
 * source's clock time of that day (clinical rule 6).
 */
export function startOf({ reports }: Pick<Joint, 'reports'>, rules: Rules): Moment | undefined {
  const [best, ...others] = [...reports.filter(isOfDone), ...reports.filter((report) => !isOfDone(report))].flatMap(
    ({ source }) => (source.report.performed ? [momentOf(source.report.performed, rules.timeZone)] : []),
  );
  if (best?.day === undefined || best.instant !== undefined) return best;
  return others.find(({ day, instant }) => instant !== undefined && day === best.day) ?? best;
}

function isOfDone({ source }: ProcedureReport): boolean {
  return !isOnlyMeant(source.report.status);
}

/** The time of what was planned, or called off, is when it was to be. */
export function isOnlyMeant(status: string | null | undefined): boolean {
  return status === 'preparation' || status === 'not-done';
}
