import { createHash } from 'node:crypto';
import { sentences, subjects } from './sentences.js';

/** Names the words and rules that sentences are made by: others have another name. */
export const wordingVersion = createHash('sha256')
  .update(JSON.stringify([sentences, subjects]))
  .digest('hex')
  .slice(0, 16);
