import { z } from 'zod';
import { hl7Path } from './hl7-path.js';

/** What is particular to one sending application. */

/** Message types by which families of feeds are told apart. */
export const messageFamilies = ['ADT', 'BAR', 'DFT', 'MDM', 'OMG', 'ORM', 'ORU', 'RAS', 'SIU'] as const;
export type MessageFamily = (typeof messageFamilies)[number];

export const sender = z.strictObject({
  families: z
    .partialRecord(z.enum(messageFamilies), z.string().min(1).max(50))
    .default({})
    .describe(
      'Family of the feed, by message type; usually the type in small letters. Part of the keys of facts: never change it.',
    ),
  lists: z
    .enum(['incremental', 'snapshot'])
    .default('incremental')
    .describe('snapshot: a message holds all procedures of its visit, and what it leaves out is void.'),
  records: z
    .enum(['partial', 'whole'])
    .default('partial')
    .describe('whole: a field that is empty in a message is deleted.'),
  performed: z
    .enum(['completed', 'unknown'])
    .default('completed')
    .describe('HL7 v2 has no status of a procedure: what one with a time in the past is taken for.'),
});

export const procedureFields = z.strictObject({
  laterality: hl7Path.optional().describe('Where the side stands, where neither modifiers (PR1-16) nor texts say it.'),
  bodySite: hl7Path.optional(),
  position: hl7Path.optional(),
  guidance: hl7Path.optional(),
  contrastSpread: hl7Path.optional(),
  status: hl7Path
    .optional()
    .describe(
      'preparation, in-progress, completed, stopped, not-done or unknown; without it, see `performed` of senders.',
    ),
  orders: hl7Path.optional().describe('Numbers of orders (EI), where the procedure does not stand behind FT1-23.'),
});

export type Sender = z.output<typeof sender>;
export type ProcedureFields = z.output<typeof procedureFields>;
