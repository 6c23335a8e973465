import { z } from 'zod';
import { id, identifier, meta, type FhirIdentifier } from './elements.js';

/** Anything that calls itself a resource; what is in it is read where it is needed. */
export interface FhirRecord {
  readonly resourceType: string;
  readonly [element: string]: unknown;
}

const shape = z.looseObject({ resourceType: z.string().regex(/^[A-Z][A-Za-z]{1,63}$/) });

export function asRecord(value: unknown): FhirRecord | undefined {
  const read = shape.safeParse(value);
  return read.success ? read.data : undefined;
}

const metaOnly = z.looseObject({ meta });

/** The head of a record, as far as it can be read: none of it is needed to keep the record. */
export function metaOf(record: FhirRecord): z.output<typeof meta> {
  const read = metaOnly.safeParse(record);
  return read.success ? read.data.meta : {};
}

export function idOf(record: FhirRecord): string | undefined {
  const read = id.safeParse(record['id']);
  return read.success ? read.data : undefined;
}

const oneOrMany = z.union([z.array(identifier), identifier.transform((one) => [one])]);

/** All its identifiers; QuestionnaireResponse and Bundle have one at most, and not in a list. */
export function identifiersOf(record: FhirRecord): readonly FhirIdentifier[] {
  const read = oneOrMany.safeParse(record['identifier']);
  return read.success ? read.data : [];
}

/** `Procedure/p1`, where it has an id. */
export function placeOf(record: FhirRecord): string | undefined {
  const own = idOf(record);
  return own === undefined ? undefined : `${record.resourceType}/${own}`;
}
