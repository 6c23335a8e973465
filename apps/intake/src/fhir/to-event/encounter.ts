import { z } from 'zod';
import { record, reference } from '../resource/elements.js';
import { mapping } from './mapping.js';

/** A visit is only remembered by its number, so that what refers to it can be tied to it. */
export const encounter = mapping(
  z.looseObject({ ...record, status: z.string(), subject: reference.optional() }),
  () => ({ events: [], work: [] }),
);
