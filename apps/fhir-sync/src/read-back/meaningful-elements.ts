import type { Weight } from './difference.js';

/**
 * `kept`: what we said stands there; what others add beside it is theirs. `alone`: besides, nothing stands there that we
 * did not say, since it would change what we said (a second site, a comparator, a reason for no value).
 */
export type Standing = 'kept' | 'alone';

/** For records of a type that has no row of its own. */
const anyRecord: Readonly<Record<string, Standing>> = { status: 'kept', code: 'kept', subject: 'kept' };

/**
 * What carries the meaning of a record, with all that stands below it. A path has no positions in lists, and `[x]` is
 * whatever type was chosen; the longest path counts. Everything else is a detail.
 */
export const meaningfulElements: Readonly<Record<string, Readonly<Record<string, Standing>>>> = {
  Procedure: {
    status: 'kept',
    statusReason: 'alone',
    code: 'kept',
    subject: 'kept',
    encounter: 'kept',
    partOf: 'kept',
    'performed[x]': 'alone',
    bodySite: 'alone',
    outcome: 'kept',
    complication: 'kept',
    complicationDetail: 'kept',
  },
  MedicationAdministration: {
    status: 'kept',
    statusReason: 'alone',
    'medication[x]': 'kept',
    subject: 'kept',
    context: 'kept',
    partOf: 'kept',
    'effective[x]': 'alone',
    'dosage.site': 'alone',
    'dosage.route': 'alone',
    'dosage.dose': 'alone',
    'dosage.rate[x]': 'alone',
  },
  Observation: {
    status: 'kept',
    code: 'kept',
    subject: 'kept',
    focus: 'kept',
    encounter: 'kept',
    partOf: 'kept',
    hasMember: 'kept',
    derivedFrom: 'kept',
    'effective[x]': 'alone',
    'value[x]': 'alone',
    dataAbsentReason: 'alone',
    bodySite: 'alone',
    // What a score is compared by (recall, location of pain, which end of a scale is best).
    component: 'kept',
    'component.value[x]': 'alone',
    'component.dataAbsentReason': 'alone',
  },
  DocumentReference: {
    status: 'kept',
    docStatus: 'kept',
    type: 'kept',
    subject: 'kept',
    relatesTo: 'kept',
    content: 'kept',
    context: 'kept',
  },
  Patient: {
    active: 'kept',
    identifier: 'kept',
    name: 'kept',
    gender: 'kept',
    birthDate: 'kept',
    'deceased[x]': 'alone',
    link: 'kept',
  },
};

/** Elements that are written under the name of their type: `performedPeriod`. */
const choices = 'value performed effective medication rate deceased'.split(' ');

/** The name that all forms of an element have: `performed[x]` of `performedPeriod`; undefined where it has one form. */
export function choiceOf(name: string): string | undefined {
  const stem = choices.find((one) => name.startsWith(one) && /^[A-Z]/.test(name.slice(one.length)));
  return stem === undefined ? undefined : `${stem}[x]`;
}

/** The row of the table that an element is in, or stands below: `bodySite` of `bodySite[0].coding`. */
export function meaningfulElement(type: string, path: string): string | undefined {
  const rows = rowsOf(type);
  const names = plainNames(path);
  for (let length = names.length; length > 0; length -= 1) {
    const row = names.slice(0, length).join('.');
    if (Object.hasOwn(rows, row)) return row;
  }
  return undefined;
}

/** How an element, or what stands below it, has to stand; undefined where it is a detail. */
export function standingOf(type: string, path: string): Standing | undefined {
  const row = meaningfulElement(type, path);
  return row === undefined ? undefined : rowsOf(type)[row];
}

export function weightOf(type: string, path: string): Weight {
  const isModifier = plainNames(path).includes('modifierExtension');
  return isModifier || standingOf(type, path) !== undefined ? 'meaning' : 'detail';
}

/** Whether something that carries meaning stands below an element that is itself a detail, as the dose below a dosage. */
export function holdsMeaning(type: string, path: string): boolean {
  const prefix = `${plainNames(path).join('.')}.`;
  return Object.keys(rowsOf(type)).some((row) => row.startsWith(prefix));
}

function rowsOf(type: string): Readonly<Record<string, Standing>> {
  return Object.hasOwn(meaningfulElements, type) ? (meaningfulElements[type] ?? anyRecord) : anyRecord;
}

function plainNames(path: string): string[] {
  return path
    .replaceAll(/\[\d+\]/g, '')
    .split('.')
    .map((name) => choiceOf(name) ?? name);
}
