import { z } from 'zod';
import { score } from './score.js';
import { summary } from './summary.js';

/** What is to be told, before it is known whether it is new to the receiver. */
export const draft = z.discriminatedUnion('kind', [score, summary]);
export type Draft = z.output<typeof draft>;
