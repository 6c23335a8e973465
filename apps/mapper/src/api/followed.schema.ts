import { z } from 'zod';

export const followedQuery = z.strictObject({
  after: z.string().max(100).optional().describe('`after` of the page before.'),
  limit: z.coerce.number().int().min(1).max(1_000).default(500).describe('Patients of a page, 1 to 1000.'),
});
export type FollowedQuery = z.output<typeof followedQuery>;
