import type { Rules } from '../rules.js';
import type { Joint } from './joints.js';
import { momentSaid, type Moment } from './moments.js';

/** When the procedure on a joint began, as the best source that knows it says. */
export function startOf({ reports }: Joint, rules: Rules): Moment | undefined {
  for (const { source } of reports) {
    if (source.report.performed) return momentSaid(source.report.performed, source.feed, rules);
  }
  return undefined;
}
