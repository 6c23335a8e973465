import type { DocumentKind } from '@ilium/contracts';
import type { Concept } from '../reading/elements.js';

export interface DocumentSettings {
  /** Where Ilium's own code systems and identifiers are: `base` of the site's rules. */
  readonly base: string;
  /** Days and times are by the hospital's clock. */
  readonly timeZone: string;
  /** What the target calls such documents; left out: a code of Ilium's own. */
  readonly types?: Readonly<Partial<Record<DocumentKind, Concept>>>;
  /** Left out: a clinical note, as US Core has it. */
  readonly category?: Concept;
}
