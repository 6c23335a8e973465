import { z } from 'zod';
import { keptMessage } from '../source-messages/source-messages.repository.js';

export const workQuery = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/, 'Allowed: the sequence of the last message of a page.')
    .optional()
    .describe('`sequence` of the last message of the page before.'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Messages of a page, 1 to 500.'),
});
export type WorkQuery = z.output<typeof workQuery>;

export const sourcesQuery = z.strictObject({
  site: z.string('Give it once.').min(1).max(100).describe('The site of the feed that a fact came by.'),
  sequence: z
    .string('Give it once, several by commas.')
    .regex(/^\d{1,15}(,\d{1,15}){0,99}$/, 'Allowed: up to 100 places in the order of receipt, by commas.')
    .describe('Places in the order of receipt, as the mapper tells them, several by commas.'),
});
export type SourcesQuery = z.output<typeof sourcesQuery>;

export const messageId = z.object({ id: z.uuid() });

export const keptMessages = z.object({ messages: z.array(keptMessage) });
export type KeptMessages = z.output<typeof keptMessages>;
