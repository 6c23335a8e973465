import { ucum } from '@atomic-ehr/ucum';

/** Whether a code is a unit of UCUM, as a library of UCUM says. It throws at what it can't read at all. */
export function isUcum(code: string): boolean {
  try {
    return ucum.validate(code).valid;
  } catch {
    return false;
  }
}
