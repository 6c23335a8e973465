import { hash } from 'node:crypto';
import type { Bundle } from './read-bundle.js';
import type { Issue } from '../resource/issue.js';
import { idOf, metaOf, placeOf, type FhirRecord } from '../resource/fhir-record.js';

/** A record as it arrived. */
export interface Arriving {
  readonly record?: FhirRecord | undefined;
  readonly fullUrl?: string | undefined;
  readonly method: string;
  /** `Procedure/p1` of a deleted record, of which there is no more. */
  readonly url: string;
  /** Found wrong before it was looked into. */
  readonly issues: readonly Issue[];
}

const digits = 32;

export function digestOf(body: Uint8Array): string {
  return hash('sha256', body, 'hex').slice(0, digits);
}

/**
 * The sender's number of a single record: place and version, else place and time. A record that is PUT without either has
 * none: sent again later it may undo what came between, and must not be taken for a repeat. A POST creates once.
 */
export function controlIdOfRecord(record: FhirRecord, method: string, body: Uint8Array): string {
  const place = placeOf(record);
  const { versionId, lastUpdated } = metaOf(record);
  const version = versionId ?? lastUpdated;
  if (place !== undefined && version !== undefined) return `${place}/${version}`;
  return method === 'PUT' ? '' : digestOf(body);
}

/** The same for a bundle: its identifier, else its bytes where they say of which moment they are. */
export function controlIdOfBundle({ identifier, timestamp, entries }: Bundle, body: Uint8Array): string {
  if (identifier !== undefined) return identifier;
  const isOfOneMoment = entries.every(({ record, method }) => {
    const { versionId, lastUpdated } = record === undefined ? {} : metaOf(record);
    return method === 'POST' || (versionId ?? lastUpdated) !== undefined;
  });
  return timestamp !== undefined || isOfOneMoment ? digestOf(body) : '';
}

/** A record without an id gets one, always the same for the same: by it the record can be sent again. */
export function withId(record: FhirRecord, identify: (parts: readonly string[]) => string, name: string): FhirRecord {
  if (idOf(record) !== undefined) return record;
  return { ...record, id: identify(['fhir', record.resourceType, name]) };
}
