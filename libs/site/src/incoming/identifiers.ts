import { z } from 'zod';

/** What numbers are of, and how they are written the same way whoever sends them. */

export const identifierKinds = [
  'patient',
  'visit',
  'account',
  'order',
  'procedure',
  'administration',
  'observation',
  'transaction',
  'appointment',
  'practitioner',
] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

export const identifierRule = z.strictObject({
  kind: z.enum(identifierKinds).optional().describe('Left out: numbers of every kind.'),
  assigner: z
    .string()
    .min(1)
    .optional()
    .describe('Namespace or universal id that comes with the number (CX.4, EI.2). Left out: any, and none.'),
  type: z.string().min(1).optional().describe('Type that comes with the number (CX.5), such as MR. Left out: any.'),
  system: z
    .string()
    .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'a URI expected, such as urn:oid:1.2.3 or https://…')
    .describe('The system that the FHIR server knows the number under.'),
  leadingZeros: z.enum(['keep', 'strip']).default('keep'),
  length: z.int().min(1).max(50).optional().describe('Shorter numbers get zeros in front.'),
  checkDigit: z.enum(['none', 'drop']).default('none').describe('drop: the last digit is a check digit, and goes.'),
});

export type IdentifierRule = z.output<typeof identifierRule>;
