import { parseArgs } from 'node:util';
import { StartError } from '../../dev/dist/cause.js';

export const help = `npm run bench [-- options]

Measures events per second beside a raw relay and beside a naive consumer, what a new score costs against the history of
its patient, how many HL7 v2 messages per second are stored and acknowledged beside a plain framer, and how many bundles
per second are delivered to a slow FHIR server beside a plain loop, how long statistics of many facts and the page of them
take, and how many facts per second are taken in beside a plain COPY, on one broker and one PostgreSQL.

  --courses N   treatment courses in the feed (default 500)
  --runs N      how often each is measured (default 3)
  --facts N     facts that statistics are made of (default 1000000)
  --only PART   rates, history, mllp, delivery or statistics alone
  --json        the result as one JSON object on the last line
  --help        this

Environment: KAFKA_BROKERS and DATABASE_URL (of an administrator) name a broker and a database to use instead of local
ones.
`;

export const parts = ['rates', 'history', 'mllp', 'delivery', 'statistics'] as const;
export type Part = (typeof parts)[number];

export interface Options {
  readonly help: boolean;
  readonly json: boolean;
  readonly courses: number;
  readonly runs: number;
  readonly facts: number;
  readonly parts: readonly Part[];
}

/** Reads the command line; throws a message that names the option and what it wants. */
export function readOptions(args: readonly string[]): Options {
  const { help: asked = false, json = false, courses = '500', runs = '3', facts = '1000000', only } = parse(args);
  return {
    help: asked,
    json,
    courses: readCount('--courses', courses),
    runs: readCount('--runs', runs),
    facts: readCount('--facts', facts),
    parts: only === undefined ? parts : [readPart(only)],
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        json: { type: 'boolean' },
        courses: { type: 'string' },
        runs: { type: 'string' },
        facts: { type: 'string' },
        only: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new StartError(`${message}. \`npm run bench -- --help\` lists the options.`, { cause });
  }
}

function readCount(option: string, text: string): number {
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new StartError(`${option} wants a whole number of at least 1, not "${text}".`);
}

function readPart(text: string): Part {
  const part = parts.find((known) => known === text);
  if (part === undefined) throw new StartError(`--only wants ${parts.join(', ')}, not "${text}".`);
  return part;
}
