import { z } from 'zod';

/** RFC 9457: what every error of this API looks like, sent as `application/problem+json`. */
export const problem = z.object({
  type: z.literal('about:blank').describe('The status says what kind of problem it is.'),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().describe('The cause and the remedy.'),
});

export type Problem = z.output<typeof problem>;
