import { isDeepStrictEqual } from 'node:util';
import { FhirError } from './fhir-error.js';
import { readReference, referencesOf, type FoundReference } from './references.js';
import { isObject, type Resource } from './resource.js';
import { indexTerms } from './search-parameters.js';
import { TermIndex } from './term-index.js';

export interface StoredVersion {
  readonly versionId: number;
  readonly lastUpdated: string;
  /** The resource as it is sent out; undefined when this version is the deletion. */
  readonly json: string | undefined;
}

/** A record with all its versions. It stays when it is deleted: its versions go on. */
export interface StoredRecord {
  readonly type: string;
  readonly id: string;
  readonly key: string;
  /** Place in the order of creation. */
  readonly sequence: number;
  readonly versions: readonly StoredVersion[];
}

interface OpenRecord extends StoredRecord {
  readonly versions: StoredVersion[];
}

/** One version of a record, as it is kept between two runs. */
export interface JournalEntry {
  readonly type: string;
  readonly id: string;
  readonly version: StoredVersion;
}

export interface Journal {
  /** Returns when the entries are kept, all of them or none. */
  append(entries: readonly JournalEntry[]): void;
}

export interface WriteResult {
  readonly record: StoredRecord;
  readonly version: StoredVersion;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

/** Thrown when a unit of work would leave the store with a reference that leads nowhere. */
export class IntegrityError extends FhirError {
  constructor(
    readonly key: string,
    status: number,
    message: string,
    expression?: string,
  ) {
    super(status, status === 409 ? 'conflict' : 'business-rule', message, expression);
  }
}

/** What a unit of work has written so far, and how to take it back. */
interface UnitOfWork {
  readonly undo: (() => void)[];
  readonly entries: JournalEntry[];
  /** What the records written refer to, by the key of the record. */
  readonly references: [key: string, references: readonly FoundReference[]][];
  readonly deleted: StoredRecord[];
}

const nothingKept: Journal = { append: () => undefined };

/**
 * The versioned records. Everything is synchronous, so a unit of work sees and leaves one state: `atomically` undoes all
 * of it when any part fails, when a reference would lead nowhere, or when the journal can't keep it.
 */
export class RecordStore {
  readonly #records = new Map<string, Map<string, OpenRecord>>();
  readonly #index = new TermIndex<StoredRecord>();
  readonly #journal: Journal;
  readonly #now: () => Date;
  #created = 0;
  #unit: UnitOfWork | undefined;

  constructor({ journal = nothingKept, now = () => new Date() }: { journal?: Journal; now?: () => Date } = {}) {
    this.#journal = journal;
    this.#now = now;
  }

  get(type: string, id: string): StoredRecord | undefined {
    return this.#records.get(type)?.get(id);
  }

  /** All records of a type, deleted ones too, in the order of their creation. */
  all(type: string): Iterable<StoredRecord> {
    return this.#records.get(type)?.values() ?? [];
  }

  /** Live records that an index term leads to. */
  found(term: string): ReadonlySet<StoredRecord> {
    return this.#index.get(term);
  }

