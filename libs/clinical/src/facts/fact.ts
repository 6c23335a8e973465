import type { Anchor, Feed, Identifier, ReportKind } from '@ilium/contracts';
import type { Statement } from './statement.js';
import type { Version } from './version.js';

export type FactKind = ReportKind | 'snapshot';

/** Keys are made by `Ids.identify`: they say nothing about anybody. */
export type FactKey = string;
export type PatientKey = string;

/** Where a fact comes from. Fixed by its key, so it never changes. */
export interface Origin {
  readonly feed: Feed;
  readonly identifier?: Identifier | undefined;
  readonly anchor?: Anchor | undefined;
}

/** What one source said of one thing, a statement for each patient that it was reported for. */
export interface Fact {
  readonly key: FactKey;
  readonly kind: FactKind;
  readonly origin: Origin;
  readonly statements: Readonly<Record<PatientKey, Statement>>;
}

/** Names a visit or an account in a link. */
export type ScopeKey = string;

/**
 * Two patient identifiers that a source said are one person, or no longer are. With a scope it speaks of one visit or
 * account only: what was reported in it for the one patient belongs to the other.
 */
export interface Link {
  /** Both patient keys: the lower first; in a move, the one whose visit it was. */
  readonly pair: readonly [PatientKey, PatientKey];
  /** In a move, the patient whose visit it is now. */
  readonly survivor: PatientKey;
  readonly scope?: ScopeKey | undefined;
  readonly active: boolean;
  readonly version: Version;
}

/** Everything known about some patients. A set: it doesn't matter in which order it became known. */
export interface Facts {
  readonly facts: ReadonlyMap<FactKey, Fact>;
  /** By `linkKey`. */
  readonly links: ReadonlyMap<string, Link>;
  readonly patients: ReadonlyMap<PatientKey, Identifier>;
}

export const nothingKnown: Facts = { facts: new Map(), links: new Map(), patients: new Map() };

export function linkKey(link: Link): string {
  return [...link.pair, link.scope ?? ''].join('+');
}
