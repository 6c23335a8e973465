import type { TypeInteraction } from '../interaction-names.js';
import type { ResourceTypeName } from '../resource-types.js';

/** What a target takes of one resource type. */
export interface ProfileRow {
  readonly interactions: readonly TypeInteraction[];
  /** Writes are taken with one of these codes in `category` only. */
  readonly categories?: readonly string[];
}

/** What a kind of target accepts, and how it says no. A resource type without a row is unknown to it. */
export interface Profile {
  /** For the CapabilityStatement. */
  readonly description: string;
  readonly resources: Readonly<Partial<Record<ResourceTypeName, ProfileRow>>>;
  readonly transaction: boolean;
  /** `reads`: an entry that writes is refused, the others are answered. */
  readonly batch: 'all' | 'reads' | 'none';
  /** Whether a PUT of an unknown id creates the record. */
  readonly updateCreate: boolean;
  /** `ignored`: If-None-Exist counts for nothing, and the record is created again. */
  readonly conditionalCreate: 'taken' | 'ignored' | 'refused';
  readonly conditionalUpdate: boolean;
  /** Elements that are left out of what is stored, without a word: `Procedure.bodySite`. */
  readonly dropped: readonly string[];
  /** What a write is answered with, unless the client prefers otherwise. */
  readonly answers: 'representation' | 'minimal';
  /** HTTP status for what is not offered at all, and for a category that is not taken. */
  readonly refusal: { readonly interaction: 403 | 405; readonly category: 403 | 422 };
}
