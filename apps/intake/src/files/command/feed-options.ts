import { parseArgs } from 'node:util';
import { fileFormats, type FileFormat } from '@ilium/site';

export const feedHelp = `Usage: npm run feed -- FILE…     ( - is standard input, NDJSON)

Feeds files into the running system (npm start): HL7 v2 messages, procedure events or FHIR resources one a line, and CSV
files of scores. docs/files.md describes them. What can not be read is refused: FILE.report.txt says of each entry the
line, the reason and the place, and FILE.refused.… can be corrected and fed again.
A file that was fed is not fed twice, whatever it is called now; after a kill it goes on where it stopped.

  --format FORMAT  ${fileFormats.join(', ')}. Left out: by the ending of the name (.hl7, .ndjson, .jsonl, .csv).
  --csv NAME       The map of the site file that CSV files are read by; needed where it has several.
  --source NAME   The FHIR server of the site file that resources come from; its references are looked up there.
  --charset NAME   Character set of HL7 v2 messages that do not name theirs.
  --backload       An archive: yields to all that came live, and waits while live doors have work.
  --rate N         At most N messages a second.
  --try            Sends nothing: prints the events that the files would become, one a line, for \`npm run -s map\`.
  --site FILE      With --try: the site file. Default: the one that SITE names.

Exit code: 0 when everything was taken, 1 when anything was refused or could not be fed, 2 when the command is wrong.
`;

export interface FeedOptions {
  readonly files: readonly string[];
  readonly format: FileFormat | undefined;
  readonly csv: string | undefined;
  readonly source: string | undefined;
  readonly charset: string | undefined;
  readonly isBackload: boolean;
  readonly rate: number | undefined;
  /** Only print what the files would become. */
  readonly isTrial: boolean;
  /** The site file of a trial. */
  readonly site: string | undefined;
  readonly help: boolean;
}

/** What the command line asks for. A wrong option is a `TypeError` with its remedy. */
export function readFeedOptions(args: readonly string[]): FeedOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      csv: { type: 'string' },
      charset: { type: 'string' },
      source: { type: 'string' },
      backload: { type: 'boolean', default: false },
      rate: { type: 'string' },
      try: { type: 'boolean', default: false },
      site: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { help, source, csv, charset, backload, site, try: isTrial } = values;
  const format = fileFormats.find((known) => known === values.format);
  if (values.format !== undefined && format === undefined) {
    throw new TypeError(`--format takes one of ${fileFormats.join(', ')}.`);
  }
  if (charset !== undefined && !isCharset(charset)) throw new TypeError('--charset takes a name such as windows-1252.');
  if (!help && positionals.length === 0) throw new TypeError('Name the file to feed.');
  if (site !== undefined && !isTrial) throw new TypeError('--site goes with --try; the running system has its own.');
  const rate = rateOf(values.rate);
  return { files: positionals, format, csv, source, charset, isBackload: backload, rate, isTrial, site, help };
}

const mostRate = 1_000_000;

function rateOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (text.trim() !== '' && rate > 0 && rate <= mostRate) return rate;
  throw new TypeError('--rate takes a number of messages a second.');
}

function isCharset(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}
