import type { Number } from '../../reading/elements.js';
import { extendedId } from './data-types.js';
import { segment } from './segment.js';
import { isExact } from './texts.js';
import type { WriterSettings } from './writer-settings.js';

/** PID-5 is required; records hold no name, which table 0200 has a type for: unspecified. */
const unspecifiedName = [...Array.from({ length: 6 }, () => undefined), 'U'];
/** PV1-2 is required; records do not say it (table 0004: unknown). */
const unknownClass = 'U';

/** @throws NotWritable */
export function patientSegment(patient: Number, settings: WriterSettings): string {
  return segment('PID', { 1: '1', 3: extendedId(patient, settings), 5: unspecifiedName });
}

/** The visit is told where it is known who gave its number. */
export function visitSegment(visit: Number | undefined, settings: WriterSettings): string {
  return segment('PV1', {
    1: '1',
    2: unknownClass,
    19: hasPlace(visit, settings) ? extendedId(visit, settings) : undefined,
  });
}

/** PV1 is not needed in ORU^R01: without a visit it says nothing. */
export function visitSegments(visit: Number | undefined, settings: WriterSettings): readonly string[] {
  return hasPlace(visit, settings) ? [visitSegment(visit, settings)] : [];
}

function hasPlace(visit: Number | undefined, { assigners }: WriterSettings): visit is Number {
  return visit !== undefined && assigners.has(visit.system) && isExact(visit.value);
}
