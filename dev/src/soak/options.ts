import { parseArgs } from 'node:util';
import { StartError } from '../cause.js';

export const help = `npm run soak -- --minutes N [options]

Runs the whole system as npm start does, on a data folder of its own, while the FHIR server fails in every way that it can.
The hospital sends courses all the time, records are corrected and taken back, and fhir-sync is killed now and then. At
the end all faults are taken away, everything settles, and each record that Ilium derived is compared with what the FHIR
server holds: there once, in its newest revision. Exits 0 only when all of it is where it belongs.

  --minutes N   how long the faults go on, 0.1 to 10000
  --faults all  one fault after the other, in an order of chance, each for some seconds (default); none: no fault
  --no-kill     never kill fhir-sync (with --faults none it is not killed unless --kill is given)
  --rate R      treatment courses a second, some thirty events each; as many corrections (default 1, up to 50)
  --seed S      which feed, and which order of faults: the same number makes the same again (default 1)
  --json        the result as one JSON object on the last line
  --help        this

Environment: as for npm start; KAFKA_BROKERS and DATABASE_URL name a broker and a database to use instead of local ones.
`;

export interface Options {
  readonly help: boolean;
  readonly minutes: number;
  readonly withFaults: boolean;
  readonly withKills: boolean;
  readonly rate: number;
  readonly seed: number;
  readonly json: boolean;
}

/** Reads the command line; throws a message that names the option and what it wants. */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  const { help: asked = false, json = false, faults = 'all', kill } = values;
  if (!asked && values.minutes === undefined)
    throw new StartError('How long? Say --minutes N. `npm run soak -- --help` lists the options.');
  if (faults !== 'all' && faults !== 'none') throw new StartError(`--faults wants all or none, not "${faults}".`);
  const withFaults = faults === 'all';
  return {
    help: asked,
    minutes: readNumber('--minutes', values.minutes ?? '1', 0.1, 10_000),
    withFaults,
    withKills: kill ?? withFaults,
    rate: readNumber('--rate', values.rate ?? '1', 0.01, 50),
    seed: readSeed(values.seed ?? '1'),
    json,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        help: { type: 'boolean' },
        minutes: { type: 'string' },
        faults: { type: 'string' },
        kill: { type: 'boolean' },
        rate: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('. ')[0] : String(cause);
    throw new StartError(`${message}. \`npm run soak -- --help\` lists the options.`, { cause });
  }
}

function readNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value;
  throw new StartError(`${option} wants a number from ${least} to ${most}, not "${text}".`);
}

function readSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new StartError(`--seed wants a whole number of up to nine digits, not "${text}".`);
}
