import { StartError } from '../cause.js';
import { until } from '../until.js';
import { skippedIn } from './balance.js';
import { numbersOf, statusLine } from './figures.js';
import { settle } from './settle.js';
import { readFeed, startFeed, type Snapshot } from './snapshot.js';
import type { Play, System } from './system.js';
import type { Terminal } from './terminal.js';

/** No number has moved for so long: nothing will. Longer than any wait between two attempts at the FHIR server. */
const STALLED_MS = 60_000;

/** The result of a feed, as `--json` prints it. */
export interface FeedResult {
  readonly courses: number;
  readonly events: number;
  readonly procedures: number;
  readonly observations: number;
  readonly medicationAdministrations: number;
  readonly outcomes: number;
  readonly skipped: number;
  readonly parked: number;
  readonly balanced: boolean;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

/** Sends a feed through a system that has just been prepared, and waits by counting until all of it is accounted for. */
export async function runFeed(system: System, play: Play, terminal: Terminal): Promise<FeedResult> {
  // The feed's last day is the hospital's to tell, and the mapper judges windows by it.
  await system.start(['hospital'], play);
  const asOf = play.asOf ?? (await lastDay(system));
  await system.start(['intake', 'mapper', 'fhir-sync', 'analytics', 'console'], { ...play, asOf });
  const started = Date.now();
  await startFeed(system.ports);
  const { snapshot, open } = await settle(system.ports, {
    stalledMs: STALLED_MS,
    onProgress: (progress) => terminal.now(statusLine(numbersOf(progress), Date.now() - started)),
  });
  if (open.length > 0) terminal.line(`✗ Nothing has moved for ${STALLED_MS / 1000} s. Still open:\n${bulleted(open)}`);
  return toResult(snapshot, open.length === 0, Date.now() - started);
}

async function lastDay(system: System): Promise<string> {
  const status = await until("the feed's last day", () => readFeed(system.ports), {
    accept: ({ lastDay: day }) => day !== null,
  });
  if (status.lastDay === null) throw new StartError('The hospital does not say which day its feed ends on.');
  return status.lastDay;
}

function toResult({ feed, fhir, outcomes, doors, ledgers }: Snapshot, balanced: boolean, ms: number): FeedResult {
  const parked = Object.values(ledgers).flatMap(({ topics }) => topics.map((row) => row.parked));
  return {
    courses: feed.courses,
    events: feed.events,
    procedures: fhir.Procedure,
    observations: fhir.Observation,
    medicationAdministrations: fhir.MedicationAdministration,
    outcomes: outcomes.total,
    skipped: skippedIn({ doors, ledgers }),
    parked: parked.reduce((sum, each) => sum + each, 0),
    balanced,
    seconds: Math.round(ms / 100) / 10,
    eventsPerSecond: Math.round(feed.events / (ms / 1000)),
  };
}

/** The result for people. */
export function tellResult(result: FeedResult): string {
  const rows = Object.entries(result).map(([name, value]) => `  ${name.padEnd(26)}${String(value)}`);
  return [result.balanced ? '✓ Everything is accounted for' : '✗ Not balanced', ...rows].join('\n');
}

function bulleted(items: readonly string[]): string {
  return items.map((item) => `    - ${item}`).join('\n');
}
