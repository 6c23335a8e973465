import { z } from 'zod';

/** As site files name targets. */
export const targetName = z
  .string('Give it once.')
  .regex(/^[a-z][a-z0-9-]{0,29}$/, 'Allowed: the name of a target in the site file.');
