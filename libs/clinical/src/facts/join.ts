import { linkKey, type Fact, type Facts } from './fact.js';
import { newerLink } from './links.js';
import { joinStatements, type Statement } from './statement.js';

/** Adds knowledge to knowledge: commutative, associative, idempotent. */
export function join(a: Facts, b: Facts): Facts {
  return {
    facts: joinMaps(a.facts, b.facts, joinFact),
    links: joinMaps(a.links, b.links, newerLink),
    patients: joinMaps(a.patients, b.patients, (known) => known),
  };
}

/** Joins many at once, without copying what is known already for each. */
export function joinAll(known: Facts, more: Iterable<Facts>): Facts {
  const facts = new Map(known.facts);
  const links = new Map(known.links);
  const patients = new Map(known.patients);
  for (const { facts: newFacts, links: newLinks, patients: newPatients } of more) {
    for (const fact of newFacts.values()) addTo(facts, fact.key, fact, joinFact);
    for (const link of newLinks.values()) addTo(links, linkKey(link), link, newerLink);
    for (const [key, identifier] of newPatients) patients.set(key, identifier);
  }
  return { facts, links, patients };
}

function addTo<T>(map: Map<string, T>, key: string, value: T, joined: (known: T, more: T) => T): void {
  const known = map.get(key);
  map.set(key, known === undefined ? value : joined(known, value));
}

function joinMaps<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  joined: (known: T, more: T) => T,
): ReadonlyMap<string, T> {
  const result = new Map(a);
  for (const [key, value] of b) addTo(result, key, value, joined);
  return result;
}

function joinFact(a: Fact, b: Fact): Fact {
  const statements: Record<string, Statement> = { ...a.statements };
  for (const [patient, statement] of Object.entries(b.statements)) {
    statements[patient] = joinStatements(statements[patient] ?? [], statement);
  }
  return { ...a, statements };
}
