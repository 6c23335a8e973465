import type { Target } from '@ilium/site';
import type { Node } from '../read-back/data-types.js';
import { parsedRecord } from '../read-back/parsed-record.js';
import type { EntryAnswer } from '../target/bundle.js';
import { changedThere, recordIn, withOthers } from './with-others.js';

/** A record that the server has, as far as we know. */
export interface Known {
  readonly key: string;
  /** Of our last write. */
  readonly serverVersion: string | null;
  /** A person said that ours goes over what others changed up to that version; empty: over whatever is there. */
  readonly overruledVersion?: string | null;
}

interface Found {
  readonly theirs: Node;
  readonly version: string | null;
  /** As we wrote it, or as a person has seen it; undefined where the server does not show that. */
  readonly judged: Node | undefined;
  readonly isChanged: boolean;
}

/** What others changed, and that stays as it is. */
export interface Left {
  readonly elements: readonly string[];
  /** The version that has it, where the server tells one. */
  readonly version: string | null;
}

/** What is to be written over what is there; or what stays of it. */
export type Merged =
  | { readonly kind: 'goes'; readonly resource: string; readonly isShared: boolean }
  | ({ readonly kind: 'stays' } & Left);

/** Statuses of a record that is not there (FHIR R4, http.html, read). */
const notThere = new Set([404, 410]);

/** What stands on the server under records that are to be written, and what of it is others'. */
export class ThereNow {
  readonly #found = new Map<string, Found>();
  readonly #gone = new Set<string>();

  constructor(
    private readonly read: (urls: readonly string[]) => Promise<readonly EntryAnswer[]>,
    private readonly policy: Target['othersChanges'],
  ) {}

  /** Reads the records at these places; returns the version of each, null where there is none, or none is told. */
  async look(records: readonly Known[], placeOf: (record: Known) => string): Promise<Map<string, string | null>> {
    const answers = await this.read(records.map(placeOf));
    const versions = new Map<string, string | null>();
    const changed: Changed[] = [];
    for (const [index, record] of records.entries()) {
      const { status = 0, version = null, resource } = answers[index] ?? {};
      if (notThere.has(status)) this.#gone.add(record.key);
      versions.set(record.key, version);
      const theirs = recordIn(resource, typeOf(record));
      if (theirs === undefined) continue;
      if (isJudged(record, version)) this.#found.set(record.key, { theirs, version, judged: theirs, isChanged: false });
      else changed.push({ record, theirs, version });
    }
    await this.#compare(changed, placeOf);
    return versions;
  }

  /** Whether the server has said that it does not have it. */
  isGone({ key }: Pick<Known, 'key'>): boolean {
    return this.#gone.has(key);
  }

  /** @param resource ours, as it would be written where nothing is there */
  merge({ key }: Pick<Known, 'key'>, resource: string): Merged {
    const found = this.#found.get(key);
    if (found === undefined) return { kind: 'goes', resource, isShared: false };
    const ours = parsedRecord(resource);
    if (found.isChanged && this.policy === 'theirs-wins') {
      const elements = changedThere(ours, found.theirs, found.judged);
      if (elements.length > 0) return { kind: 'stays', elements, version: found.version };
    }
    const shared = withOthers(ours, found.theirs);
    return { kind: 'goes', resource: JSON.stringify(shared.resource), isShared: shared.isShared };
  }

  async #compare(changed: readonly Changed[], placeOf: (record: Known) => string): Promise<void> {
    // Without a version of ours nobody knows what was changed.
    const known = changed.filter(({ record }) => this.policy === 'theirs-wins' && record.serverVersion !== null);
    const urls = known.map(({ record }) => `${placeOf(record)}/_history/${judgedVersion(record)}`);
    const answers = known.length === 0 ? [] : await this.read(urls);
    const judged = new Map(
      known.map(({ record }, index) => [record.key, recordIn(answers[index]?.resource, typeOf(record))]),
    );
    for (const { record, theirs, version } of changed) {
      const isChanged = record.serverVersion !== null;
      this.#found.set(record.key, { theirs, version, judged: judged.get(record.key), isChanged });
    }
  }
}

interface Changed {
  readonly record: Known;
  readonly theirs: Node;
  readonly version: string | null;
}

/** From it on a change by others is one that nobody has judged yet. */
function judgedVersion({ overruledVersion, serverVersion }: Known): string | null {
  return overruledVersion ?? serverVersion;
}

function isJudged(record: Known, version: string | null): boolean {
  return record.overruledVersion === '' || version === judgedVersion(record) || version === record.serverVersion;
}

function typeOf({ key }: Pick<Known, 'key'>): string {
  return key.slice(0, key.indexOf('/'));
}
