import { setTimeout as pause } from 'node:timers/promises';
import { messageOf, StartError } from '../cause.js';
import { openItems, underWay } from './balance.js';
import type { Ports } from './ports.js';
import { readProgress, readSnapshot, type Progress, type Snapshot } from './snapshot.js';

const LOOK_EVERY_MS = 200;

export interface SettleSettings {
  /** No number has moved for so long: nothing will. Longer than any wait between two attempts at the FHIR server. */
  readonly stalledMs: number;
  /** Events that somebody else than the hospital's feed has sent. */
  readonly sentBeside?: number;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Settled {
  readonly snapshot: Snapshot;
  /** Empty when everything is accounted for. */
  readonly open: readonly string[];
}

/** Waits by counting. Asks for what is under way, and for everything only when nothing is. */
export async function settle(ports: Ports, settings: SettleSettings): Promise<Settled> {
  const { stalledMs, onProgress = () => undefined, sentBeside = 0 } = settings;
  let mark = '';
  let movedAt = Date.now();
  while (true) {
    const seen = await look(ports, sentBeside);
    if ('open' in seen && seen.open.length === 0) return seen;
    if (Date.now() - movedAt > stalledMs) return atAStandstill(ports, seen, settings);
    if ('progress' in seen) onProgress(seen.progress);
    const now = JSON.stringify(seen);
    if (now !== mark) [mark, movedAt] = [now, Date.now()];
    await pause(LOOK_EVERY_MS);
  }
}

/** What one look at the services shows: how far they are, or the balance, or that one of them does not answer. */
type Seen = { readonly progress: Progress } | Settled | { readonly trouble: string };

async function look(ports: Ports, sentBeside: number): Promise<Seen> {
  try {
    const progress = withMore(await readProgress(ports), sentBeside);
    if (underWay(progress).length > 0) return { progress };
    return balanced(withMore(await readSnapshot(ports), sentBeside));
  } catch (thrown) {
    return { trouble: messageOf(thrown) };
  }
}

async function atAStandstill(
  ports: Ports,
  seen: Seen,
  { stalledMs, sentBeside = 0 }: SettleSettings,
): Promise<Settled> {
  if ('trouble' in seen) throw new StartError(`Nothing has moved for ${stalledMs / 1000} s: ${seen.trouble}`);
  return balanced(withMore(await readSnapshot(ports), sentBeside));
}

function balanced(snapshot: Snapshot): Settled {
  return { snapshot, open: openItems(snapshot) };
}

function withMore<Some extends Progress>(seen: Some, sentBeside: number): Some {
  return { ...seen, feed: { ...seen.feed, events: seen.feed.events + sentBeside } };
}
