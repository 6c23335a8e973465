import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

export const mapHelp = `Usage: npm run -s map -- [FILE…] [--site SITE.yaml] [--compare OTHER.yaml [--text]] [--as-of DAY]

Prints what procedure events become. The same pure code as the mapper's, with nothing running.

  FILE            NDJSON (one CloudEvent a line), one CloudEvent, or an array of them; standard input when left out.
  --site FILE     The site file whose rules hold. Default: the simulated hospital's, config/sites/riverside.yaml.
  --compare FILE  Another site file: prints what would be different under its rules, and nothing else.
  --text          The comparison for people.
  --as-of DAY     The day that windows are judged by, for example 2026-03-12. Default: the newest day in the input.

Output, NDJSON: one line per event, {"event", "fate", "reason"}, then one per patient, {"patient", "bundle", "outcomes"},
and where there is any: "work" for a person, "coverage" by the policies of the site, "history" of earlier treatments, and why somebody is "excluded".
With --compare: one line per field that differs, {"patient", "kind", "key", "change": "changed", "field", "before", "after"},
one per record, outcome or item of work that is "new" or would be "retracted", and at last {"summary"}.
Exit code: 0, also when events are parked; 2 when the input or a site file can't be used or an option is wrong.
`;

const usualSite = resolve(import.meta.dirname, '../../../config/sites/riverside.yaml');

/** What the command line asks for. A wrong option is a `TypeError` with its remedy. */
export function readMapOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      site: { type: 'string', default: usualSite },
      compare: { type: 'string' },
      text: { type: 'boolean', default: false },
      'as-of': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { site, compare, text: asText, 'as-of': asOf, help } = values;
  if (asOf !== undefined && !z.iso.date().safeParse(asOf).success) {
    throw new TypeError('--as-of takes a day of the calendar such as 2026-03-12.');
  }
  if (asText && compare === undefined) throw new TypeError('--text goes with --compare OTHER.yaml.');
  return { files: positionals, site, compare, asText, asOf, help };
}
