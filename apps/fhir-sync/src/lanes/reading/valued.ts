import { z } from 'zod';
import { concept, quantity, range, type Concept } from './elements.js';

export const values = {
  valueQuantity: quantity.optional(),
  valueInteger: z.int().optional(),
  valueBoolean: z.boolean().optional(),
  valueCodeableConcept: concept.optional(),
  valueRange: range.optional(),
  dataAbsentReason: concept.optional(),
};

/** What is asked, and what is answered: of an Observation, or of a component of one. */
export const valued = z.object({ code: concept, ...values });
export type Valued = Omit<z.output<typeof valued>, 'code'>;

/** An answer of a questionnaire, or a figure derived from some. */
export function isSurvey(category: readonly Concept[] | undefined): boolean {
  return category?.some(({ coding }) => coding?.some(({ code }) => code === 'survey')) ?? false;
}
