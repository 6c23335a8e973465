import type { Identifier } from '@ilium/contracts';
import type { ArrivedVersion, Standing } from '../state/standing.js';
import type { FhirRecord } from '../resource/fhir-record.js';

/** What is remembered of a record of a server: which version was taken last, and what names it. */
export interface KnownRecord {
  /** `Patient/1` */
  readonly place: string;
  readonly version?: string | undefined;
  readonly name?: Identifier | undefined;
}

/**
 * Remembers records by the base of their server and their place, so that a later record may refer to an earlier one, and
 * a version that was taken is not taken again. Rejects with `StoreAway` where the database does not answer.
 */
export interface KnownRecords {
  find(base: string, places: readonly string[]): Promise<ReadonlyMap<string, KnownRecord>>;
  /** What is not said stays as it was. */
  remember(base: string, records: readonly KnownRecord[]): Promise<void>;
  /** Versions arrive, of each record one: how each record stands with it. One step, however many do so at once. */
  arrive(base: string, versions: readonly ArrivedVersion[]): Promise<ReadonlyMap<string, Standing>>;
}

/** Reads single records of a sender's server; undefined where it has none, or none for us. Rejects with `EhrAway`. */
export interface RecordReader {
  read(type: string, id: string): Promise<FhirRecord | undefined>;
}
