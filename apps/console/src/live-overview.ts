import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Overview } from '@ilium/contracts';
import { Observable, share } from 'rxjs';

/** How often the services are asked while somebody looks: often while figures move, seldom while they rest. */
export interface Pace {
  readonly movingMs: number;
  readonly restingMs: number;
  readonly growth: number;
  /** Unchanged figures are shown again after this time, so that a viewer knows that they are still live. */
  readonly repeatMs: number;
}

const usualPace: Pace = { movingMs: 100, restingMs: 2_000, growth: 1.5, repeatMs: 10_000 };

/** Between two questions at least this many times what the last answer took: looking must not cost the services their work. */
const rest = 4;

/** The overview whenever it has changed. All viewers share one loop; it runs only while there is one. */
export function liveOverview(read: () => Promise<Overview>, pace = usualPace): Observable<Overview> {
  return new Observable<Overview>((viewers) => {
    const leaving = new AbortController();
    follow(read, pace, leaving.signal, (overview) => viewers.next(overview)).catch((error: unknown) => {
      viewers.error(error);
    });
    return () => leaving.abort();
  }).pipe(share());
}

async function follow(
  read: () => Promise<Overview>,
  { movingMs, restingMs, growth, repeatMs }: Pace,
  leaving: AbortSignal,
  show: (overview: Overview) => void,
): Promise<void> {
  let shown: Overview | undefined;
  let waitMs = movingMs;
  while (!leaving.aborted) {
    const asked = performance.now();
    const overview = await read();
    const took = performance.now() - asked;
    const moved = shown === undefined || !sameFigures(overview, shown);
    waitMs = moved ? movingMs : Math.min(waitMs * growth, restingMs);
    if (moved || shown === undefined || ageOf(shown, overview) >= repeatMs) {
      shown = overview;
      show(overview);
    }
    await pause(Math.max(waitMs, took * rest), leaving);
  }
}

function sameFigures(a: Overview, b: Overview): boolean {
  return isDeepStrictEqual({ ...a, at: '' }, { ...b, at: '' });
}

function ageOf(shown: Overview, now: Overview): number {
  return Date.parse(now.at) - Date.parse(shown.at);
}

/** Ends early when the last viewer has gone. */
function pause(ms: number, leaving: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal: leaving }).catch(() => undefined);
}
