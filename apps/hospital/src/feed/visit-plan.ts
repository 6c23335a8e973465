import type { Day } from './calendar.js';
import type { Random } from './random.js';
import type { ProcedureName, RecordOf } from './story.js';

export interface VisitPlan {
  readonly procedure: ProcedureName;
  /** Done in the same visit besides. */
  readonly beside: ProcedureName | undefined;
  readonly kind: 'therapeutic' | 'diagnostic' | 'not-done' | 'stopped' | 'billed';
  /** Unique; the numbers of the visit, its acts and administrations are made of it. */
  readonly name: string;
  readonly day: Day;
  readonly record: RecordOf;
  readonly isWithdrawn: boolean;
  /** No second source tells of it. */
  readonly isToldOnce: boolean;
  /** No quirks at all. */
  readonly isPlain: boolean;
  /** A source of chance of their own for the steps: what is told of them changes nothing else of a story. */
  readonly steps: Random;
  readonly bills: Random;
}
