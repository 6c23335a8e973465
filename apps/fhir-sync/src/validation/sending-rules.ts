import { elementAt, hasElement, textsAt } from '@ilium/clinical';

type Path = string;

/** A rule for what is sent, beside those that make a record conform (docs/adr/0019-validation-before-sending.md). */
export interface SendingRule {
  readonly name: string;
  /** Of which types; all where there are none. */
  readonly types: readonly string[];
  /** Paths of the elements that break it. */
  readonly brokenAt: (record: object) => readonly Path[];
}

const clinical = ['Procedure', 'MedicationAdministration', 'Observation'];
const withStatus = [...clinical, 'DocumentReference'];

/** Elements that refer to a record. */
const references = ['subject', 'encounter', 'context', 'partOf', 'derivedFrom', 'performer.actor', 'relatesTo.target'];
/** Elements that say what a record is about. */
const concepts = ['code', 'medicationCodeableConcept', 'component.code', 'type'];

const documentCodes: readonly (readonly [path: Path, codes: string])[] = [
  ['status', 'current superseded entered-in-error'],
  ['docStatus', 'preliminary final amended entered-in-error'],
  ['relatesTo.code', 'replaces transforms signs appends'],
];

export const sendingRules: readonly SendingRule[] = [
  {
    name: 'a status is a code',
    types: withStatus,
    brokenAt: (record) => elementAt(record, 'status').flatMap((status) => unless(typeof status === 'string', 'status')),
  },
  {
    name: 'an identifier has a system and a value',
    types: [],
    brokenAt: (record) =>
      elementAt(record, 'identifier').flatMap((one) =>
        unless(textsAt(one, 'system').length > 0 && textsAt(one, 'value').length > 0, 'identifier'),
      ),
  },
  {
    name: 'a code says what is meant',
    types: withStatus,
    brokenAt: (record) => concepts.flatMap((path) => unless(elementAt(record, path).every(saysSomething), path)),
  },
  {
    name: 'a reference says what is meant',
    types: withStatus,
    brokenAt: (record) => references.flatMap((path) => unless(elementAt(record, path).every(leadsSomewhere), path)),
  },
  {
    name: 'a dose has a unit',
    types: ['MedicationAdministration'],
    brokenAt: (record) =>
      elementAt(record, 'dosage.dose').flatMap((dose) =>
        unless(!hasElement(dose, 'value') || hasElement(dose, 'unit') || hasElement(dose, 'code'), 'dosage.dose'),
      ),
  },
  { name: 'a patient has an identifier', types: ['Patient'], brokenAt: (record) => required(record, '', 'identifier') },
  {
    name: 'a document has a status',
    types: ['DocumentReference'],
    brokenAt: (record) => required(record, '', 'status'),
  },
  {
    name: 'a document has a subject',
    types: ['DocumentReference'],
    brokenAt: (record) => required(record, '', 'subject'),
  },
  ...documentCodes.map(([path, codes]): SendingRule => {
    const allowed = new Set(codes.split(' '));
    return {
      name: `code DocumentReference.${path}`,
      types: ['DocumentReference'],
      brokenAt: (record) =>
        unless(
          textsAt(record, path).every((code) => allowed.has(code)),
          path,
        ),
    };
  }),
  {
    name: 'a document has a content that can be opened',
    types: ['DocumentReference'],
    brokenAt: (record) => {
      const attachments = elementAt(record, 'content.attachment');
      const isThere = attachments.length > 0 && attachments.length === elementAt(record, 'content').length;
      const isOpen = attachments.every(
        (one) => hasElement(one, 'contentType') && (hasElement(one, 'data') || hasElement(one, 'url')),
      );
      return unless(isThere && isOpen, 'content.attachment');
    },
  },
  {
    name: 'a document that replaces one names it',
    types: ['DocumentReference'],
    brokenAt: (record) => [...required(record, 'relatesTo', 'code'), ...required(record, 'relatesTo', 'target')],
  },
  {
    name: 'a document was made at a moment',
    types: ['DocumentReference'],
    brokenAt: (record) =>
      unless(
        textsAt(record, 'date').every((text) => instant.test(text)),
        'date',
      ),
  },
];

/** FHIR R4, datatypes.html, instant. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function unless(holds: boolean, path: Path): readonly Path[] {
  return holds ? [] : [path];
}

/** In every parent that there is; the parent of '' is the record. */
function required(record: object, parent: Path, name: string): readonly Path[] {
  const parents = parent === '' ? [record] : elementAt(record, parent);
  return unless(
    parents.every((one) => hasElement(one, name)),
    parent === '' ? name : `${parent}.${name}`,
  );
}

function saysSomething(concept: unknown): boolean {
  return hasElement(concept, 'text') || hasElement(concept, 'extension') || textsAt(concept, 'coding.code').length > 0;
}

function leadsSomewhere(reference: unknown): boolean {
  return textsAt(reference, 'reference').length > 0 || textsAt(reference, 'identifier.value').length > 0;
}
