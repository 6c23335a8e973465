import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from '../cause.js';
import { feedProfiles, type FeedProfile } from '../../../apps/hospital/dist/feed/feed-profile.js';
import { defaultPorts, type Ports } from './ports.js';

/** Ways in which the hospital's feed comes in: as events on Kafka, or as HL7 v2 messages over MLLP. */
export const feedDoors = ['kafka', 'mllp'] as const;
export type FeedDoor = (typeof feedDoors)[number];

/** What the person asked for. */
export interface Options {
  readonly help: boolean;
  readonly fresh: boolean;
  /** Courses that the simulated hospital sends; undefined: its usual trickle. */
  readonly feed: number | undefined;
  readonly exit: boolean;
  readonly json: boolean;
  readonly seed: number;
  readonly door: FeedDoor;
  readonly profile: FeedProfile;
  readonly asOf: string | undefined;
  /** Another site file than the simulated hospital's. */
  readonly site: string | undefined;
  /** Start a service again when its program changes. */
  readonly watch: boolean;
  readonly ports: Ports;
}

export const help = `npm start -- [options]

Brings up Ilium on this machine: Kafka, PostgreSQL, the services and a simulated hospital. Ctrl-C stops everything.

  --fresh           empty the data folder (.ilium) first; what was named by the environment stays as it is
  --feed N          the hospital sends N treatment courses (default: 200, then one every few seconds)
  --seed N          which feed: the same number makes the same feed again (default 1)
  --profile P       what its courses are like: believable, as a clinic has them, so that the pages show something (default), or
                    varied, everything told in every way (default with --exit or --site)
  --door DOOR       how the feed comes in: kafka, as events (default), or mllp, as HL7 v2 messages through intake
  --as-of DAY       the day that windows are judged by, YYYY-MM-DD (default: today; with --exit the feed's last day)
  --site FILE       another site file than config/sites/riverside.yaml, the simulated hospital's
  --exit            with --feed: wait until all of it is accounted for, stop, exit 0 only when it balances;
                    on a data folder of its own, which goes with the run
  --json            with --exit: the result as one JSON object on the last line
  --port NAME=PORT  another port for ${Object.keys(defaultPorts).join(', ')};
                    may be given several times (also: ILIUM_PORTS="web=8080,kafka=9092")
  --help            this

Environment: KAFKA_BROKERS and DATABASE_URL (of an administrator) name a broker and a database to use instead of local
ones; LOG_LEVEL, JAVA_HOME.
`;

/** Reads the command line; throws a message that names the option and what it wants. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const values = parse(args);
  const feed = values.feed === undefined ? undefined : readCount('--feed', values.feed, 1);
  const exit = values.exit ?? false;
  if (exit && feed === undefined) throw new StartError('--exit waits for the end of a feed: add --feed N.');
  if (values.json && !exit) throw new StartError('--json prints the result of a feed: add --feed N --exit.');
  if (exit && values.fresh)
    throw new StartError('--fresh and --exit: a run with --exit has an empty data folder of its own.');
  return {
    help: values.help ?? false,
    fresh: values.fresh ?? false,
    feed,
    exit,
    json: values.json ?? false,
    seed: readCount('--seed', values.seed ?? '1', 0),
    door: readDoor(values.door ?? 'kafka'),
    profile: readProfile(values.profile ?? (exit || values.site !== undefined ? 'varied' : 'believable')),
    site: values.site === undefined ? undefined : resolve(values.site),
    asOf: values['as-of'] === undefined ? undefined : readDay(values['as-of']),
    watch: values.watch ?? false,
    ports: readPorts([...(env['ILIUM_PORTS'] ?? '').split(',').filter(Boolean), ...(values.port ?? [])]),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        fresh: { type: 'boolean' },
        feed: { type: 'string' },
        exit: { type: 'boolean' },
        json: { type: 'boolean' },
        seed: { type: 'string' },
        door: { type: 'string' },
        profile: { type: 'string' },
        'as-of': { type: 'string' },
        site: { type: 'string' },
        watch: { type: 'boolean' },
        port: { type: 'string', multiple: true },
      },
    }).values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new StartError(`${message}. \`npm start -- --help\` lists the options.`, { cause });
  }
}

function readCount(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new StartError(`${option} wants a whole number of at least ${least}, not "${text}".`);
}

function readDoor(text: string): FeedDoor {
  const door = feedDoors.find((name) => name === text);
  if (door === undefined) throw new StartError(`--door wants ${feedDoors.join(' or ')}, not "${text}".`);
  return door;
}

function readProfile(text: string): FeedProfile {
  const profile = feedProfiles.find((name) => name === text);
  if (profile === undefined) throw new StartError(`--profile wants ${feedProfiles.join(' or ')}, not "${text}".`);
  return profile;
}

function readDay(text: string): string {
  const day = new Date(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text))
    return text;
  throw new StartError(`--as-of wants a day as YYYY-MM-DD, not "${text}".`);
}

function readPorts(assignments: readonly string[]): Ports {
  const ports: Record<keyof Ports, number> = { ...defaultPorts };
  for (const assignment of assignments) {
    const [name = '', number = ''] = assignment.trim().split('=');
    const port = Number(number);
    if (!isPortName(name) || !/^\d+$/.test(number) || port < 1 || port > 65_535) {
      throw new StartError(
        `--port wants NAME=PORT with a name of ${Object.keys(defaultPorts).join(', ')} and a port of 1 to 65535, not "${assignment}".`,
      );
    }
    ports[name] = port;
  }
  return ports;
}

function isPortName(name: string): name is keyof Ports {
  return Object.hasOwn(defaultPorts, name);
}
