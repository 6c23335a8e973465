import type { RecordName, Settling } from './work.schema.js';

/** What is wrong with what a person says of a record, whatever state it is in; undefined when nothing is. */
export function faultOfSettling({ type, id }: RecordName, { as, place, comparison }: Settling): string | undefined {
  if ((as === 'found') !== (place !== undefined)) {
    return '`place` belongs to `found`, and only to it: say where the target has the record.';
  }
  if (place !== undefined && !place.startsWith(`${type}/`)) {
    return `\`place\` is not that of a ${type}: ${type}/${id} can only be found at a place of its type, \`${type}/…\`. Look it up at the target again.`;
  }
  // Of a Patient of ours no chart is in doubt, only whose its number is.
  const isOfChart = as === 'right-patient' && type !== 'Patient';
  if (isOfChart === (comparison === undefined)) {
    return '`comparison` belongs to `right-patient` of a record that waits for identity-mismatch, and only to it: take it from GET /v1/work?reason=identity-mismatch.';
  }
  return undefined;
}
