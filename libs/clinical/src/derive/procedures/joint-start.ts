import type { Rules } from '../../rules.js';
import { fromBestSource, type Joint } from './joints.js';
import { momentOf, type Moment } from '../reports/moments.js';

/** When the procedure on a joint began, as far as any source says it. */
export function startOf(joint: Joint, rules: Rules): Moment | undefined {
  const performed = fromBestSource(joint, 'performed');
  return performed === undefined ? undefined : momentOf(performed, rules.timeZone);
}