  /** Runs a unit of work: all of it holds afterwards, or none. */
  atomically<T>(work: () => T): T {
    if (this.#unit !== undefined) throw new Error('A unit of work is open already: do its work inside it.');
    const unit: UnitOfWork = { undo: [], entries: [], references: [], deleted: [] };
    this.#unit = unit;
    try {
      const result = work();
      this.#checkIntegrity(unit);
      if (unit.entries.length > 0) this.#journal.append(unit.entries);
      return result;
    } catch (error) {
      for (const undo of unit.undo.toReversed()) undo();
      throw error;
    } finally {
      this.#unit = undefined;
    }
  }

  /** Writes the next version of a record; the same content again changes nothing. Only within `atomically`. */
  write(id: string, content: Resource): WriteResult {
    const known = this.get(content.resourceType, id);
    const before = known?.versions.at(-1);
    if (known !== undefined && before?.json !== undefined && isSameContent(before.json, content, id)) {
      return { record: known, version: before, outcome: 'unchanged' };
    }
    const lastUpdated = this.#now().toISOString();
    const versionId = (before?.versionId ?? 0) + 1;
    const meta = { ...content.meta, versionId: String(versionId), lastUpdated };
    const { resourceType, ...elements } = content;
    const json = JSON.stringify({ resourceType, ...elements, id, meta });
    const version = { versionId, lastUpdated, json };
    const record = this.#put(content.resourceType, id, version, content);
    return { record, version, outcome: before?.json === undefined ? 'created' : 'updated' };
  }

  /** Deletes a record; one that is not there, or no longer, is left as it is. Only within `atomically`. */
  delete(type: string, id: string): void {
    const before = this.get(type, id)?.versions.at(-1);
    if (before?.json === undefined) return;
    const version = { versionId: before.versionId + 1, lastUpdated: this.#now().toISOString(), json: undefined };
    this.#put(type, id, version, undefined);
  }

  /** Takes a version back in that an earlier run kept. */
  restore({ type, id, version }: JournalEntry): void {
    this.#append(type, id, version, version.json === undefined ? undefined : parse(version.json));
  }

  #put(type: string, id: string, version: StoredVersion, content: Resource | undefined): StoredRecord {
    const unit = this.#unit;
    if (unit === undefined) throw new Error('Records are written in a unit of work: call atomically().');
    const { record, references, undo } = this.#append(type, id, version, content);
    unit.undo.push(undo);
    unit.entries.push({ type, id, version });
    if (content === undefined) unit.deleted.push(record);
    else unit.references.push([record.key, references]);
    return record;
  }

  #append(type: string, id: string, version: StoredVersion, content: Resource | undefined) {
    const records = this.#recordsOf(type);
    const known = records.get(id);
    const record = known ?? { type, id, key: `${type}/${id}`, sequence: (this.#created += 1), versions: [] };
    records.set(id, record);
    record.versions.push(version);
    const references = content === undefined ? [] : referencesOf(content);
    const termsBefore = this.#index.replace(record, content === undefined ? [] : termsOf(content, references));
    const undo = () => {
      record.versions.pop();
      if (known === undefined) records.delete(id);
      this.#index.replace(record, termsBefore);
    };
    return { record, references, undo };
  }

  #recordsOf(type: string): Map<string, OpenRecord> {
    const known = this.#records.get(type);
    if (known !== undefined) return known;
    const records = new Map<string, OpenRecord>();
    this.#records.set(type, records);
    return records;
  }

  #checkIntegrity({ references, deleted }: UnitOfWork): void {
    for (const { key, versions } of deleted) {
      if (versions.at(-1)?.json === undefined && this.found(referrers(key)).size > 0) {
        throw new IntegrityError(key, 409, 'Other records refer to this one: change or delete them first.');
      }
    }
    for (const [key, found] of references) {
      const lost = found.find(({ reference }) => !this.#leadsSomewhere(reference));
      if (lost === undefined) continue;
      throw new IntegrityError(key, 422, 'The record that is referred to does not exist here.', lost.expression);
    }
  }

  #leadsSomewhere(reference: string): boolean {
    const target = readReference(reference);
    if (target.kind === 'contained' || target.kind === 'elsewhere') return true;
    if (target.kind !== 'record') return false;
    const [type = '', id = ''] = target.key.split('/');
    const record = this.get(type, id);
    if (record?.versions.at(-1)?.json === undefined) return false;
    return target.version === undefined || record.versions.some(({ versionId }) => versionId === target.version);
  }
}

/** The index term of the records that refer to a record. */
function referrers(key: string): string {
  return `→${key}`;
}

function termsOf(content: Resource, references: readonly FoundReference[]): readonly string[] {
  const targets = references.map(({ reference }) => readReference(reference));
  const keys = targets.flatMap((target) => (target.kind === 'record' ? [referrers(target.key)] : []));
  return [...indexTerms(content), ...keys];
}

function parse(json: string): Resource {
  const resource: Resource = JSON.parse(json);
  return resource;
}

function isSameContent(storedJson: string, content: Resource, id: string): boolean {
  return isDeepStrictEqual(plain(parse(storedJson)), plain({ ...content, id }));
}

/** Content without what the server itself writes. */
function plain(resource: Resource): unknown {
  const { meta, ...elements } = resource;
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...rest } = isObject(meta) ? meta : {};
  return { ...elements, meta: rest };
}
