export interface BackOffSettings {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The wait before attempt number `attempt` (1 = the first repetition): doubles, is bounded, and jitters by half so that waits don't align. */
export function backOffMs(attempt: number, { firstMs, longestMs }: BackOffSettings, random = Math.random): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (0.5 + random() / 2));
}
