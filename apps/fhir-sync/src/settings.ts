import type { TokenPatience } from './authorization/token-keeper.js';
import type { BreakerSettings } from './faults/breaker.js';
import type { ReconcileSettings } from './reconcile/reconcile.service.js';
import type { PatienceSettings } from './reconcile/verdicts.js';
import type { TargetVariables } from './target-config.js';

/** Everything about delivery that is a number. */
export interface DeliverySettings extends ReconcileSettings {
  readonly timeoutMs: number;
  readonly patience: PatienceSettings;
  readonly breaker: BreakerSettings;
  readonly tokens: TokenPatience;
}

const dayMs = 86_400_000;

/** @param config of the target; `encounterWaitMinutes` stands in the site file */
export function deliverySettings(
  config: TargetVariables & { readonly encounterWaitMinutes?: number },
): DeliverySettings {
  const { FHIR_CONCURRENCY, FHIR_TIMEOUT_MS, FHIR_MAX_ENTRIES, FHIR_MAX_BYTES } = config;
  return {
    concurrency: FHIR_CONCURRENCY,
    timeoutMs: FHIR_TIMEOUT_MS,
    // Room for a look-up and a transaction, and a third to spare.
    leaseMs: 3 * FHIR_TIMEOUT_MS,
    limits: { entries: FHIR_MAX_ENTRIES, bytes: FHIR_MAX_BYTES },
    idleMs: 5_000,
    stopWithinMs: 8_000,
    patience: {
      again: { firstMs: 1_000, longestMs: 60_000 },
      // A safety net for referred records: their delivery makes what waits for them due.
      waiting: { firstMs: 1_000, longestMs: 300_000 },
      encounter: {
        waitMs: (config.encounterWaitMinutes ?? 0) * 60_000,
        // EHRs close a visit within days; the last looks are a day apart.
        mendForMs: 7 * dayMs,
        again: { firstMs: 60_000, longestMs: dayMs },
      },
    },
    breaker: { patience: 5, firstMs: 500, longestMs: 15_000 },
    tokens: {
      away: { firstMs: 500, longestMs: 15_000 },
      // Authorisation servers lock out who is wrong too often; who has mended the set-up need not wait longer than this.
      refused: { firstMs: 5_000, longestMs: 120_000 },
    },
  };
}
