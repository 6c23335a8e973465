import type { Day } from '../derive/moments.js';

/** A payer's documentation rules, as data with their dates. */
export interface Policy {
  readonly name: string;
  readonly payer: string;
  readonly effectiveFrom: Day;
  readonly effectiveTo?: Day | undefined;
  /** Who compared it with the payer's text; without both it is shown and never active. */
  readonly verifiedBy?: string | undefined;
  readonly verifiedOn?: Day | undefined;
}
