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
  readonly reason: string | null;
}

interface Found {
  readonly theirs: Node;
  /** As we wrote it; undefined where the server does not show that. */
  readonly written: Node | undefined;
  readonly isChanged: boolean;
}

/** What is to be written over what is there; or the elements that somebody changed, and that stay as they are. */
export type Merged =
  | { readonly kind: 'goes'; readonly resource: string; readonly isShared: boolean }
  | { readonly kind: 'stays'; readonly elements: readonly string[] };

/** A person has looked at what others changed, or had it repaired: ours goes over it. */
const overruled: ReadonlySet<string | null> = new Set(['ours-wins', 'reconciliation']);

/** What stands on the server under records that are to be written, and what of it is others'. */
export class ThereNow {
  readonly #found = new Map<string, Found>();

  constructor(
    private readonly read: (urls: readonly string[]) => Promise<readonly EntryAnswer[]>,
    private readonly policy: Target['othersChanges'],
  ) {}

  /** Reads the records at these places; returns the version of each, null where there is none, or none is told. */
  async look(records: readonly Known[], placeOf: (record: Known) => string): Promise<Map<string, string | null>> {
    const answers = await this.read(records.map(placeOf));
    const versions = new Map<string, string | null>();
    const changed: { readonly record: Known; readonly theirs: Node }[] = [];
    for (const [index, record] of records.entries()) {
      const { version = null, resource } = answers[index] ?? {};
      versions.set(record.key, version);
      const theirs = recordIn(resource, typeOf(record));
      if (theirs === undefined) continue;
      if (version === record.serverVersion) this.#found.set(record.key, { theirs, written: theirs, isChanged: false });
      else changed.push({ record, theirs });
    }
    await this.#compare(changed, placeOf);
    return versions;
  }

  /** @param resource ours, as it would be written where nothing is there */
  merge({ key, reason }: Pick<Known, 'key' | 'reason'>, resource: string): Merged {
    const found = this.#found.get(key);
    if (found === undefined) return { kind: 'goes', resource, isShared: false };
    const ours = parsedRecord(resource);
    if (found.isChanged && this.policy === 'theirs-wins' && !overruled.has(reason)) {
      const elements = changedThere(ours, found.theirs, found.written);
      if (elements.length > 0) return { kind: 'stays', elements };
    }
    const shared = withOthers(ours, found.theirs);
    return { kind: 'goes', resource: JSON.stringify(shared.resource), isShared: shared.isShared };
  }

  async #compare(
    changed: readonly { readonly record: Known; readonly theirs: Node }[],
    placeOf: (record: Known) => string,
  ): Promise<void> {
    // Without a version of ours nobody knows what was changed.
    const known = changed.filter(({ record }) => this.policy === 'theirs-wins' && record.serverVersion !== null);
    const urls = known.map(({ record }) => `${placeOf(record)}/_history/${record.serverVersion}`);
    const answers = known.length === 0 ? [] : await this.read(urls);
    const written = new Map(
      known.map(({ record }, index) => [record.key, recordIn(answers[index]?.resource, typeOf(record))]),
    );
    for (const { record, theirs } of changed) {
      const isChanged = record.serverVersion !== null;
      this.#found.set(record.key, { theirs, written: written.get(record.key), isChanged });
    }
  }
}

function typeOf({ key }: Pick<Known, 'key'>): string {
  return key.slice(0, key.indexOf('/'));
}
