/** Forms of dates and times that the site file names: `M/D/YYYY h:mm A`. */

/** What was read: the digits of an HL7 v2 time, `YYYYMMDDHHMMSS`, as far as they go, and the zone behind them. */
export type ReadDate = (text: string) => string | undefined;

interface Parts {
  readonly year?: string | undefined;
  readonly month?: string | undefined;
  readonly monthName?: string | undefined;
  readonly day?: string | undefined;
  readonly hour?: string | undefined;
  readonly hour12?: string | undefined;
  readonly half?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly zone?: string | undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const letters: Readonly<Record<string, string>> = {
  YYYY: String.raw`(?<year>\d{4})`,
  MMM: `(?<monthName>${months.join('|')})`,
  MM: String.raw`(?<month>\d\d)`,
  M: String.raw`(?<month>\d{1,2})`,
  DD: String.raw`(?<day>\d\d)`,
  D: String.raw`(?<day>\d{1,2})`,
  HH: String.raw`(?<hour>\d\d)`,
  H: String.raw`(?<hour>\d{1,2})`,
  hh: String.raw`(?<hour12>\d\d)`,
  h: String.raw`(?<hour12>\d{1,2})`,
  mm: String.raw`(?<minute>\d\d)`,
  ss: String.raw`(?<second>\d\d)(?:\.\d+)?`,
  A: '(?<half>am|pm)',
  Z: String.raw`(?<zone>z|[+-]\d\d:?\d\d)`,
};
const letter = /YYYY|MMM|MM|M|DD|D|HH|H|hh|h|mm|ss|A|Z|[\s\S]/g;

/** Reads a text by the first form that fits. */
export function dateReader(forms: readonly string[]): ReadDate {
  const patterns = forms.map(patternOf);
  return (text) => {
    for (const pattern of patterns) {
      const groups = pattern.exec(text)?.groups;
      if (groups !== undefined) return digitsOf(groups);
    }
    return undefined;
  };
}

function patternOf(form: string): RegExp {
  const source = (form.match(letter) ?? []).map((part) => letters[part] ?? part.replace('.', String.raw`\.`)).join('');
  return new RegExp(`^${source}$`, 'i');
}

function digitsOf(parts: Parts): string | undefined {
  const { year = '', minute, second } = parts;
  const hour = hourOf(parts);
  const month = monthOf(parts);
  const date = [year, month, month && parts.day?.padStart(2, '0')].filter((part) => part !== undefined).join('');
  // Without its day a time of day says nothing.
  if (hour === undefined || date.length < 'YYYYMMDD'.length) return date;
  const zone = parts.zone?.toUpperCase().replace(':', '');
  return `${date}${hour}${minute ?? '00'}${second ?? ''}${zone === 'Z' ? '+0000' : (zone ?? '')}`;
}

function monthOf({ month, monthName }: Parts): string | undefined {
  if (monthName === undefined) return month?.padStart(2, '0');
  return String(months.indexOf(monthName.toLowerCase()) + 1).padStart(2, '0');
}

function hourOf({ hour, hour12, half }: Parts): string | undefined {
  if (hour12 === undefined) return hour?.padStart(2, '0');
  const isAfternoon = half?.toLowerCase() === 'pm';
  return String((Number(hour12) % 12) + (isAfternoon ? 12 : 0)).padStart(2, '0');
}
