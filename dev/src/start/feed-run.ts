import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, StartError } from '../cause.js';
import { until } from '../until.js';
import { openItems, skippedIn, underWay } from './balance.js';
import type { Ports } from './ports.js';
import { readFeed, readProgress, readSnapshot, startFeed, type Progress, type Snapshot } from './snapshot.js';
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
export async function runFeed(system: System, play: Play, terminal: Terminal): Promise<FeedResult> {
  // The feed's last day is the hospital's to tell, and the mapper judges windows by it.
  await system.start(['hospital'], play);
  const asOf = play.asOf ?? (await lastDay(system));
  await system.start(['intake', 'mapper', 'fhir-sync', 'analytics', 'console'], { ...play, asOf });
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

/** Asks for what is under way, and for everything only when nothing is. */
async function settle({ ports }: System, terminal: Terminal, started: number): Promise<Settled> {
  let mark = '';
  let movedAt = Date.now();
  while (true) {
    const seen = await look(ports);
    if ('open' in seen && seen.open.length === 0) return seen;
    if (Date.now() - movedAt > STALLED_MS) return atAStandstill(ports, seen);
    if ('progress' in seen) terminal.now(statusLine(numbersOf(seen.progress), Date.now() - started));
    const now = JSON.stringify(seen);
    if (now !== mark) [mark, movedAt] = [now, Date.now()];
    await pause(LOOK_EVERY_MS);
  }
}

/** What one look at the services shows: how far they are, or the balance, or that one of them does not answer. */
type Seen = { readonly progress: Progress } | Settled | { readonly trouble: string };

async function look(ports: Ports): Promise<Seen> {
  try {
    const progress = await readProgress(ports);
    if (underWay(progress).length > 0) return { progress };
    const snapshot = await readSnapshot(ports);
    return { snapshot, open: openItems(snapshot) };
  } catch (thrown) {
    return { trouble: messageOf(thrown) };
  }
}

async function atAStandstill(ports: Ports, seen: Seen): Promise<Settled> {
  if ('trouble' in seen) throw new StartError(`Nothing has moved for ${STALLED_MS / 1000} s: ${seen.trouble}`);
  const snapshot = await readSnapshot(ports);
  return { snapshot, open: openItems(snapshot) };
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
