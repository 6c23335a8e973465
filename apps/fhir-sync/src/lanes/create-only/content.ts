import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ownSystem } from '../../desired/own-identifier.js';

const record = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  meta: z.looseObject({ tag: z.unknown().optional(), profile: z.unknown().optional() }).optional(),
  identifier: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).optional(),
});

export type RecordContent = z.output<typeof record>;

/** Two revisions with the same digest say the same. */
export function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('base64url');
}

export function readContent(body: string): RecordContent {
  return record.parse(JSON.parse(body));
}

/**
 * The record as a server creates it that chooses the ids itself: without ours, which it carries as an identifier so that it
 * can be found again. On an update under the server's id.
 */
export function asCreated(resource: string, serverId?: string): string {
  const { id, identifier = [], ...rest } = readContent(resource);
  const own = { system: ownSystem(rest), value: id };
  const { resourceType, ...elements } = rest;
  const named = serverId === undefined ? {} : { id: serverId.slice(serverId.indexOf('/') + 1) };
  return JSON.stringify({ resourceType, ...named, ...elements, identifier: [...identifier, own] });
}
