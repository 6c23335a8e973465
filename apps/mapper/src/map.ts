import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { loadSite, SiteError } from '@ilium/site';
import { mapEvents } from './map-events.js';
import { mapHelp, readMapOptions } from './map-options.js';
import { whatIfText } from './what-if-text.js';
import { whatIf } from './what-if.js';

/** `npm run -s map -- FILE…`: what procedure events become, with nothing running. */

async function* lines(): AsyncGenerator<string> {
  const { files, site, compare, asText, asOf, help } = readMapOptions(process.argv.slice(2));
  if (help) return yield mapHelp.trimEnd();
  const before = loadSite(site);
  const after = compare === undefined ? undefined : loadSite(compare);
  const inputs = files.length === 0 ? [await text(process.stdin)] : await Promise.all(files.map(readInput));
  if (after === undefined) return yield* inJson(mapEvents(inputs, { rules: before.rules, asOf }));
  const differences = whatIf(inputs, { before, after, asOf });
  yield* asText ? whatIfText(differences) : inJson(differences);
}

function* inJson(objects: Iterable<object>): Generator<string> {
  for (const each of objects) yield JSON.stringify(each);
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
  for await (const line of lines()) process.stdout.write(`${line}\n`);
} catch (error) {
  if (!(error instanceof TypeError || error instanceof SiteError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
