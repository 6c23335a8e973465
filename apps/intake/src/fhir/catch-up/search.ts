import type { Identifier } from '@ilium/contracts';
import type { Logger } from '@ilium/observability';
import type { FhirSource } from '@ilium/site';
import type { FhirPull, PullCounts } from '../door/fhir-pull.js';
import type { EhrServer } from '../ehr/ehr-server.js';
import type { Sender } from '../naming/sender.js';
import type { SubscriptionState } from '../state/subscription-state.js';

/** Patients for whom a follow-up window is open or will be: whose records may still change an outcome. */
export interface PatientsWithOpenWindows {
  patientsWithOpenWindows(): AsyncIterable<Identifier>;
}

export interface CatchUpParts {
  readonly source: FhirSource;
  readonly sender: Sender;
  readonly server: EhrServer;
  readonly state: SubscriptionState;
  readonly pull: FhirPull;
  /** Left out: nobody knows whose windows are open, so that no search per patient is possible. */
  readonly patients?: PatientsWithOpenWindows | undefined;
  readonly logger: Logger;
  readonly now?: () => number;
  /** Resolves after so many milliseconds, or rejects when the signal says to stop. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A search of what changed since a moment. */
export interface Search {
  /** Null: all there is. */
  readonly since: string | null;
  readonly signal: AbortSignal;
}

/** What a search found, and until when, by the server's clock, nothing is missing. */
export interface Found {
  readonly counts: PullCounts;
  readonly until: string | undefined;
}

/** Records on a page of a search. */
export const pageSize = 100;
