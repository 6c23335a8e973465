import { exportHelp, readExportOptions } from './exports/command/export-options.js';
import { ExportError, saveExport } from './exports/command/save-export.js';

/** `npm run export -- --out FILE`: the facts of the running service, as a file. */

const usualPort = '4603';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

/** The launcher leaves the port that the running system has. */
function usualUrl(): string {
  return process.env['ANALYTICS_URL'] ?? `http://127.0.0.1:${process.env['HTTP_PORT'] ?? usualPort}`;
}

try {
  const options = readExportOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(exportHelp);
  else {
    const written = await saveExport(options, {
      url: (options.url ?? usualUrl()).replace(/\/+$/, ''),
      token: process.env['ANALYTICS_TOKEN'] ?? process.env['API_TOKEN'],
      output: process.stderr,
      signal: stop.signal,
    });
    process.stdout.write(`${options.out}: ${written}\n`);
  }
} catch (error) {
  if (stop.signal.aborted) process.stderr.write('Stopped: no file was written.\n');
  else if (error instanceof ExportError || error instanceof TypeError) process.stderr.write(`${error.message}\n`);
  else throw error;
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
