import type { Report } from '@ilium/contracts';
import type { Joint } from './acts.js';

/** An element of a procedure from the best source that says it. */
export function fromBestSource<Field extends keyof Report<'procedure'>>(
  joint: Joint,
  field: Field,
): NonNullable<Report<'procedure'>[Field]> | undefined {
  for (const { source } of joint.reports) {
    const value = source.report[field];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}
