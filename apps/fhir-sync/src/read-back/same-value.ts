/** When two values of a data type of FHIR R4 mean the same, however each server writes them. */

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** A moment in another offset is the same moment. A day is not a moment of it: what a server loses or adds is a change. */
export function isSamePrimitive(sent: unknown, read: unknown): boolean {
  if (typeof sent !== 'string' || typeof read !== 'string') return sent === read;
  const [a, b] = [sent.trim(), read.trim()];
  return a === b || (instant.test(a) && instant.test(b) && Date.parse(a) === Date.parse(b));
}

const moment = /^(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
const minuteMs = 60_000;
/** Of a clock of the earth, from UTC. */
const widestOffsetMs = 14 * 60 * minuteMs;

/**
 * A moment that is told again to the second, the minute, the day, or by a clock whose zone is not said: what is left of it
 * can be the same moment.
 */
export function isLessExact(sent: unknown, read: unknown): boolean {
  if (typeof sent !== 'string' || typeof read !== 'string' || !instant.test(sent.trim())) return false;
  const [, day, minute, second, zone] = moment.exec(read.trim()) ?? [];
  if (day === undefined) return false;
  const at = Date.parse(sent);
  const earliest = Date.parse(minute === undefined ? day : `${day}T${minute}${second ?? ''}${zone ?? 'Z'}`);
  const lengthMs = minute === undefined ? lengthOf(day) : second === undefined ? minuteMs : 1_000;
  const slackMs = zone === undefined ? widestOffsetMs : 0;
  return at >= earliest - slackMs && at < earliest + lengthMs + slackMs;
}

/** Of a year, a month or a day, at the longest. */
function lengthOf(day: string): number {
  const days = [366, 31, 1][day.split('-').length - 1] ?? 1;
  return days * 24 * 60 * minuteMs;
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
