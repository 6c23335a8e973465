import { z } from 'zod';
import { interactionNames } from '../interaction-names.js';
import { resourceTypeNames } from '../resource-types.js';
import { fault } from './fault.js';

function oneOrMore<Item extends z.ZodType>(item: Item) {
  return z.union([item, z.array(item).min(1)], { error: 'one of the known names expected, or a list of them' });
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Which requests a rule is about: those that meet all that is given. */
const match = z.strictObject({
  method: oneOrMore(z.enum(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'])).optional(),
  /** Found in the address below the base, without its query: `^Procedure/`. */
  path: z.string().max(200).refine(isPattern, 'a regular expression expected').optional(),
  /** `search` and `history` are R4's names for all searches and histories. */
  interaction: oneOrMore(z.enum([...interactionNames, 'search', 'history'])).optional(),
  /** Of the record, or of a record of the bundle. */
  resourceType: oneOrMore(z.enum(resourceTypeNames)).optional(),
});

const rule = z.strictObject({
  /** For whoever reads how often it was used. */
  name: z.string().max(100).optional(),
  match: match.default({}),
  /** So many requests pass first. */
  skip: z.int().min(0).max(1_000_000).default(0),
  /** So often it applies, then it is used up; for ever unless told otherwise. */
  times: z.int().min(1).max(1_000_000).optional(),
  /** How likely it applies. The same seed makes the same choices. */
  chance: z.number().min(0).max(1).default(1),
  seed: z.int().min(0).max(1_000_000_000).default(1),
  fault,
});

/** How the FHIR server misbehaves, for tests of its clients: rules in the order in which they are asked. */
export const faultPlan = z.strictObject({ rules: z.array(rule).max(100) });

export type Match = z.output<typeof match>;
export type FaultRule = z.output<typeof rule>;
export type FaultPlan = z.output<typeof faultPlan>;
/** A plan as it is written: what has a default may be left out. */
export type WrittenPlan = z.input<typeof faultPlan>;
