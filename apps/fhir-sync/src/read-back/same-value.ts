/** When two values of a data type of FHIR R4 mean the same, however each server writes them. */

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A moment in another offset is the same moment. A day is not a moment of it: what a server loses or adds is a change. */
export function isSamePrimitive(sent: unknown, read: unknown): boolean {
  if (typeof sent !== 'string' || typeof read !== 'string') return sent === read;
  const [a, b] = [sent.trim(), read.trim()];
  return a === b || (instant.test(a) && instant.test(b) && Date.parse(a) === Date.parse(b));
}

const absolute = /^https?:\/\/.*\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/;

/** `Patient/17` of `https://ehr.example/fhir/Patient/17/_history/3`: servers write one for the other. */
export function placeIn(reference: string): string {
  const unversioned = reference.trim().replace(/\/_history\/[^/]+$/, '');
  return absolute.exec(unversioned)?.[1] ?? unversioned;
}

export function typeIn(reference: string): string | undefined {
  return /^([A-Z][A-Za-z]+)\//.exec(placeIn(reference))?.[1];
}
