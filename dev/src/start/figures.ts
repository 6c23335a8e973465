import type { TargetStatus } from '@ilium/contracts';
import { eventTotals } from './balance.js';
import { consumers, type Figures } from './snapshot.js';

const grouped = new Intl.NumberFormat('en-US');

/** The status line's numbers. */
export interface StatusNumbers {
  readonly events: number;
  readonly procedures: number;
  readonly outcomes: number;
  readonly parked: number;
  readonly lag: number;
}

export function numbersOf({ ledgers, records, outcomes }: Figures): StatusNumbers {
  const rows = consumers.flatMap((name) => ledgers[name].topics);
  return {
    events: eventTotals(ledgers.mapper).received,
    procedures: Math.max(...records.targets.map(proceduresOf)),
    outcomes: outcomes.total,
    parked: rows.reduce((total, { parked }) => total + parked, 0),
    lag: rows.reduce((total, { lag }) => total + lag, 0),
  };
}

/** `events in 1,234 · procedures written 210 · outcomes counted 480 · parked 0 · lag 0 · up 0:42` */
export function statusLine(numbers: StatusNumbers, uptimeMs: number): string {
  const labels = {
    events: 'events in',
    procedures: 'procedures written',
    outcomes: 'outcomes counted',
    parked: 'parked',
    lag: 'lag',
  } as const;
  const parts = (Object.keys(labels) as (keyof StatusNumbers)[]).map(
    (name) => `${labels[name]} ${grouped.format(numbers[name])}`,
  );
  return [...parts, `up ${clock(uptimeMs)}`].join(' · ');
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function proceduresOf({ delivered }: TargetStatus): number {
  return delivered.find(({ resourceType }) => resourceType === 'Procedure')?.live ?? 0;
}
