/** FHIR's dateTime: a year, a month, a day, or a moment with its offset. */
export const dateTime = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T\d{2}:\d{2}:\d{2}(\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?)?)?$/;

const minuteMs = 60_000;

export interface Clock {
  readonly day: string;
  readonly time: string;
  /** `-05:00`. */
  readonly offset: string;
}

/** For people: `2026-03-12 10:05 -05:00`. */
export function timeInWords(moment: string, timeZone: string): string | undefined {
  if (!dateTime.test(moment)) return undefined;
  if (!moment.includes('T')) return moment;
  const clock = clockOf(moment, timeZone);
  return clock === undefined ? undefined : `${clock.day} ${clock.time.replace(/:00$/, '')} ${clock.offset}`;
}

/** The hospital's day; undefined for what is only known to a month. */
export function dayOf(moment: string, timeZone: string): string | undefined {
  if (!dateTime.test(moment)) return undefined;
  if (moment.includes('T')) return clockOf(moment, timeZone)?.day;
  return moment.length === 'YYYY-MM-DD'.length ? moment : undefined;
}

/** Undefined where the moment is none. */
export function clockOf(moment: string, timeZone: string): Clock | undefined {
  const instant = Math.floor(Date.parse(moment) / 1_000) * 1_000;
  if (Number.isNaN(instant)) return undefined;
  const local = localMs(instant, timeZone);
  const shift = (local - instant) / minuteMs;
  // Before the zones of the railways offsets had seconds, for which neither HL7 nor FHIR has a place.
  if (!Number.isInteger(shift)) return at(instant, '+00:00');
  const hours = String(Math.floor(Math.abs(shift) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(shift) % 60).padStart(2, '0');
  return at(local, `${shift < 0 ? '-' : '+'}${hours}:${minutes}`);
}

function at(ms: number, offset: string): Clock {
  const text = new Date(ms).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 19), offset };
}

/** What the hospital's clock shows, as if it were UTC. */
function localMs(instant: number, timeZone: string): number {
  const shown = Object.fromEntries(
    clockIn(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const local = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for those of the last century.
  local.setUTCFullYear(year, month - 1, day);
  return local.setUTCHours(hour, minute, second, 0);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const numeric = 'numeric' as const;
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, calendar: 'iso8601', hourCycle: 'h23', ...fields });
  clocks.set(timeZone, clock);
  return clock;
}
