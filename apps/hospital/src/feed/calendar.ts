/** A calendar day of the simulated hospital, `2026-03-12`. It lies in US Eastern time. */
export type Day = string;

const dayLength = 86_400_000;

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10);
}

/** Days from one to the other; negative when `to` is earlier. */
export function daysFrom(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
}

/** `2026-03-12T10:05:00-04:00`: the minute of a day on the hospital's clocks. Not for the hours of a change of clocks. */
export function localTime(day: Day, minute: number): string {
  return `${day}T${clock(minute)}-0${hoursBehind(day)}:00`;
}

/** The same moment as UTC; in the evening that is the next day. */
export function utcTime(day: Day, minute: number): string {
  return new Date(Date.parse(localTime(day, minute))).toISOString().replace('.000Z', 'Z');
}

function clock(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}:00`;
}

/** Hours behind UTC, by the rule in force since 2007: summer time from the second Sunday of March to the first of November. */
function hoursBehind(day: Day): 4 | 5 {
  const year = day.slice(0, 4);
  const isSummer = day >= sundayFrom(`${year}-03-08`) && day < sundayFrom(`${year}-11-01`);
  return isSummer ? 4 : 5;
}

function sundayFrom(day: Day): Day {
  const weekday = new Date(Date.parse(day)).getUTCDay();
  return addDays(day, (7 - weekday) % 7);
}
