import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { trueStatistics } from './feed/believable/true-statistics.js';
import { expectedCounts } from './feed/expected.js';
import { feedProfiles, type FeedProfile } from './feed/feed-profile.js';
import { generate } from './feed/generate.js';
import { lastDay } from './feed/last-day.js';
import { batchOf } from './hl7/batch.js';

const help = `Usage: npm run -s hospital -- --expected [--profile P] [--seed N] [--courses N] [--as-of DAY]
       npm run -s hospital -- --truth [--seed N] [--courses N] [--as-of DAY]
       npm run -s hospital -- --events [--profile P] [--seed N] [--courses N]
       npm run -s hospital -- --hl7 [--profile P] [--seed N] [--courses N]

About the simulated hospital's feed, with nothing running. Everything in it is synthetic, and evidence of nothing.

  --expected    One line of JSON: how many events, records and outcomes the feed implies, from the simulated stories
                themselves.
  --truth       One line of JSON: what is true behind the believable feed, had everybody answered, and of those who did.
  --events      The feed as NDJSON, one CloudEvent a line, in the order in which it is sent.
  --hl7         The same feed as a batch file of HL7 v2 messages, one segment a line.
  --profile P   ${feedProfiles.join(' or ')}: every way of telling something, or courses as a clinic has them (default varied).
  --seed N      Which feed: the same number makes the same feed again (default 1).
  --courses N   How many treatment courses (default 500).
  --as-of DAY   The day that windows are judged by, YYYY-MM-DD (default: the feed's last day, ${lastDay}).

Without any option this starts the simulated hospital as a service.
`;

/** What is wrong with the command line, and how it should be. */
class UsageError extends Error {}

/** Runs a command about the feed; the exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    await run(args);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function run(args: readonly string[]): Promise<void> {
  const values = parse(args);
  if (values.help === true) return write(help);
  const seed = wholeNumber('--seed', values.seed ?? '1', 1_000_000_000);
  const courses = wholeNumber('--courses', values.courses ?? '500', 10_000_000);
  const profile = profileOf(values.profile ?? 'varied');
  const asOf = values['as-of'] === undefined ? lastDay : dayOf(values['as-of']);
  if (values.expected === true) {
    return write(`${JSON.stringify(expectedCounts({ seed, courses, profile, asOf }))}\n`);
  }
  if (values.truth === true) {
    if (values.profile === 'varied') throw new UsageError('--truth is of the believable feed: leave --profile out.');
    return write(`${JSON.stringify(trueStatistics({ seed, courses, asOf }))}\n`);
  }
  if (values.hl7 === true) {
    for (const lines of batchOf(generate({ seed, courses, profile }))) await write(lines);
    return;
  }
  if (values.events !== true) {
    throw new UsageError('Say what to print: --expected, --truth, --events or --hl7; --help explains them.');
  }
  for (const { event } of generate({ seed, courses, profile })) await write(`${JSON.stringify(event)}\n`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: 'string' },
        courses: { type: 'string' },
        profile: { type: 'string' },
        expected: { type: 'boolean' },
        truth: { type: 'boolean' },
        events: { type: 'boolean' },
        hl7: { type: 'boolean' },
        'as-of': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    const [what] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new UsageError(`${what ?? 'The options are wrong'}. --help lists the options.`, { cause });
  }
}

function wholeNumber(option: string, text: string, highest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= highest) return value;
  throw new UsageError(`${option} takes a whole number from 0 to ${highest}.`);
}

function profileOf(text: string): FeedProfile {
  const profile = feedProfiles.find((name) => name === text);
  if (profile === undefined) throw new UsageError(`--profile takes ${feedProfiles.join(' or ')}.`);
  return profile;
}

function dayOf(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new UsageError('--as-of takes a day, for example 2026-03-12.');
}

/** Waits while whoever reads the output is behind. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
