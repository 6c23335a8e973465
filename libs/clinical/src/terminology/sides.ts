import type { Code } from '@ilium/contracts';

export type Side = 'left' | 'right';

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
  BILATERAL: ['left', 'right'],
  '7771000': ['left'],
  '24028007': ['right'],
  '51440002': ['left', 'right'],
};

/** The sides that modifiers and laterality name; none where nothing is said: unknown is never guessed. */
export function sidesOf(
  modifiers: readonly string[] | null | undefined,
  laterality: Code | null | undefined,
): readonly Side[] {
  const said = [...(modifiers ?? []), ...(laterality ? [laterality.code] : [])];
  const sides = new Set(said.flatMap((word) => words[word.toUpperCase()] ?? []));
  return [...sides].sort();
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
