import { z } from 'zod';

/** What is read of FHIR R4's data types; all else that a record says is left where it is. */

export const coding = z.object({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
export type Coding = z.output<typeof coding>;

export const concept = z.object({ coding: z.array(coding).optional(), text: z.string().optional() });
export type Concept = z.output<typeof concept>;

export const quantity = z.object({
  value: z.number().optional(),
  comparator: z.enum(['<', '<=', '>=', '>']).optional(),
  unit: z.string().optional(),
  system: z.string().optional(),
  code: z.string().optional(),
});
export type Quantity = z.output<typeof quantity>;

export const range = z.object({ low: quantity.optional(), high: quantity.optional() });
export type Range = z.output<typeof range>;

const identifier = z.object({ system: z.string().optional(), value: z.string().optional() });

export const reference = z.object({ reference: z.string().optional(), identifier: identifier.optional() });

/** The tag that Ilium puts on its records also says where its code systems are. */
const ownTag = /^(.+)\/CodeSystem\/tag$/;

export const meta = z.object({ tag: z.array(coding).optional() });

export function baseOf(said: z.output<typeof meta> | undefined): string | undefined {
  const tag = said?.tag?.find(({ system, code }) => code === 'ilium' && ownTag.test(system ?? ''));
  return ownTag.exec(tag?.system ?? '')?.[1];
}

/** A number with its system, as the records name patients, visits and people. */
export const number = z.object({ system: z.string(), value: z.string() });
export type Number = z.output<typeof number>;

export function numberOf(named: z.output<typeof reference> | undefined): Number | undefined {
  const { system, value } = named?.identifier ?? {};
  return system && value ? { system, value } : undefined;
}
