import { clockOf, dateTime } from '../../reading/hospital-time.js';

/** HL7's DTM has up to four places behind the second. */
const fractionPlaces = 5;

/** TS: a moment by the hospital's clock with its offset, less than a moment as precise as it came; undefined where it is none. */
export function timestamp(moment: string, timeZone: string): string | undefined {
  const said = dateTime.exec(moment);
  if (said === null) return undefined;
  const [, , , , fraction = ''] = said;
  if (!moment.includes('T')) return moment.replaceAll('-', '');
  const clock = clockOf(moment, timeZone);
  if (clock === undefined) return undefined;
  const time = `${clock.time.replaceAll(':', '')}${fraction.slice(0, fractionPlaces)}`;
  return `${clock.day.replaceAll('-', '')}${time}${clock.offset.replace(':', '')}`;
}
