import { instantOf, offsetAt, offsetText } from './local-time.js';

/** HL7 v2 times: `YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]`. */

const shape = /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:\.(\d{1,9}))?)?)?)?)?)?([+-]\d{4})?$/;

/**
 * A FHIR date, or a time with its zone, as precise as the field was: without minutes it is the day, minutes get `:00`
 * seconds. Undefined where it is no time.
 */
export function momentOf(text: string, timeZone: string): string | undefined {
  const [, year, month, day, hour, minute, second = '00', fraction, zone] = shape.exec(text) ?? [];
  if (year === undefined || !isDate(year, month, day)) return undefined;
  if (hour !== undefined && Number(hour) > 23) return undefined;
  if (month === undefined || day === undefined) return month === undefined ? year : `${year}-${month}`;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined || minute === undefined) return date;
  if (Number(minute) > 59 || Number(second) > 59) return undefined;
  const clock = `${date}T${hour}:${minute}:${second}`;
  const part = fraction === undefined ? '' : `.${fraction}`;
  if (zone !== undefined) return isZone(zone) ? `${clock}${part}${zoneText(zone)}` : undefined;
  return localMoment(Date.parse(`${clock}Z`), part, timeZone);
}

/** UTC as most write it: one moment is written in one way, whichever door it came through. */
function zoneText(zone: string): string {
  return zone === '+0000' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** The clock time stays as written, so that one which the clock skips is still seen to be one. */
function localMoment(wall: number, fraction: string, timeZone: string): string {
  const offset = wall - instantOf(wall, timeZone);
  return `${new Date(wall).toISOString().slice(0, 19)}${fraction}${offsetText(offset)}`;
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(year: string, month = '01', day = '01'): boolean {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const isLeap = (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
  const days = m === 2 && isLeap ? 29 : (monthLengths[m - 1] ?? 0);
  return y > 0 && d > 0 && d <= days;
}

/** UTC−14:00 to UTC+14:00. */
function isZone(zone: string): boolean {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3))];
  return minutes < 60 && hours * 60 + minutes <= 840;
}

const dayLength = '2026-03-12'.length;

export function isTimed(moment: string): boolean {
  return moment.length > dayLength;
}

/** The day that a moment names; undefined where it is less precise. */
export function dayOf(moment: string): string | undefined {
  return moment.length < dayLength ? undefined : moment.slice(0, dayLength);
}

/** When something was said, to order versions by: a day counts from its beginning. */
export function sayingTime(moments: readonly string[], timeZone: string): string | undefined {
  const timed = moments.find(isTimed);
  if (timed !== undefined) return timed;
  const day = moments.find((moment) => dayOf(moment) !== undefined);
  return day === undefined ? undefined : localMoment(Date.parse(`${day}T00:00:00Z`), '', timeZone);
}

/** Whether a moment lies after an instant, as far as it is precise. */
export function isAfter(moment: string, instant: number, timeZone: string): boolean {
  if (isTimed(moment)) return Date.parse(moment) > instant;
  const local = new Date(instant + offsetAt(instant, timeZone)).toISOString();
  return moment > local.slice(0, moment.length);
}

/** A moment some minutes later, in the same zone; undefined where the moment has no minutes. */
export function minutesLater(moment: string, minutes: number): string | undefined {
  if (!isTimed(moment)) return undefined;
  const zone = /Z$|[+-]\d\d:\d\d$/.exec(moment)?.[0] ?? 'Z';
  const offset = zone === 'Z' ? 0 : Date.parse(`1970-01-01T00:00:00${zone}`) * -1;
  const end = new Date(Date.parse(moment) + offset + minutes * 60_000);
  return Number.isNaN(end.getTime()) ? undefined : `${end.toISOString().slice(0, 19)}${zone}`;
}
