import type { DocumentKind } from '@ilium/contracts';
import type { Site, Target } from '@ilium/site';
import type { Coding, Concept } from '../reading/elements.js';

export interface DocumentSettings {
  /** Each target has documents of its own, made of the records that it takes in this way. */
  readonly target: string;
  /** Where Ilium's own code systems and identifiers are: `base` of the site's rules. */
  readonly base: string;
  /** Days and times are by the hospital's clock. */
  readonly timeZone: string;
  /** What the target calls such documents; left out: a code of Ilium's own. */
  readonly types?: Readonly<Partial<Record<DocumentKind, Concept>>>;
  /** Left out: a clinical note, as US Core has it. */
  readonly category?: Concept;
}

/** How the documents of a target are made; also where it takes none any more, and has some from before. */
export function documentSettings(target: Target, { base, timeZone }: Site['rules']): DocumentSettings {
  const { types = {}, category } = target.document ?? {};
  return {
    target: target.name,
    base,
    timeZone,
    types: Object.fromEntries(Object.entries(types).map(([kind, coding]) => [kind, conceptOf(coding)])),
    ...(category === undefined ? {} : { category: conceptOf(category) }),
  };
}

function conceptOf(coding: Coding): Concept {
  return { coding: [coding], ...(coding.display === undefined ? {} : { text: coding.display }) };
}
