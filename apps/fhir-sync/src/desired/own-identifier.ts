import { z } from 'zod';

const tagged = z.looseObject({
  meta: z.looseObject({ tag: z.array(z.looseObject({ system: z.string(), code: z.string() })) }),
});

/** The tag of our records stands in a CodeSystem of ours, whose address begins with the base of the site's rules. */
const ending = '/CodeSystem/tag';

/** Where a record does not say it: records are told apart by their ids all the same. */
const unknownBase = 'urn:ilium';

/** The system of the ids of our records, for where an id of ours can only be an identifier among others. */
export function ownSystem(resource: unknown): string {
  const read = tagged.safeParse(resource);
  const ours = read.success ? read.data.meta.tag.find(({ system }) => system.endsWith(ending)) : undefined;
  return `${ours?.system.slice(0, -ending.length) ?? unknownBase}/NamingSystem/record`;
}
