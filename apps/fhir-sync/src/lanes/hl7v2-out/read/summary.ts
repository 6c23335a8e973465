import { z } from 'zod';
import { number } from '../../reading/elements.js';

/** A session as a document tells it. */
export const summary = z.object({
  kind: z.literal('summary'),
  /** Of the Procedure that the document is filed under. */
  id: z.string(),
  patient: number,
  visit: number.optional(),
  /** FHIR dateTime of the first of its procedures. */
  performed: z.string().optional(),
  performers: z.array(number),
  lines: z.array(z.string()),
});
export type Summary = z.output<typeof summary>;
