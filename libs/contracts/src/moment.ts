import { z } from 'zod';

/** A calendar day, `2026-03-12`. */
export const day = z.iso.date();

/** A time with its zone, `2026-03-12T10:05:00-05:00`. */
export const time = z.iso.datetime({ offset: true });

export const moment = z
  .union([time, day, z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/)], {
    error: 'a FHIR date, or a time with its zone, expected',
  })
  .describe('A FHIR date (`2026`, `2026-03`, `2026-03-12`) or a time with its zone. Precision is kept.');
