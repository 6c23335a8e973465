import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, StartError } from '../cause.js';
import { until } from '../until.js';
import { eventTotals, openItems } from './balance.js';
import { readFeed, readSnapshot, startFeed, type Snapshot } from './snapshot.js';
import { numbersOf, statusLine } from './figures.js';
import type { Play, System } from './system.js';
import type { Terminal } from './terminal.js';

const LOOK_EVERY_MS = 200;
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
export async function runFeed(
  system: System,
  play: Play,
  terminal: Terminal,
  fail: (reason: Error) => void,
): Promise<FeedResult> {
  // The feed's last day is the hospital's to tell, and the mapper judges windows by it.
  await system.start(['hospital'], play, fail);
  const asOf = play.asOf ?? (await lastDay(system));
  await system.start(['mapper', 'fhir-sync', 'analytics', 'console'], { ...play, asOf }, fail);
  const started = Date.now();
  await startFeed(system.ports);
  const { snapshot, open } = await settle(system, terminal, started);
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

interface Settled {
  readonly snapshot: Snapshot;
  /** Empty when everything is accounted for. */
  readonly open: readonly string[];
}

async function settle(system: System, terminal: Terminal, started: number): Promise<Settled> {
  let mark = '';
  let movedAt = Date.now();
  let trouble = 'no answer yet';
  while (true) {
    const snapshot = await readSnapshot(system.ports).catch((thrown: unknown) => {
      trouble = messageOf(thrown);
      return undefined;
    });
    const stalled = Date.now() - movedAt > STALLED_MS;
    if (snapshot) {
      const open = openItems(snapshot);
      if (open.length === 0 || stalled) return { snapshot, open };
      terminal.now(statusLine(numbersOf(snapshot), Date.now() - started));
      const now = JSON.stringify(snapshot);
      if (now !== mark) [mark, movedAt] = [now, Date.now()];
    } else if (stalled) throw new StartError(`A service has not answered for ${STALLED_MS / 1000} s: ${trouble}`);
    await pause(LOOK_EVERY_MS);
  }
}

function toResult({ feed, fhir, outcomes, ledgers }: Snapshot, balanced: boolean, ms: number): FeedResult {
  const { skipped } = eventTotals(ledgers.mapper);
  const parked = Object.values(ledgers).flatMap(({ topics }) => topics.map((row) => row.parked));
  return {
    courses: feed.courses,
    events: feed.events,
    procedures: fhir.Procedure,
    observations: fhir.Observation,
    medicationAdministrations: fhir.MedicationAdministration,
    outcomes: outcomes.total,
    skipped,
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
