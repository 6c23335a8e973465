/** Clock times of a place, and how far the place is from UTC then. */

const minute = 60_000;
const day = 1_440 * minute;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Offsets by zone and quarter of an hour: none changes within one, and the formatter is slow. */
const known = new Map<string, number>();
const mostKnown = 50_000;

/**
 * The instant of a clock time in a zone. A time that the clock shows twice is its first pass; one that it skips is moved
 * forward by what it skips.
 *
 * @param wall the clock time in ms, as if it were UTC
 */
export function instantOf(wall: number, timeZone: string): number {
  const [before, after] = [offsetAt(wall - day, timeZone), offsetAt(wall + day, timeZone)];
  const candidates = [wall - Math.max(before, after), wall - Math.min(before, after)];
  return candidates.find((instant) => instant + offsetAt(instant, timeZone) === wall) ?? wall - before;
}

/** How far a zone is ahead of UTC, in ms. */
export function offsetAt(instant: number, timeZone: string): number {
  const quarter = Math.floor(instant / (15 * minute));
  const key = `${quarter} ${timeZone}`;
  const stored = known.get(key);
  if (stored !== undefined) return stored;
  if (known.size >= mostKnown) known.clear();
  const offset = readOffset(quarter * 15 * minute, timeZone);
  known.set(key, offset);
  return offset;
}

function readOffset(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = 0, minutes = 0] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
}

/** `+05:30` */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / minute;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
