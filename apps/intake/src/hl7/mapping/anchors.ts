import type { Anchor, Identifier } from '@ilium/contracts';
import { dayOf } from '../values/times.js';

/** Places of reports that have no number of their own: visit or account, day, and how many of that day stood before. */
export class Anchors {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly visit: Identifier | undefined,
    private readonly account: Identifier | undefined,
  ) {}

  /** Counts every report, also those with a number: so the place of one does not hang on another's number. */
  next(moment: string | null | undefined): Anchor | undefined {
    const serviceDate = typeof moment === 'string' ? dayOf(moment) : undefined;
    if (serviceDate === undefined) return undefined;
    const ordinal = (this.counts.get(serviceDate) ?? 0) + 1;
    this.counts.set(serviceDate, ordinal);
    const { visit, account } = this;
    if (visit === undefined && account === undefined) return undefined;
    return { ...(visit && { visit }), ...(account && { account }), serviceDate, ordinal };
  }
}
