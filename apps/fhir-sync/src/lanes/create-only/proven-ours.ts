import { differencesOf } from '../../read-back/differences-of.js';
import { isNode, nodesOf, textOf, type Node } from '../../read-back/data-types.js';
import { weightOfAll } from '../../read-back/lost-meaning.js';

/** Clocks of servers are set by people. */
const clockSkewMs = 300_000;

/**
 * Whether a record was last written before a create of ours could be there. (`meta.lastUpdated` of what came later is later,
 * whatever was changed since.)
 * @param sentSince when it was first about to be sent; undefined where that isn't known
 */
export function wasThereBefore(record: Node, sentSince: number | undefined): boolean {
  const meta = record['meta'];
  const lastUpdated = Date.parse((isNode(meta) ? textOf(meta, 'lastUpdated') : undefined) ?? '');
  return sentSince !== undefined && lastUpdated < sentSince - clockSkewMs;
}

/** It carries the tag that our records have: no clinician's record does. */
export function isTaggedAs(ours: Node, record: Node): boolean {
  const wanted = tagsOf(ours).filter((tag) => textOf(tag, 'system')?.endsWith('/CodeSystem/tag'));
  return tagsOf(record).some((tag) =>
    wanted.some(
      (own) => textOf(own, 'system') === textOf(tag, 'system') && textOf(own, 'code') === textOf(tag, 'code'),
    ),
  );
}

/** It says what ours says, in all that carries a meaning, and names nobody as its author whom ours doesn't name. */
export function saysTheSame(ours: Node, record: Node): boolean {
  return weightOfAll(differencesOf(ours, record)) !== 'meaning' && !namesAnAuthor(ours, record);
}

/** Who wrote a record, asked for it, or did what it tells of. */
const authors = ['recorder', 'asserter', 'performer', 'author', 'authenticator', 'informationSource'];

function namesAnAuthor(ours: Node, record: Node): boolean {
  if (authors.some((name) => record[name] !== undefined && ours[name] === undefined)) return true;
  // HAPI gives each record the number of its request, `#…`; that says nothing of who it was.
  const source = sourceOf(record)?.replace(/#.*$/, '') ?? '';
  return source !== '' && source !== sourceOf(ours)?.replace(/#.*$/, '');
}

function sourceOf(record: Node): string | undefined {
  const meta = record['meta'];
  return isNode(meta) ? textOf(meta, 'source') : undefined;
}

function tagsOf(record: Node): readonly Node[] {
  const meta = record['meta'];
  return nodesOf(isNode(meta) ? meta['tag'] : undefined);
}
