import { isSameFamily } from '@ilium/clinical';
import type { Identity } from './identity.js';

/** Names of elements, to be told to people; never what stands in them. */
export const identityElements = ['birthDate', 'gender', 'family'] as const;
export type IdentityElement = (typeof identityElements)[number];

/** `unknown`: nothing is said on both sides, so that nothing speaks for or against it. */
export type IdentityComparison =
  | { readonly verdict: 'same' | 'unknown' }
  | { readonly verdict: 'mismatch'; readonly differing: readonly IdentityElement[] };

/** Whether an element is the same on both sides; undefined where one of them says nothing. */
const isSame: Readonly<Record<IdentityElement, (one: Identity, other: Identity) => boolean | undefined>> = {
  birthDate: ({ birthDate: one }, { birthDate: other }) => {
    if (one === undefined || other === undefined) return undefined;
    const precision = Math.min(one.length, other.length);
    return one.slice(0, precision) === other.slice(0, precision);
  },
  gender: ({ gender: one }, { gender: other }) => {
    return one === undefined || other === undefined ? undefined : one === other;
  },
  family: (one, other) => {
    const pairs = one.families.flatMap((family) => other.families.map((another) => isSameFamily(family, another)));
    const telling = pairs.filter((pair) => pair !== undefined);
    return telling.length === 0 ? undefined : telling.includes(true);
  },
};

function differingElements(one: Identity, other: Identity): readonly IdentityElement[] {
  return identityElements.filter((element) => isSame[element](one, other) === false);
}

/**
 * Whether the target's Patient is the one that the source means (right patient: before the first write for a patient). A
 * partial date agrees with every date that it leaves open; any name of the target may be the source's, a former one too.
 */
export function compareIdentity(source: Identity, target: Identity): IdentityComparison {
  const differing = differingElements(source, target);
  if (differing.length > 0) return { verdict: 'mismatch', differing };
  const isTold = identityElements.some((element) => isSame[element](source, target) !== undefined);
  return { verdict: isTold ? 'same' : 'unknown' };
}

/**
 * Whether an identifier seems to be somebody else's now: the source says another family name and another date of birth than
 * were known of it. People change their names, and dates of birth are corrected; both at once is another person.
 */
export function overlaySuspected(known: Identity, said: Identity): boolean {
  const differing = differingElements(known, said);
  return differing.includes('family') && differing.includes('birthDate');
}
