import { z } from 'zod';
import { numeral } from './numeral.js';
import { once } from './once.js';

/** Of a route that answers page by page. @param rows what a page is of @param place what `after` looks like */
export function pageParameters(rows: string, place: RegExp) {
  return {
    limit: numeral(once('1 to 500'))
      .pipe(z.int(once('1 to 500')).min(1, once('1 to 500')).max(500, once('1 to 500')))
      .default(100)
      .describe(`At most so many ${rows} on a page.`),
    after: z
      .string()
      .regex(place, once('the `after` of the page before'))
      .optional()
      .describe('The `after` of the page before: goes on from there.'),
  };
}
