import type { Identifier } from '@ilium/contracts';
import type { IdentifierKind } from '@ilium/site';
import type { FhirIdentifier } from '../resource/elements.js';
import { idOf, identifiersOf, type FhirRecord } from '../resource/fhir-record.js';
import type { Reading } from './sender.js';

/** Kinds of numbers for which the site file has rows, and what v2 table 0203 calls such a number. */
const numbers: Readonly<Record<string, { readonly kind: IdentifierKind; readonly types: readonly string[] }>> = {
  Patient: { kind: 'patient', types: ['MR', 'PI'] },
  Encounter: { kind: 'visit', types: ['VN'] },
  ServiceRequest: { kind: 'order', types: ['FILL', 'PLAC'] },
  MedicationRequest: { kind: 'order', types: ['FILL', 'PLAC'] },
  Practitioner: { kind: 'practitioner', types: ['NPI'] },
};

/**
 * What names a record: the identifier that the site prefers, else its first usable one, else its id below the server's
 * base. It has to be the same however the record came, or one record would be two facts.
 */
export function nameOf(record: FhirRecord, reading: Reading): Identifier | undefined {
  const usable = identifiersOf(record).filter(isUsable);
  const named =
    preferred(record.resourceType, usable, reading) ?? usable.map(withSystem).find((one) => one !== undefined);
  if (named !== undefined) return named;
  const id = idOf(record) ?? usable[0]?.value;
  return id === undefined ? undefined : localName(record.resourceType, id, reading);
}

/** `Procedure/p1` of a server, where nothing better is known of it. */
export function localName(type: string, id: string, { sender }: Reading): Identifier {
  return { system: `${sender.base}/${type}`, value: id };
}

/** Former and temporary numbers name nothing. */
function isUsable({ use, value }: FhirIdentifier): boolean {
  return use !== 'old' && use !== 'temp' && value !== undefined && value !== '';
}

function preferred(type: string, usable: readonly FhirIdentifier[], { site, sender }: Reading): Identifier | undefined {
  const known = numbers[type];
  const rows = known === undefined ? [] : site.incoming.identifiers.filter(({ kind }) => kind === known.kind);
  for (const row of rows) {
    const fitting = usable.find(
      (one) =>
        one.system === row.system || (one.system === undefined && row.type !== undefined && isOfType(one, [row.type])),
    );
    if (fitting?.value !== undefined) return { system: row.system, value: fitting.value };
  }
  for (const system of sender.identifierSystems) {
    const fitting = usable.find((one) => one.system === system);
    if (fitting?.value !== undefined) return { system, value: fitting.value };
  }
  return usable
    .filter((one) => isOfType(one, known?.types ?? []))
    .map(withSystem)
    .find((one) => one !== undefined);
}

function isOfType({ type }: FhirIdentifier, types: readonly string[]): boolean {
  return (type?.coding ?? []).some(({ code }) => code !== undefined && types.includes(code));
}

/** An identifier that can stand alone: a value without a system means something else everywhere. */
export function withSystem({ system, value }: FhirIdentifier): Identifier | undefined {
  return system && value ? { system, value } : undefined;
}
