import { builtInSite, loadSite, SiteError, type Site } from '@ilium/site';
import { feedFiles } from './files/command/feed-command.js';
import { feedHelp, readFeedOptions, type FeedOptions } from './files/command/feed-options.js';
import { tryFiles } from './files/command/try-files.js';
import { withIntake } from './offline-intake.js';

/** `npm run feed -- FILE…`: files into the running system. */

async function feed(options: FeedOptions): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await withIntake('feed', (intake) =>
    feedFiles(options, { ...intake, output: process.stderr, input: process.stdin, signal: stop.signal }),
  );
}

async function runTrial(options: FeedOptions): Promise<void> {
  process.exitCode = await tryFiles(options, {
    site: trialSite(options),
    print: (line) => process.stdout.write(`${line}\n`),
    say: (line) => process.stderr.write(`${line}\n`),
  });
}

function trialSite({ site = process.env['SITE'] }: FeedOptions): Site {
  return site === undefined || site === '' ? builtInSite : loadSite(site);
}

// A reader such as `head` closes the pipe when it has seen enough.
process.stdout.on('error', (error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 2));

try {
  const options = readFeedOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(feedHelp);
  else await (options.isTrial ? runTrial(options) : feed(options));
} catch (error) {
  if (!(error instanceof TypeError || error instanceof SiteError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
