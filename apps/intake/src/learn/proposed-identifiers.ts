import type { Learner } from './learner.js';
import { looksLikeCode, quoted } from './looks-like-code.js';
import type { NumberUse } from './numbers.js';

/** Rows of `identifiers` for the numbers that no row covers. */

interface Proposed {
  readonly use: NumberUse;
  readonly systems: Set<string>;
  readonly places: Set<string>;
  count: number;
  leadingZeros: number;
}

/** Numbers without an assigner come last: a row for them takes whatever comes to it. */
export function identifierRows({ numbers }: Learner): string[] {
  const proposed = new Map<string, Proposed>();
  for (const { thing: use, count } of numbers.uses.rows()) {
    if (use.row !== undefined || ![use.namespace, use.universalId, use.type].every(isUsable)) continue;
    const key = JSON.stringify([use.kind, assignerOf(use), typeOf(use)]);
    const row = proposed.get(key) ?? { use, systems: new Set(), places: new Set(), count: 0, leadingZeros: 0 };
    proposed.set(key, row);
    row.systems.add(use.system);
    row.places.add(use.place);
    row.count += count;
    row.leadingZeros += use.leadingZeros;
  }
  const rows = [...proposed.values()].toSorted((a, b) => rank(a) - rank(b));
  if (rows.length === 0) return [];
  return [
    '',
    '## The system of each row is what the FHIR server knows these numbers under; of patients only the row is needed that',
    '## names them. Numbers with zeros in front in some messages only: leadingZeros: strip.',
    'identifiers:',
    ...rows.map(rowText),
  ];
}

const isUsable = (text: string) => text === '' || looksLikeCode(text);
const assignerOf = ({ namespace, universalId }: NumberUse) => namespace || universalId;
/** A person has several numbers in one field; of other kinds the type says nothing that the place does not say. */
const typeOf = ({ kind, type }: NumberUse) => (kind === 'patient' ? type : '');
const rank = ({ use }: Proposed) => (assignerOf(use) === '' ? 2 : 0) + (typeOf(use) === '' ? 1 : 0);

function rowText({ use, systems, places, count, leadingZeros }: Proposed): string {
  const [assigner, type] = [assignerOf(use), typeOf(use)];
  const keys = [
    `kind: ${use.kind}`,
    ...(assigner === '' ? [] : [`assigner: ${quoted(assigner)}`]),
    ...(type === '' ? [] : [`type: ${quoted(type)}`]),
    `system: ${quoted(bestOf([...systems]))}`,
  ];
  const notes = [
    `${count} in ${[...places].join(', ')}`,
    ...(systems.size > 1 ? ['comes with and without its OID'] : []),
    ...(leadingZeros > 0 ? [`${leadingZeros} with leading zeros`] : []),
  ];
  return `  - { ${keys.join(', ')} } # ${notes.join('; ')}`;
}

/** One that the assigner itself names, else one of this site. */
function bestOf(systems: readonly string[]): string {
  return systems.find((system) => !system.startsWith('urn:ilium:')) ?? systems[0] ?? '';
}
