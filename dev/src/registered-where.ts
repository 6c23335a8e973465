import { appendFileSync } from 'node:fs';

/**
 * Registers tests where what they need is present, and has `npm test` say at its end where it is not. A file that uses
 * it needs at least one test that asks for nothing: to Jest a file without tests is a failure.
 */
export function registeredWhere(present: boolean, need: string, register: () => void): void {
  if (present) {
    register();
    return;
  }
  const absences = process.env['ILIUM_TEST_ABSENCES'];
  if (absences) appendFileSync(absences, `${need}\n`);
}
