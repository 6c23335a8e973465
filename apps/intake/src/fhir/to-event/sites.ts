import type { Code } from '@ilium/contracts';
import type { Concept } from '../resource/elements.js';
import { codesOf, oneCodeOf } from './codes.js';

/** Body sites and sides, raw as the sender has them. */

type Named = 'left' | 'right' | 'both';

const snomed = 'http://snomed.info/sct';

/** SNOMED CT qualifiers of a side, and HL7 table 0495. */
const sides: ReadonlyMap<string, Readonly<Record<string, Named>>> = new Map([
  [snomed, { '7771000': 'left', '24028007': 'right', '51440002': 'both' }],
  [
    'http://terminology.hl7.org/CodeSystem/v2-0495',
    { L: 'left', LM: 'left', R: 'right', RM: 'right', BIL: 'both', B: 'both', BN: 'both' },
  ],
]);

const bothSides: Code = { system: snomed, code: '51440002' };

function sideOf({ system = '', code }: Code): Named | undefined {
  const known = sides.get(system);
  return known !== undefined && Object.hasOwn(known, code) ? known[code] : undefined;
}

export interface Sites {
  readonly bodySite: readonly Code[] | undefined;
  readonly laterality: Code | undefined;
}

/** `isTorn`: the sides contradict each other, or nothing tells which site has which. Then none is said: a side is never guessed. */
export interface SitesRead {
  readonly sites: Sites;
  readonly isTorn: boolean;
}

/**
 * A side that stands among body sites as a code of its own is the laterality; two different ones, each in a concept of its
 * own, are both sides of the one site. Words alone are a site in words.
 */
export function sitesOf(concepts: readonly (Concept | undefined)[] | undefined): SitesRead {
  const read = (concepts ?? []).map(codesInSite);
  const codes = read.flat();
  const places = codes.filter((code) => sideOf(code) === undefined);
  const named = codes.filter((code) => sideOf(code) !== undefined);
  const kinds = new Set(named.map(sideOf));
  const isTorn = kinds.size > 1 && (read.some(isTornInItself) || placesNamed(read) > 1);
  const laterality = kinds.size > 1 ? bothSides : named[0];
  return {
    sites: { bodySite: places.length === 0 ? undefined : places, laterality: isTorn ? undefined : laterality },
    isTorn,
  };
}

function codesInSite(concept: Concept | undefined): readonly Code[] {
  const coded = codesOf(concept);
  const inWords = oneCodeOf(concept);
  return coded.length > 0 || inWords === undefined ? coded : [{ ...inWords, display: inWords.code }];
}

/** The codings of one concept mean one thing. */
function isTornInItself(codes: readonly Code[]): boolean {
  return new Set(codes.map(sideOf).filter((side) => side !== undefined)).size > 1;
}

/** How many sites there are, whatever side stands behind one: `39723000:272741003=7771000` is the joint of 39723000. */
function placesNamed(read: readonly (readonly Code[])[]): number {
  const places = read
    .map((codes) => codes.find((code) => sideOf(code) === undefined))
    .filter((code) => code !== undefined)
    .map(({ system = '', code }) => `${system}|${code.split(':')[0]}`);
  return new Set(places).size;
}
