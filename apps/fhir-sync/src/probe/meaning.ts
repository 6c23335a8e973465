import type { WrittenType } from './capabilities.js';
import type { Difference } from './differences.js';

/**
 * The elements without which a record says something else, or nothing: a server that drops one of them has not taken the
 * record, whatever it answered.
 */
const meaning: Readonly<Record<WrittenType, Readonly<Record<string, string>>>> = {
  Procedure: {
    status: 'the status',
    code: 'what was done',
    subject: 'whose it is',
    performedPeriod: 'when',
    performedDateTime: 'when',
    bodySite: 'body site and side',
  },
  MedicationAdministration: {
    status: 'the status',
    medicationCodeableConcept: 'the drug',
    subject: 'whose it is',
    effectiveDateTime: 'when',
    effectivePeriod: 'when',
    'dosage.dose': 'the dose',
    'dosage.site': 'body site',
  },
  Observation: {
    status: 'the status',
    code: 'what was asked',
    subject: 'whose it is',
    effectiveDateTime: 'when',
    valueQuantity: 'the value',
    valueCodeableConcept: 'the value',
    dataAbsentReason: 'why there is no value',
    bodySite: 'body site and side',
  },
  DocumentReference: {
    status: 'the status',
    type: 'what it is',
    subject: 'whose it is',
    date: 'when',
    content: 'the text',
  },
};

/** Help for readers beside the codes, references and values that count. */
const besideThePoint = /(^|\.)(display|unit|title|type|text|identifier)$/;

/** What is lost of the meaning, in words. */
export function lostMeaning(type: WrittenType, differences: readonly Difference[]): readonly string[] {
  const lost = Object.entries(meaning[type]).filter(([element]) =>
    differences.some(({ path }) => touches(element, path)),
  );
  return [...new Set(lost.map(([, word]) => word))];
}

function touches(element: string, path: string): boolean {
  if (path === element || element.startsWith(`${path}.`)) return true;
  return path.startsWith(`${element}.`) && !besideThePoint.test(path);
}
