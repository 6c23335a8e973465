import { isNode, nodesOf, type Node } from '../read-back/data-types.js';
import { differencesOf } from '../read-back/differences-of.js';
import { isManaged, plainName, sharedLists } from './managed-elements.js';

/** A record as it is to be written, and whether anything of others stands in it. */
export interface Shared {
  readonly resource: Node;
  readonly isShared: boolean;
}

/** Our record with what others have added to the one that is there. Pure. */
export function withOthers(ours: Node, theirs: Node): Shared {
  const type = String(ours['resourceType']);
  const added: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(theirs)) {
    const by = sharedLists[name];
    if (by !== undefined) {
      const items = othersItems(ours[name], value, by);
      if (items.length > 0) added[name] = [...nodesOf(ours[name]), ...items];
    } else if (!isManaged(type, name) && !Object.hasOwn(ours, name)) added[name] = value;
  }
  return { resource: { ...ours, ...added }, isShared: Object.keys(added).length > 0 };
}

/** Replaced by: of ours, wherever it stands. */
const ofOurs = /\/StructureDefinition\/replaced-by$|\/NamingSystem\/record$/;

function othersItems(ours: unknown, theirs: unknown, by: string): readonly Node[] {
  const known = new Set(nodesOf(ours).map((item) => item[by]));
  return nodesOf(theirs).filter((item) => {
    const name = item[by];
    return !known.has(name) && !(typeof name === 'string' && ofOurs.test(name));
  });
}

/**
 * Which of our elements somebody changed since we wrote: those that are no longer as in the version of our own write, and
 * not as we want them now either. Where the server does not show that version, all that are not as we want them now.
 */
export function changedThere(ours: Node, theirs: Node, written: Node | undefined): readonly string[] {
  const type = String(ours['resourceType']);
  const unlike = namesOf(ours, theirs).filter((name) => isManaged(type, name));
  if (written === undefined) return unlike;
  const changed = new Set(namesOf(written, theirs));
  return unlike.filter((name) => changed.has(name));
}

function namesOf(sent: Node, read: Node): readonly string[] {
  return [...new Set(differencesOf(sent, read).map(({ element }) => plainName(element)))];
}

/** A record of this type, as a server returned it. */
export function recordIn(resource: unknown, type: string): Node | undefined {
  return isNode(resource) && resource['resourceType'] === type ? resource : undefined;
}
