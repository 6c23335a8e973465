import type { BackOffSettings } from '../faults/back-off.js';
import type { DeliverySettings } from '../settings.js';

/**
 * The settings of a deployment whose clock runs `speed` times as fast: all that is waited for is divided. What work takes
 * (a request's time-out, and the lease that has room for it) stays as it is, since no machine works faster for it.
 */
export function atSpeed(speed: number, settings: DeliverySettings): DeliverySettings {
  const faster = <Settings extends BackOffSettings>(waits: Settings): Settings => ({
    ...waits,
    firstMs: waits.firstMs / speed,
    longestMs: waits.longestMs / speed,
  });
  const { idleMs, patience, breaker, tokens } = settings;
  const { encounter } = patience;
  return {
    ...settings,
    idleMs: idleMs / speed,
    patience: {
      again: faster(patience.again),
      waiting: faster(patience.waiting),
      encounter: {
        waitMs: encounter.waitMs / speed,
        mendForMs: encounter.mendForMs / speed,
        again: faster(encounter.again),
      },
    },
    breaker: faster(breaker),
    tokens: { away: faster(tokens.away), refused: faster(tokens.refused) },
  };
}
