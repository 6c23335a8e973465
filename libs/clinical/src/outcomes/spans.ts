import { addDays, type Day } from '../derive/reports/moments.js';
import type { Span } from './policy.js';

/** The day that is a span later. A month later is the same day of the month, or the month's last. */
export function dayAfter(day: Day, { months = 0, weeks = 0 }: Span): Day {
  return addDays(addMonths(day, months), weeks * 7);
}

function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, lastOfMonth))).toISOString().slice(0, 10);
}

/** In words: `3 months`, `1 week`. */
export function inWords({ months, weeks }: Span): string {
  const parts = [counted(months, 'month'), counted(weeks, 'week')];
  return parts.filter((part) => part !== undefined).join(' and ');
}

function counted(count: number | undefined, unit: string): string | undefined {
  return count === undefined ? undefined : `${count} ${unit}${count === 1 ? '' : 's'}`;
}
