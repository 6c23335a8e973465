import type { Profile } from './profiles/profile.js';
import { profileOf } from './profiles/profiles.js';

/** Entries of bundles that are refused while the others go on: by their place, or the type or key of their record. */
export interface EntryRefusal {
  readonly places: readonly number[];
  readonly types: readonly string[];
  readonly keys: readonly string[];
  readonly status: number;
}

/** How the server treats a request, where R4 leaves a choice or the server breaks its rules. */
export interface Manners {
  readonly profile: Profile;
  /** A number refuses them with that status. */
  readonly transactions: 'atomic' | 'as-batch' | number;
  /** What a PUT of an unknown id is answered; undefined: it creates the record. */
  readonly unknownId: number | undefined;
  /** What an If-Match with another version is answered. */
  readonly staleStatus: number;
  /** Elements that are left out of what is stored: `Procedure.bodySite`. */
  readonly dropped: readonly string[];
  readonly refusals: readonly EntryRefusal[];
}

/** Those of a profile, with nothing wrong. */
export function mannersOf(profile: Profile): Manners {
  return {
    profile,
    transactions: profile.transaction ? 'atomic' : profile.refusal.interaction,
    unknownId: profile.updateCreate ? undefined : 405,
    staleStatus: 412,
    dropped: profile.dropped,
    refusals: [],
  };
}

export const goodManners = mannersOf(profileOf('repository'));
