/** Years (`2026`) and months (`2026-03`), as addresses and answers tell them. */

const yearLength = '2026'.length;

export const monthNames: Readonly<Record<string, string>> = {
  '01': 'January',
  '02': 'February',
  '03': 'March',
  '04': 'April',
  '05': 'May',
  '06': 'June',
  '07': 'July',
  '08': 'August',
  '09': 'September',
  '10': 'October',
  '11': 'November',
  '12': 'December',
};

/** `2026-03` → `March 2026`; a year stays what it is. */
export function periodName(period: string): string {
  const name = monthNames[monthIn(period)];
  return name === undefined ? period : `${name} ${yearIn(period)}`;
}

export function yearIn(period: string): string {
  return period.slice(0, yearLength);
}

/** Empty where it is a whole year. */
export function monthIn(period: string): string {
  return period.slice(yearLength + 1);
}

export function periodOfParts(year: string, month: string): string {
  return year === '' || month === '' ? year : `${year}-${month}`;
}

/** A month is after the year that it lies in just as little as before it. */
export function isAfter(one: string, other: string): boolean {
  return one.slice(0, other.length) > other;
}
