import { targetName } from '@ilium/site';
import { z } from 'zod';

/** A target, as whoever asks the API names it. */
export const namedTarget = z
  .string('Give it once.')
  .regex(targetName, 'Allowed: the name of a target in the site file.');
