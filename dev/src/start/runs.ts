import { removeEverything, standingFolder } from '../run-folder.js';
import { addressTable } from './addresses.js';
import { runFeed, type FeedResult } from './feed-run.js';
import { takeLock } from './lock.js';
import type { Options } from './options.js';
import { preparePassing } from './passing-system.js';
import { assertFree, type Ports } from './ports.js';
import { keptSecrets } from './secrets.js';
import { showStatus } from './show-status.js';
import { System, type Play } from './system.js';
import type { RunContext } from './to-the-end.js';

const USUAL_COURSES = 200;
const USUAL_RATE = 0.2;

/** `npm start`: brings everything up, then shows how it goes until it is asked to stop. */
export async function runStanding(context: RunContext, options: Options): Promise<never> {
  const { env, terminal, steps, atEnd, fail } = context;
  const started = Date.now();
  atEnd(await takeLock((line) => terminal.now(line)));
  if (options.fresh) await steps.do('data folder emptied', removeEverything);
  await assertFree(options.ports, unusedPorts(env));
  const folder = await standingFolder();
  const secrets = await keptSecrets(folder);
  const place = { folder, ports: options.ports, secrets, env, topicPrefix: 'ilium.', roleSuffix: '' };
  const system = await System.prepare({ ...place, steps, fail, watch: options.watch });
  atEnd(() => system.stop());
  const play: Play = {
    seed: options.seed,
    courses: options.feed ?? USUAL_COURSES,
    profile: options.profile,
    feedRate: options.feed === undefined ? USUAL_RATE : 0,
    door: options.door,
    asOf: options.asOf,
    site: options.site,
  };
  await system.writeEnvironments(play);
  await system.start(['hospital', 'intake', 'mapper', 'fhir-sync', 'analytics', 'console'], play);
  terminal.line(`\nIlium is ready (${((Date.now() - started) / 1000).toFixed(1)} s). Ctrl-C stops it.\n`);
  for (const row of addressTable(options.ports, system.servers)) terminal.line(row);
  terminal.line('');
  return showStatus(options.ports, terminal);
}

/** `--feed N --exit`: one feed through a system of its own, beside whatever runs. */
export async function runPassing(context: RunContext, options: Options): Promise<FeedResult> {
  const { terminal } = context;
  const { system, forgetLogs } = await preparePassing(context, 'feed');
  const play: Play = {
    seed: options.seed,
    courses: options.feed ?? 0,
    profile: options.profile,
    feedRate: 0,
    feedStart: 'manual',
    door: options.door,
    asOf: options.asOf,
    site: options.site,
  };
  const result = await runFeed(system, play, terminal);
  if (result.balanced) forgetLogs();
  return result;
}

/** A server that is named needs no port of ours. */
function unusedPorts(env: NodeJS.ProcessEnv): (keyof Ports)[] {
  return [
    ...(env['KAFKA_BROKERS'] ? (['kafka'] as const) : []),
    ...(env['DATABASE_URL'] ? (['postgres'] as const) : []),
  ];
}
