import { nothing, unfit } from '../../reading/words.js';
import { NotWritable } from './not-writable.js';

/** Whether a code or a number can be written as it is: these are never changed. */
export function isExact(value: string): boolean {
  return value !== '' && value !== nothing && value.trim() === value && value.search(unfit) === -1;
}

/** A number of a patient, a visit or a record, whole: a part of it would be somebody else's. */
export function exact(value: string): string {
  if (!isExact(value)) throw new NotWritable('identifier');
  return value;
}
