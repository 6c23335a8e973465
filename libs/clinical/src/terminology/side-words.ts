export type Side = 'left' | 'right';

export type Sides = readonly Side[];

/** A text names different sides and does not say which of them it is about. */
export const torn: Sides = ['right', 'left'];

type Mark = 'left' | 'right' | 'both' | 'target' | 'elsewhere' | 'cut' | '';

/**
 * What is replaced in a text, in this order, so that its sides can be seen beside what they are about. Ours, from the
 * texts of public HL7 v2 messages and the names that clinics use.
 */
const marks: readonly (readonly [pattern: RegExp, mark: Mark])[] = [
  // Not every "left" is a side.
  [/\bright (now|after|away|before)\b|\bleft (the|without|against|lateral decubitus)\b/gi, ''],
  // Levels stand between a side and its target, and have commas of their own.
  [/\b[CTLS]\d+([-/][CTLS]?\d+)?\b[,;]?/gi, ''],
  [/\bleft (and|&|\+) right\b|\bright (and|&|\+) left\b|\b(LT|L)\/(RT|R)\b|\b(RT|R)\/(LT|L)\b/gi, 'both'],
  // Both of what? Risks and drugs come in pairs as well.
  [/\bbilat(eral(ly)?)?\b|\bboth(?= (sides?\b|SI|sacro|joints?\b|facet))|^\s*both\s*$/gi, 'both'],
  // Single letters count only before the joint they belong to; modifiers in capitals only.
  [/\bleft([- ]sided?)?\b|\bL(?= (SI|SIJ|sacro))|\(L\)/gi, 'left'],
  [/\bright([- ]sided?)?\b|\bR(?= (SI|SIJ|sacro))|\(R\)/gi, 'right'],
  [/\bLT\b/g, 'left'],
  [/\bRT\b/g, 'right'],
  [
    /\bsacro-?\s?iliac( joints?| jts?)?|\bSI[ -]?(joints?|jts?)\b|\bSI(?= (inj|block|fusion|rfa))|\bSIJI?s?\b/gi,
    'target',
  ],
  [/\bfacets?( joints?)?\b|\bzygapophys\w*|\bz-joints?\b|\b(medial|lateral) branch(es)?\b|\bMBBs?\b/gi, 'target'],
  [/\bepidurals?\b|\b(trans-?foraminal|inter-?laminar|caudal|nerve root)\b|\b(TF|L|C|T)?ESIs?\b/gi, 'target'],
  [/\b(leg|thigh|calf|knee|hip|foot|feet|ankle|groin|buttock|arm|hand|shoulder|extremit\w*)s?\b/gi, 'elsewhere'],
  [/\b(pain|sciatica|radicul\w*|numbness|weakness|lesion|surgery|bursa|trigger)\b/gi, 'elsewhere'],
  [/\b(for|with|after|history of|hx|prior|previous|status post|due to|because|and|but|plus)\b/gi, 'cut'],
  [/[,;:.()[\]\n]| - /g, 'cut'],
];

const sidesOfMark: Readonly<Record<string, Sides>> = {
  '@left': ['left'],
  '@right': ['right'],
  '@both': ['left', 'right'],
};
const isSide = (word: string): boolean => word in sidesOfMark;

/** As many words may stand between a side and its target: "left fluoroscopically guided intra-articular SI joint". */
const mostBetween = 5;
/** "Left low back pain" is about the pain. */
const mostBeforeElsewhere = 2;

/**
 * The sides of what a text is about (trap 7): those that stand next to a target, or by themselves. A side of something
 * else, "for bilateral back pain", is none. Where a text names no target, its only side is meant. `own` are a site's words.
 */
export function sidesNamed(text: string, own: Readonly<Record<string, Sides>>): Sides {
  const clauses = clausesOf(text, own);
  const hasTarget = clauses.flat().includes('@target');
  const named = clauses.flatMap((words) =>
    words.flatMap((word, at) => (isSide(word) ? [{ word, standing: standingOf(words, at, hasTarget) }] : [])),
  );
  const near = only(named.filter(({ standing }) => standing === 'next').map(({ word }) => word));
  if (near !== undefined) return near;
  const isTorn = new Set(named.map(({ word }) => word)).size > 1;
  return isTorn ? torn : [];
}

function only(words: readonly string[]): Sides | undefined {
  const [word, ...others] = new Set(words);
  return word === undefined || others.length > 0 ? undefined : sidesOfMark[word];
}

function clausesOf(text: string, own: Readonly<Record<string, Sides>>): readonly (readonly string[])[] {
  const marked = marks.reduce(
    (left, [pattern, mark]) => left.replaceAll(pattern, mark === '' ? ' ' : ` @${mark} `),
    text,
  );
  return marked.split('@cut').map((clause) =>
    clause
      .split(/[^\p{L}\p{N}@]+/u)
      .filter(Boolean)
      .map(ownAsMark(own)),
  );
}

function ownAsMark(own: Readonly<Record<string, Sides>>) {
  return (word: string): string => {
    const sides = own[word.toLowerCase()];
    if (sides === undefined || sides.length === 0) return word;
    return sides.length > 1 ? '@both' : `@${sides[0]}`;
  };
}

function standingOf(words: readonly string[], at: number, hasTarget: boolean): 'next' | 'elsewhere' {
  const after = words.slice(at + 1);
  const upToTarget = after.includes('@target') ? after.slice(0, after.indexOf('@target')) : after;
  const isAlone = words.every((word) => isSide(word) || word === 'side' || word === 'sides');
  const isOfElsewhere = upToTarget.slice(0, mostBeforeElsewhere + 1).includes('@elsewhere');
  if (isOfElsewhere) return 'elsewhere';
  if (isAlone || !hasTarget) return 'next';
  const isNext = words.some((word, place) => word === '@target' && isBeside(words, at, place));
  return isNext ? 'next' : 'elsewhere';
}

/** Nothing but a few plain words between: neither another place nor another side. */
function isBeside(words: readonly string[], at: number, target: number): boolean {
  const between = words.slice(Math.min(at, target) + 1, Math.max(at, target));
  return between.length <= mostBetween && between.every((word) => word !== '@elsewhere' && !isSide(word));
}
