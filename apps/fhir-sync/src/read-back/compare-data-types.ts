import { isNode, nodesOf, textOf, type Node } from './data-types.js';
import type { Found } from './difference.js';
import { isSamePrimitive, placeIn, typeIn } from './same-value.js';

/** Data types of FHIR R4 whose parts say the same thing twice: what is lost is only lost when no part says it any more. */

/** Each coding of ours is there, in whatever order, and whatever stands beside it. Undefined when nothing is lost. */
export function stayingCodings(
  path: string,
  sent: readonly Node[],
  read: readonly Node[],
): readonly Found[] | undefined {
  const gone = sent.filter((coding) => !read.some((other) => isSameCoding(coding, other)));
  if (gone.length === 0) return undefined;
  const others = read.filter((other) => !sent.some((coding) => isSameCoding(coding, other)));
  const isReplaced = gone.some((coding) =>
    others.some((other) => textOf(coding, 'system') === textOf(other, 'system') && 'code' in other),
  );
  return [{ path, kind: isReplaced ? 'changed' : 'missing' }];
}

/** A code that named no system is the same with one. */
function isSameCoding(sent: Node, read: Node): boolean {
  const system = textOf(sent, 'system');
  return textOf(sent, 'code') === textOf(read, 'code') && (system === undefined || system === textOf(read, 'system'));
}

/** The text of a concept that has codes is for reading; of a place of the body it may be all that says the side. */
export function compareConcept(path: string, sent: Node, read: Node): readonly Found[] {
  const codings = nodesOf(sent['coding']).filter((coding) => 'code' in coding);
  const found = [...(stayingCodings(`${path}.coding`, codings, nodesOf(read['coding'])) ?? [])];
  const text = textOf(sent, 'text');
  if (text === undefined || text === textOf(read, 'text')) return found;
  const isPlace = /(?:^|\.)(?:bodySite|site)(?:\[\d+\])?$/.test(path);
  const kind = textOf(read, 'text') === undefined ? 'missing' : 'changed';
  return [...found, { path: `${path}.text`, kind, minor: codings.length > 0 && !isPlace }];
}

/** The unit is said by its code and by its word: one of them is enough, a wrong one is not. */
export function compareQuantity(path: string, sent: Node, read: Node): readonly Found[] {
  const found: Found[] = [];
  for (const name of ['value', 'comparator']) {
    const [ours, said] = [sent[name] ?? undefined, read[name] ?? undefined];
    if (isSamePrimitive(ours, said)) continue;
    const kind = ours === undefined ? 'added' : said === undefined ? 'missing' : 'changed';
    found.push({ path: `${path}.${name}`, kind });
  }
  return [...found, ...compareUnit(path, sent, read)];
}

function compareUnit(path: string, sent: Node, read: Node): readonly Found[] {
  const [code, word] = [textOf(sent, 'code'), textOf(sent, 'unit')];
  const [readCode, readWord] = [textOf(read, 'code'), textOf(read, 'unit')];
  const isCoded = code !== undefined && code === readCode && textOf(sent, 'system') === textOf(read, 'system');
  const isWritten = word !== undefined && word === readWord;
  const found: Found[] = [];
  if (code !== undefined && !isCoded) {
    const isGone = readCode === undefined;
    found.push({ path: `${path}.code`, kind: isGone ? 'missing' : 'changed', minor: isGone && isWritten });
  }
  if (word !== undefined && !isWritten) {
    found.push({ path: `${path}.unit`, kind: readWord === undefined ? 'missing' : 'changed', minor: isCoded });
  }
  return found;
}

/** By place where both say one, else by identifier; what was named by identifier only may have got a place since. */
export function compareReference(path: string, sent: Node, read: Node): readonly Found[] {
  const [place, readPlace] = [textOf(sent, 'reference'), textOf(read, 'reference')];
  const [identifier, readIdentifier] = [sent['identifier'], read['identifier']];
  const isNamed = isNode(identifier) && isNode(readIdentifier);
  const isSameName = isNamed && isSameIdentifier(identifier, readIdentifier);
  if (place !== undefined && readPlace !== undefined) {
    if (placeIn(place) !== placeIn(readPlace)) return [{ path, kind: 'changed' }];
    return isNamed && !isSameName ? [{ path: `${path}.identifier`, kind: 'changed', minor: true }] : [];
  }
  if (isNamed) return isSameName ? [] : [{ path, kind: 'changed' }];
  if (readPlace === undefined) return [{ path, kind: readIdentifier === undefined ? 'missing' : 'changed' }];
  const [type, readType] = [textOf(sent, 'type'), typeIn(readPlace)];
  return type === undefined || readType === undefined || type === readType ? [] : [{ path, kind: 'changed' }];
}

function isSameIdentifier(sent: Node, read: Node): boolean {
  return textOf(sent, 'value') === textOf(read, 'value') && textOf(sent, 'system') === textOf(read, 'system');
}

/**
 * What a document says is its data; that it is text or PDF, its type. A server may keep the data under an address of its own.
 * Address, size, hash and moment of making are the server's to say: they follow from where and how it keeps the data.
 */
export function compareAttachment(path: string, sent: Node, read: Node): readonly Found[] {
  const found: Found[] = [];
  const [type, readType] = [textOf(sent, 'contentType'), textOf(read, 'contentType')];
  if (mediaTypeOf(type) !== mediaTypeOf(readType)) {
    found.push({ path: `${path}.contentType`, kind: readType === undefined ? 'missing' : 'changed' });
  }
  const [data, readData] = [textOf(sent, 'data'), textOf(read, 'data')];
  if (readData === undefined || readData === '') {
    if (textOf(read, 'url') === undefined) found.push({ path: `${path}.data`, kind: 'missing' });
  } else if (bytesOf(data) !== bytesOf(readData)) found.push({ path: `${path}.data`, kind: 'changed' });
  for (const name of ['title', 'language']) {
    const [ours, theirs] = [textOf(sent, name), textOf(read, name)];
    if (ours === undefined || ours === theirs) continue;
    found.push({ path: `${path}.${name}`, kind: theirs === undefined ? 'missing' : 'changed', minor: true });
  }
  return found;
}

/** Without its parameters (charset), in one case. */
function mediaTypeOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}

/** base64 may be broken into lines. */
function bytesOf(data: string | undefined): string | undefined {
  return data?.replaceAll(/\s/g, '').replace(/=+$/, '');
}
