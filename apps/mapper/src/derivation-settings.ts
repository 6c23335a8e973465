import type { Ids, Rules } from '@ilium/clinical';

/** What deriving depends on besides the facts. */
export interface DerivationSettings {
  readonly rules: Rules;
  /** Place of these rules among all that were ever in use: only the newest may write. */
  readonly rulesOrdinal: number;
  readonly ids: Ids;
  readonly asOf: () => string;
  /** Whose rules these are. */
  readonly site: string;
}

/** Rules that may become others while the process runs. Whoever derives takes them once, at the beginning. */
export interface CurrentRules {
  readonly current: DerivationSettings;
}
