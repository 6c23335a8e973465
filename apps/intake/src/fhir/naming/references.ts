import type { Identifier } from '@ilium/contracts';
import type { Reference } from '../resource/elements.js';
import { asRecord, type FhirRecord } from '../resource/fhir-record.js';
import { localName, nameOf, withSystem } from './names.js';
import type { Reading } from './sender.js';

/** What is known of a record that another one refers to: the record itself, or only its name. */
export interface Referred {
  readonly record?: FhirRecord | undefined;
  readonly name?: Identifier | undefined;
}

/** By reference, written as `Type/id` where it is of the sender's own server, else as it came. */
export type ReferredRecords = ReadonlyMap<string, Referred>;

/** A literal reference in parts. */
export interface LocalPlace {
  readonly type: string;
  readonly id: string;
}

const place = /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]+)?$/;

/** A reference as a key: without version, and without the base where that is the sender's. */
export function referenceKey(reference: string, base: string): string {
  const isOfServer = reference.startsWith(`${base}/`);
  const local = isOfServer ? reference.slice(base.length + 1) : reference;
  return local.replace(/\/_history\/[^/]+$/, '');
}

/** `Patient/1`; undefined for anything else than a place on a server of our own sender's. */
export function localPlace(key: string): LocalPlace | undefined {
  const [, type, id] = place.exec(key) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}

/** Elements that are read and that refer to other records. */
const referring = [
  'subject',
  'encounter',
  'context',
  'partOf',
  'focus',
  'basedOn',
  'request',
  'performer',
  'medicationReference',
  'link',
  'bodySite',
  'extension',
] as const;

/** All literal references in the elements that are read, as keys. */
export function referencesIn(record: FhirRecord, base: string): readonly string[] {
  const found = new Set<string>();
  for (const element of referring) collect(record[element], found);
  return [...found].map((reference) => referenceKey(reference, base));
}

const deepest = 6;

function collect(value: unknown, found: Set<string>, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > deepest) return;
  for (const [name, part] of Object.entries(value)) {
    if (name === 'reference' && typeof part === 'string') found.add(part);
    else collect(part, found, depth + 1);
  }
}

/** Names what a record refers to; the contained records and what was found elsewhere are at hand. */
export class References {
  readonly #contained: ReadonlyMap<string, FhirRecord>;

  constructor(
    record: FhirRecord,
    private readonly found: ReferredRecords,
    private readonly reading: Reading,
  ) {
    const all = Array.isArray(record['contained']) ? record['contained'] : [];
    const records = all.map(asRecord).filter((one) => one !== undefined);
    this.#contained = new Map(records.map((one) => [`#${String(one['id'])}`, one]));
  }

  /** The record that is meant, where it is at hand. */
  record(reference: Reference | undefined): FhirRecord | undefined {
    return this.#find(reference)?.record;
  }

  /** What the reference names, if it is to one of these types; with `strict` only what is known for sure. */
  name(
    reference: Reference | undefined,
    types: readonly string[],
    certainty: 'strict' | 'by-id' = 'by-id',
  ): Identifier | undefined {
    if (reference === undefined || !this.#isOf(reference, types)) return undefined;
    const logical = reference.identifier === undefined ? undefined : withSystem(reference.identifier);
    if (logical !== undefined) return logical;
    const { record, name } = this.#find(reference) ?? {};
    if (record !== undefined) return nameOf(record, this.reading) ?? name;
    if (name !== undefined) return name;
    const literal = reference.reference ?? '';
    const conditional = conditionalName(literal);
    if (conditional !== undefined) return conditional;
    const local = localPlace(referenceKey(literal, this.reading.sender.base));
    return certainty === 'strict' || local === undefined ? undefined : localName(local.type, local.id, this.reading);
  }

  #find(reference: Reference | undefined): Referred | undefined {
    const literal = reference?.reference;
    if (literal === undefined) return undefined;
    const contained = this.#contained.get(literal);
    return contained === undefined
      ? this.found.get(referenceKey(literal, this.reading.sender.base))
      : { record: contained };
  }

  #isOf(reference: Reference, types: readonly string[]): boolean {
    const literal = reference.reference;
    const type =
      reference.type ??
      this.#find(reference)?.record?.resourceType ??
      (literal === undefined
        ? undefined
        : /(?:^|\/)([A-Z][A-Za-z]+)[/?][^/]+(?:\/_history\/[^/]+)?$/.exec(literal)?.[1]);
    return type === undefined || types.includes(type);
  }
}

/** `Patient?identifier=system|value`, as transactions may refer (FHIR R4, 3.1.0.11.3). */
function conditionalName(reference: string): Identifier | undefined {
  const query = /^[A-Z][A-Za-z]+\?(.+)$/.exec(reference)?.[1];
  const token = query === undefined ? null : new URLSearchParams(query).get('identifier');
  const at = token?.indexOf('|') ?? -1;
  if (token === null || at < 1) return undefined;
  return withSystem({ system: token.slice(0, at), value: token.slice(at + 1) });
}
