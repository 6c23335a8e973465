import {
  compareAttachment,
  compareConcept,
  compareQuantity,
  compareReference,
  stayingCodings,
} from './compare-data-types.js';
import { isAttachment, isConcept, isNode, isQuantity, isReference, listOf, nodesOf, type Node } from './data-types.js';
import type { Difference, Found } from './difference.js';
import { choiceOf, holdsMeaning, standingOf, weightOf } from './meaningful-elements.js';
import { isLessExact, isSamePrimitive } from './same-value.js';

/** What a server writes itself, and what only helps to read. */
const theirs: ReadonlySet<string> = new Set(['display', 'userSelected', 'fhir_comments']);
const theirsAtTheTop: ReadonlySet<string> = new Set(['id', 'text', 'resourceType', 'implicitRules', 'language']);
const theirsInMeta: ReadonlySet<string> = new Set(['versionId', 'lastUpdated', 'source']);

/**
 * Where a record as a server returns it says less, or something else, than it was told. Pure, and total: any JSON may be
 * asked about. What the server or others added beside what we said is no difference, unless it changes what we said.
 */
export function differencesOf(sent: Node, read: unknown): readonly Difference[] {
  const type = String(sent['resourceType']);
  if (!isNode(read)) return [{ element: type, kind: 'missing', weight: 'meaning' }];
  if (read['resourceType'] !== type) return [{ element: type, kind: 'changed', weight: 'meaning' }];
  const differences = new Comparison(type).compareNode('', sent, read).map(({ path, kind, minor = false }) => ({
    element: path,
    kind,
    weight: minor ? ('detail' as const) : weightOf(type, path),
  }));
  return [...new Map(differences.map((one) => [`${one.element} ${one.kind}`, one])).values()];
}

class Comparison {
  constructor(private readonly type: string) {}

  compare(path: string, sent: unknown, read: unknown): readonly Found[] {
    if (isNothing(sent)) return [];
    if (isNothing(read)) return this.#missing(path, sent);
    if (Array.isArray(sent)) return this.#compareList(path, sent, listOf(read));
    if (!isNode(sent)) return this.#isSame(path, sent, read) ? [] : [{ path, kind: 'changed' }];
    if (!isNode(read)) return [{ path, kind: 'changed' }];
    if (isReference(sent)) return compareReference(path, sent, read);
    if (isConcept(sent)) return [...compareConcept(path, sent, read), ...this.#extensions(path, sent, read)];
    if (isQuantity(sent)) return [...compareQuantity(path, sent, read), ...this.#extensions(path, sent, read)];
    if (isAttachment(sent)) return [...compareAttachment(path, sent, read), ...this.#extensions(path, sent, read)];
    return this.compareNode(path, sent, read);
  }

  /** When a document was filed is the server's clock as well as ours: it may tell it less exactly. */
  #isSame(path: string, sent: unknown, read: unknown): boolean {
    const isFiling = this.type === 'DocumentReference' && path === 'date';
    return isSamePrimitive(sent, read) || (isFiling && isLessExact(sent, read));
  }

  /** What a lost element held of meaning is named, since the element itself may be a detail. */
  #missing(path: string, sent: unknown): readonly Found[] {
    const isHolder = isNode(sent) && holdsMeaning(this.type, path);
    return isHolder ? this.compareNode(path, sent, {}) : [{ path, kind: 'missing' }];
  }

  compareNode(path: string, sent: Node, read: Node): readonly Found[] {
    const lost = Object.entries(sent)
      .filter(([name]) => !isTheirs(path, name))
      .flatMap(([name, value]) => this.#compareElement(path, name, value, read));
    const added = Object.entries(read)
      .filter(([name]) => !isTheirs(path, name) && !isSaid(sent, name))
      .flatMap(([name, value]) => this.#added(join(path, name), name, value));
    return [...lost, ...added];
  }

  #compareElement(path: string, name: string, sent: unknown, read: Node): readonly Found[] {
    const own = join(path, name);
    const isGone = isNothing(read[name]) && !isNothing(sent);
    return isGone && isSaid(read, name) ? [{ path: own, kind: 'changed' }] : this.compare(own, sent, read[name]);
  }

  /** An element that we said nothing of. */
  #added(path: string, name: string, read: unknown): readonly Found[] {
    if (isNothing(read)) return [];
    if (name === 'modifierExtension') return [{ path, kind: 'added' }];
    if (name === 'extension' || name === 'id' || name.startsWith('_')) return [];
    if (standingOf(this.type, path) === 'alone') return [{ path, kind: 'added' }];
    return isNode(read) && holdsMeaning(this.type, path) ? this.compareNode(path, {}, read) : [];
  }

  #extensions(path: string, sent: Node, read: Node): readonly Found[] {
    return this.compare(join(path, 'extension'), sent['extension'], read['extension']);
  }

  /** In whatever order: first what is the same is put aside, then what is left is compared with what is most like it. */
  #compareList(path: string, sent: readonly unknown[], read: readonly unknown[]): readonly Found[] {
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (isCodings(name)) return stayingCodings(path, nodesOf(sent), nodesOf(read)) ?? [];
    const free = new Set(read.keys());
    const unlike: number[] = [];
    for (const [index, item] of sent.entries()) {
      if (isNothing(item)) continue;
      const same = [...free].find((other) => this.#compareItem(path, index, item, read[other]).length === 0);
      if (same === undefined) unlike.push(index);
      else free.delete(same);
    }
    const found = unlike.flatMap((index) => {
      const candidates = [...free].map(
        (other) => [other, this.#compareItem(path, index, sent[index], read[other])] as const,
      );
      const [nearest] = candidates.toSorted(([, a], [, b]) => a.length - b.length);
      if (nearest === undefined) return [{ path: `${path}[${index}]`, kind: 'missing' as const }];
      free.delete(nearest[0]);
      return nearest[1];
    });
    const isAlone = standingOf(this.type, path) === 'alone';
    return isAlone
      ? [...found, ...[...free].map((other) => ({ path: `${path}[${other}]`, kind: 'added' as const }))]
      : found;
  }

  #compareItem(path: string, index: number, sent: unknown, read: unknown): readonly Found[] {
    const isProfile = path === 'meta.profile' && typeof read === 'string';
    return this.compare(`${path}[${index}]`, sent, isProfile ? read.replace(/\|.*$/, '') : read);
  }
}

function isCodings(name: string): boolean {
  return name === 'coding' || name === 'tag' || name === 'security';
}

/** FHIR has no empty elements: an empty one says nothing. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isTheirs(path: string, name: string): boolean {
  if (theirs.has(name)) return true;
  return path === '' ? theirsAtTheTop.has(name) : path === 'meta' && theirsInMeta.has(name);
}

/** Whether an element is there in any of its forms: as another type, or as an extension that says why it has no value. */
function isSaid(node: Node, name: string): boolean {
  const choice = choiceOf(bare(name));
  return Object.entries(node).some(([key, value]) => {
    const isIt = key === name || (choice !== undefined && choiceOf(bare(key)) === choice);
    return isIt && !isNothing(value);
  });
}

function bare(name: string): string {
  return name.startsWith('_') ? name.slice(1) : name;
}

function join(path: string, name: string): string {
  return path === '' ? bare(name) : `${path}.${bare(name)}`;
}
