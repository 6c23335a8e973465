import { addDays } from './moments.js';

const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)([+-])(\d\d):(\d\d)$/;
const millisecondsPerMinute = 60_000;

/**
 * Clinical rule 6: whether a time by the site's clock was not there, or there twice, because the clock was changed: what
 * its source meant is not known. Of a time in UTC, or by a clock of elsewhere, it is.
 */
export function isUnclearTime(text: string, timeZone: string): boolean {
  const [, clock, sign, hours, minutes] = written.exec(text) ?? [];
  if (clock === undefined) return false;
  const [before, after] = offsetsAround(clock.slice(0, clock.indexOf('T')), timeZone);
  if (before === after) return false;
  const said = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  if (said !== before && said !== after) return false;
  const asUtc = Date.parse(`${clock}Z`);
  const times = [before, after].filter(
    (offset) => offsetAt(asUtc - offset * millisecondsPerMinute, timeZone) === offset,
  );
  return times.length !== 1;
}

/** By day and zone: almost all days have one offset before and after them. */
const known = new Map<string, readonly [number, number]>();
const mostKnown = 20_000;

function offsetsAround(day: string, timeZone: string): readonly [before: number, after: number] {
  const key = `${day} ${timeZone}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const [yesterday, inTwoDays] = [-1, 2].map((days) => Date.parse(addDays(day, days)));
  const offsets = [offsetAt(yesterday ?? 0, timeZone), offsetAt(inTwoDays ?? 0, timeZone)] as const;
  if (known.size >= mostKnown) known.clear();
  known.set(key, offsets);
  return offsets;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a zone's clock is ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
