import type { Identifier } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import type { Link, PatientKey, ScopeKey } from './fact.js';
import { newerLink, type PatientGroup } from './links.js';

/** The person to whom something belongs that was reported for a patient; undefined where nobody handed the person in. */
export type PersonOf = (patient: PatientKey) => PatientGroup | undefined;

/** Where something happened, as far as its source says. */
export interface Places {
  readonly visit?: Identifier | null | undefined;
  readonly account?: Identifier | null | undefined;
}

export function scopesOf({ visit, account }: Places, ids: Ids): readonly ScopeKey[] {
  return Object.entries({ visit, account }).flatMap(([kind, place]) =>
    place ? [ids.identify(['scope', kind, place.system, place.value])] : [],
  );
}

/**
 * To whom belongs what happened in some places: of each person the newest active move of these places is followed, from
 * person to person. Where moves lead around, the newest of them has the last word.
 */
export function followMoves(links: Iterable<Link>, personOf: PersonOf, ids: Ids): (placesOf: () => Places) => PersonOf {
  const moves = Map.groupBy(
    [...links].filter((link) => link.active && link.scope !== undefined),
    (link) => link.scope,
  );
  if (moves.size === 0) return () => personOf;
  return (placesOf) => {
    const newest = new Map<PatientGroup, Link>();
    for (const move of scopesOf(placesOf(), ids).flatMap((scope) => moves.get(scope) ?? [])) {
      const from = personOf(move.pair[0]);
      if (from !== undefined) newest.set(from, newerLink(move, newest.get(from) ?? move));
    }
    return (patient) => follow(personOf(patient), newest, personOf);
  };
}

function follow(
  start: PatientGroup | undefined,
  moves: ReadonlyMap<PatientGroup, Link>,
  personOf: PersonOf,
): PatientGroup | undefined {
  const way = new Map<PatientGroup, Link>();
  let person = start;
  while (person !== undefined && !way.has(person)) {
    const move = moves.get(person);
    if (move === undefined) return person;
    way.set(person, move);
    person = personOf(move.survivor);
  }
  if (person === undefined) return undefined;
  const around = [...way.values()].slice([...way.keys()].indexOf(person));
  return personOf(around.reduce(newerLink).survivor);
}
