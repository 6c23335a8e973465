import type { Code } from '@ilium/contracts';
import { sidesNamed, torn, type Side } from './side-words.js';
import { standardCode, type CodeRules } from './site-codes.js';

export type { Side } from './side-words.js';

/** Words that sources use for a side. CPT modifiers LT, RT, 50: CMS A59243. L, R, BIL: HL7 table 0495. SNOMED: eCQM CMS125. */
const words: Readonly<Record<string, readonly Side[]>> = {
  LT: ['left'],
  RT: ['right'],
  '50': ['left', 'right'],
  L: ['left'],
  R: ['right'],
  BIL: ['left', 'right'],
  LEFT: ['left'],
  RIGHT: ['right'],
  BOTH: ['left', 'right'],
  BILATERAL: ['left', 'right'],
  '7771000': ['left'],
  '24028007': ['right'],
  '51440002': ['left', 'right'],
};

/** Where a report may say a side; each may be absent or deleted. */
export interface Sided {
  readonly modifiers?: readonly string[] | null | undefined;
  readonly laterality?: Code | null | undefined;
  readonly bodySite?: readonly Code[] | null | undefined;
  /** What the codes of the procedure themselves say. */
  readonly coded?: readonly Side[] | undefined;
  /** Texts and displays. */
  readonly words?: readonly string[] | undefined;
}

export interface SidesSaid {
  /** None where nothing is said, or where it contradicts itself: unknown is never guessed. */
  readonly sides: readonly Side[];
  readonly isContradictory: boolean;
}

/**
 * The side that a report says, by all its ways of saying one. RT and LT among the modifiers are both sides; but a modifier
 * and a body site that differ contradict each other. A text may name more than its line (a bilateral visit, billed as two
 * lines), never something else. Without any code a text counts where it is plain.
 */
export function sidesSaid(said: Sided, rules: CodeRules): SidesSaid {
  const { modifiers, laterality, bodySite, coded = [], words: texts = [] } = said;
  const inCodes = [
    unionOf((modifiers ?? []).map((code) => sidesOfCode({ code }, rules))),
    laterality ? sidesOfCode(laterality, rules) : [],
    unionOf((bodySite ?? []).map(sidesInExpression)),
    coded,
  ].filter(isSaid);
  const displays = (bodySite ?? []).map(({ display = '' }) => display);
  const inWords = [...texts, ...displays].map((text) => sidesInWords(text, rules)).filter(isSaid);
  const isPlain = inCodes.length > 0 || !inWords.some(isTorn);
  const [sides = [], ...others] = inCodes.length > 0 ? inCodes : inWords;
  const isHeld = others.every((other) => isSame(other, sides)) && inWords.every((named) => holds(named, sides));
  return isPlain && isHeld ? { sides: unionOf([sides]), isContradictory: false } : { sides: [], isContradictory: true };
}

const isTorn = (sides: readonly Side[]) => sides === torn;

const isSaid = (sides: readonly Side[]) => sides.length > 0;
const holds = (sides: readonly Side[], others: readonly Side[]) => others.every((side) => sides.includes(side));
const isSame = (a: readonly Side[], b: readonly Side[]) => holds(a, b) && holds(b, a);
const unionOf = (all: readonly (readonly Side[])[]): readonly Side[] => [...new Set(all.flat())].sort();

function sidesOfCode(code: Code, rules: CodeRules): readonly Side[] {
  const standard = standardCode(code, 'sides', rules);
  return words[standard.code.toUpperCase()] ?? (code.display === undefined ? [] : sidesInWords(code.display, rules));
}

/** SNOMED CT: 272741003 is the attribute laterality. */
function sidesInExpression({ code }: Code): readonly Side[] {
  const laterality = /272741003\s*=\s*(\d+)/.exec(code)?.[1];
  return laterality === undefined ? [] : (words[laterality] ?? []);
}

/** In a site's own words as well. */
function sidesInWords(text: string, rules: CodeRules): readonly Side[] {
  const own = (rules.codes.sides ?? []).map(({ code, as }) => [code.toLowerCase(), words[as.code.toUpperCase()] ?? []]);
  return sidesNamed(text, Object.fromEntries(own));
}

interface BodySite {
  readonly code: string;
  readonly text: string;
}

/** SNOMED CT. 39723000: Belgian eHealth value set (V). Sides by post-coordination with 272741003 laterality: HL7 UTG (V). */
export const sacroiliacJoint: Readonly<Record<Side | 'unknown', readonly BodySite[]>> = {
  left: [
    { code: '39723000', text: 'Left sacroiliac joint' },
    { code: '39723000:272741003=7771000', text: 'Left sacroiliac joint' },
  ],
  right: [
    { code: '39723000', text: 'Right sacroiliac joint' },
    { code: '39723000:272741003=24028007', text: 'Right sacroiliac joint' },
  ],
  unknown: [{ code: '39723000', text: 'Sacroiliac joint, side not reported' }],
};

export const modifierOfSide: Readonly<Record<Side, string>> = { left: 'LT', right: 'RT' };

/** Whether a modifier says nothing but a side. */
export function isSideModifier(modifier: string): boolean {
  return ['LT', 'RT', '50'].includes(modifier.toUpperCase());
}
