import { z } from 'zod';

/** A number as it stands in an address: nothing at all is not 0. */
export function numeral(error: { readonly error: string }) {
  return z
    .string(error)
    .regex(/^-?\d{1,15}(\.\d{1,6})?$/, error)
    .transform(Number)
    .pipe(z.number());
}
