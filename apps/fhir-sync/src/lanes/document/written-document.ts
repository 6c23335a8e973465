import type { DesiredResource } from '@ilium/contracts';
import { z } from 'zod';

const written = z.object({
  masterIdentifier: z.object({ value: z.string() }),
  content: z.array(z.looseObject({ attachment: z.looseObject({}) })),
});

/** The digest of a document as it was written; undefined where it is none of ours. */
export function digestOf(resource: DesiredResource): string | undefined {
  const read = written.safeParse(resource);
  const prefix = `${resource.id}.`;
  return read.success && read.data.masterIdentifier.value.startsWith(prefix)
    ? read.data.masterIdentifier.value.slice(prefix.length)
    : undefined;
}

/**
 * With the moment at which it is new, which no record says: given once for each digest, so that a repeated write is the same.
 * To the second: not every server keeps more, and a search by this moment has to find it.
 */
export function dated(resource: DesiredResource, at: Date): DesiredResource {
  const moment = `${at.toISOString().slice(0, 19)}Z`;
  const content = written.shape.content.parse(resource['content']).map((one) => ({
    ...one,
    attachment: { ...one.attachment, creation: moment },
  }));
  return { ...resource, date: moment, content };
}
