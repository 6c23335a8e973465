import { readdir } from 'node:fs/promises';
import { passingFolder, removeEverything, removePassingFolder, standingFolder } from '../run-folder.js';
import { addressTable } from './addresses.js';
import { setApart } from './apart.js';
import { runFeed, type FeedResult } from './feed-run.js';
import { takeLock } from './lock.js';
import type { Options } from './options.js';
import { anyPorts, assertFree, type Ports } from './ports.js';
import { keptSecrets } from './secrets.js';
import { showStatus } from './show-status.js';
import type { Steps } from './steps.js';
import { System, type Play, type SystemOptions } from './system.js';
import type { Terminal } from './terminal.js';

const USUAL_COURSES = 200;
const USUAL_RATE = 0.2;

/** What both kinds of run share. */
export interface RunContext {
  readonly options: Options;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  readonly steps: Steps;
  /** What is done at the end, whatever the end is; the last added is done first. */
  readonly atEnd: (work: () => Promise<unknown>) => void;
  /** Ends the run from outside its own flow. */
  readonly fail: (reason: Error) => void;
}

/** `npm start`: brings everything up, then shows how it goes until it is asked to stop. */
export async function runStanding(context: RunContext): Promise<never> {
  const { options, env, terminal, steps, atEnd } = context;
  const started = Date.now();
  atEnd(await takeLock((line) => terminal.now(line)));
  if (options.fresh) await steps.do('data folder emptied', removeEverything);
  await assertFree(options.ports, unusedPorts(env));
  const folder = await standingFolder();
  const system = await prepare(context, { folder, ports: options.ports, env, topicPrefix: 'ilium.', roleSuffix: '' });
  const play: Play = {
    seed: options.seed,
    courses: options.feed ?? USUAL_COURSES,
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
export async function runPassing(context: RunContext): Promise<FeedResult> {
  const { options, env, terminal, atEnd } = context;
  const folder = await passingFolder('feed');
  let keepLogs = true;
  atEnd(async () => {
    if (!keepLogs) await removePassingFolder(folder);
    else if ((await readdir(folder.logs)).length > 0) terminal.line(`The logs: ${folder.logs}`);
  });
  const apart = await setApart(env);
  atEnd(apart.remove);
  const system = await prepare(context, { ...apart, folder, ports: await anyPorts() });
  const play: Play = {
    seed: options.seed,
    courses: options.feed ?? 0,
    feedRate: 0,
    feedStart: 'manual',
    door: options.door,
    asOf: options.asOf,
    site: options.site,
  };
  const result = await runFeed(system, play, terminal);
  keepLogs = !result.balanced;
  return result;
}

type Place = Pick<SystemOptions, 'folder' | 'ports' | 'env' | 'topicPrefix' | 'roleSuffix'>;

async function prepare({ steps, options, atEnd, fail }: RunContext, place: Place): Promise<System> {
  const secrets = await keptSecrets(place.folder);
  const system = await System.prepare({ ...place, secrets, steps, fail, watch: options.watch });
  atEnd(() => system.stop());
  return system;
}

/** A server that is named needs no port of ours. */
function unusedPorts(env: NodeJS.ProcessEnv): (keyof Ports)[] {
  return [
    ...(env['KAFKA_BROKERS'] ? (['kafka'] as const) : []),
    ...(env['DATABASE_URL'] ? (['postgres'] as const) : []),
  ];
}
