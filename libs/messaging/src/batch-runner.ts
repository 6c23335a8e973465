import { parked } from '@ilium/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import type { Identified } from './batch.js';
import { runTransaction, type BatchWork, type Slice, type TransactionOutcome } from './batch-transaction.js';
import { describeFault, isFromDatabase, isRollback, judge, wantsRepeat } from './errors.js';

/** `away`: something that is needed is not there; nothing was decided from `next` on. */
export type RunOutcome = TransactionOutcome | { readonly kind: 'away'; readonly error: unknown };

type Decided = Extract<TransactionOutcome, { kind: 'decided' }>;

const mostRepeats = 5;

/**
 * Brings a slice to its end: repeats what asks for it, splits what can't succeed as a whole, parks the one message that
 * is to blame. `onDecided` hears of every commit. An error that nobody can handle is thrown.
 */
export async function runSlice<T extends Identified>(
  work: BatchWork<T>,
  slice: Slice<T>,
  onDecided: (decided: Decided) => void,
): Promise<RunOutcome> {
  try {
    const outcome = await repeating(() => runTransaction(work, slice));
    if (outcome.kind === 'decided') onDecided(outcome);
    return outcome;
  } catch (error) {
    const verdict = judge(error);
    if (verdict === 'crash') throw error;
    const alone = slice.entries.length <= 1;
    // Alone and still asked to repeat: the message is to blame, unless it was PostgreSQL that rolled back.
    const splits = verdict === 'permanent' || (wantsRepeat(error) && !(alone && isRollback(error)));
    if (!splits || slice.entries.length === 0) return { kind: 'away', error };
    return alone ? parkIt(work, slice, error, onDecided) : inHalves(work, slice, onDecided);
  }
}

async function repeating(run: () => Promise<TransactionOutcome>): Promise<TransactionOutcome> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await run();
    } catch (error) {
      if (!wantsRepeat(error) || repeats === mostRepeats) throw error;
      await wait(Math.random() * 2 ** repeats * 5);
    }
  }
}

async function inHalves<T extends Identified>(
  work: BatchWork<T>,
  { from, next, entries }: Slice<T>,
  onDecided: (decided: Decided) => void,
): Promise<RunOutcome> {
  const middle = Math.ceil(entries.length / 2);
  const border = entries[middle]?.record.offset ?? next;
  const first = await runSlice(work, { from, next: border, entries: entries.slice(0, middle) }, onDecided);
  if (first.kind !== 'decided') return first;
  return runSlice(work, { from: border, next, entries: entries.slice(middle) }, onDecided);
}

async function parkIt<T extends Identified>(
  work: BatchWork<T>,
  slice: Slice<T>,
  error: unknown,
  onDecided: (decided: Decided) => void,
): Promise<RunOutcome> {
  const fate = parked(isFromDatabase(error) ? 'database-refused' : 'handler-error', describeFault(error));
  try {
    const outcome = await repeating(() => runTransaction(work, slice, fate));
    if (outcome.kind === 'decided') onDecided(outcome);
    return outcome;
  } catch (refusal) {
    if (judge(refusal) === 'retry') return { kind: 'away', error: refusal };
    throw refusal;
  }
}
