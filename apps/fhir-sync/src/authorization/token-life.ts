/** For a token whose server does not say how long it lives: as long as SMART lets one live. A 401 corrects it. */
const unsaidLifeMs = 300_000;
const earlyMs = 30_000;
const mostForTheWayMs = 5_000;

export interface TokenLife {
  /** From here on a new one is wanted. */
  readonly renewAt: number;
  /** From here on it is not sent any more: it would expire on its way. */
  readonly usableUntil: number;
}

/**
 * A token is renewed when four fifths of its life are over, at least 30 s before its end; one that lives less than a minute
 * when half of it is. `since` is the moment when it was asked for: it may have been made at any time after.
 */
export function lifeOf(since: number, saidMs: number | undefined): TokenLife {
  const lifeMs = saidMs ?? unsaidLifeMs;
  const early = Math.min(0.8 * lifeMs, lifeMs - earlyMs);
  return {
    renewAt: since + Math.max(early, lifeMs / 2),
    usableUntil: since + lifeMs - Math.min(mostForTheWayMs, lifeMs / 10),
  };
}
