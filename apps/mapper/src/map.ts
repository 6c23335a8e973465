import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { mapEvents, type MapOptions } from './map-events.js';

/** `npm run -s map -- FILE…`: what procedure events become, with nothing running. */

const help = `Usage: npm run -s map -- [FILE…] [--as-of DAY] [--time-zone ZONE]

Prints what procedure events become. The same pure code as the mapper's, with nothing running.

  FILE          NDJSON (one CloudEvent a line), one CloudEvent, or an array of them; standard input when left out.
  --as-of DAY   The day that windows are judged by, for example 2026-03-12. Default: the newest day in the input.
  --time-zone   The site's IANA time zone. Default: America/New_York.

Output, NDJSON: one line per event, {"event", "fate", "reason"}, then one per patient, {"patient", "bundle", "outcomes"}.
Exit code: 0, also when events are parked; 2 when the input can't be read or an option is wrong.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'as-of': { type: 'string' }, 'time-zone': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const options: MapOptions = { asOf: values['as-of'], timeZone: values['time-zone'] };
  const inputs = positionals.length === 0 ? [await text(process.stdin)] : await Promise.all(positionals.map(readInput));
  for (const line of mapEvents(inputs, options)) process.stdout.write(`${JSON.stringify(line)}\n`);
  return 0;
}

async function readInput(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new TypeError(`${file} can't be read (${why}). Name a file that exists, or pipe events in.`, {
      cause: error,
    });
  }
}

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 2));

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
