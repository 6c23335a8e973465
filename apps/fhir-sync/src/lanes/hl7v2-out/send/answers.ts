import { acknowledges } from '@ilium/mllp';
import { backOffMs, type BackOffSettings } from '../../../faults/back-off.js';
import type { Verdict } from '../queue/sending-queue.js';
import { refusalOf } from './refusal.js';

/** What each MSA-1 (table 0008) means for the message that it answers. */
const meanings: Readonly<Record<string, 'taken' | 'failed' | 'refused'>> = {
  AA: 'taken',
  CA: 'taken',
  // The receiver failed on it, which may be over soon.
  AE: 'failed',
  CE: 'failed',
  AR: 'refused',
  CR: 'refused',
};

export interface PatienceSettings extends BackOffSettings {
  /** So often a receiver may fail on a message before it counts as refused. */
  readonly mostErrors: number;
}

interface Tried {
  readonly attempts: number;
  readonly errors: number;
}

export function verdictOf(answer: Buffer, tried: Tried, patience: PatienceSettings): Verdict {
  const { errors } = tried;
  const meaning = meanings[acknowledges(answer)?.code ?? ''] ?? 'unknown';
  switch (meaning) {
    case 'taken':
      return { state: 'acknowledged', reason: null, errors, againMs: null };
    case 'refused':
      return { state: 'refused', reason: refusalOf(answer), errors, againMs: null };
    case 'failed':
      return errors + 1 < patience.mostErrors
        ? { state: 'sent', reason: refusalOf(answer), errors: errors + 1, againMs: backOffMs(errors + 1, patience) }
        : { state: 'refused', reason: refusalOf(answer), errors: errors + 1, againMs: null };
    case 'unknown':
      return unanswered(tried, 'unknown-answer', patience);
  }
}

/** Nobody knows whether it was taken: the same message again, by whose control id the receiver knows it. */
export function unanswered({ attempts, errors }: Tried, reason: string, patience: PatienceSettings): Verdict {
  return { state: 'sent', reason, errors, againMs: backOffMs(attempts + 1, patience) };
}
