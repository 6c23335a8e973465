import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { selection } from '../../questions/selection.js';
import { formatNames, type FormatName } from '../formats.js';

const filters = Object.entries(selection.shape).map(([name, schema]) => ({
  name,
  option: name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  description: schema.description ?? '',
}));

export const exportHelp = `Usage: npm run export -- --out FILE [options]

Writes the facts of the running analytics service to a file: one row for each outcome that is not retracted, all of one
moment. apps/analytics/README.md describes the columns.

  --out FILE               Where to. It is there when all of it is there, and not before.
  --format FORMAT          ${formatNames.join(', ')}. Left out: by the ending of FILE.
  --force                  Replaces FILE where there is one.
  --url URL                The service's address. Default: ANALYTICS_URL, else that of the running system.
  --help                   This text.

Only a part of them (what is allowed is said when something else is given):

${filters.map(({ option, description }) => `  ${`--${option}`.padEnd(24)} ${description}`).join('\n')}

Environment: ANALYTICS_TOKEN, or API_TOKEN: the service's API_TOKEN, where it has one. There is no option for it, because
everybody on a machine can see its command lines.
Exit code: 0 when the file is there, 1 when not, 2 when the command is wrong.
`;

export interface ExportOptions {
  readonly out: string;
  readonly format: FormatName;
  readonly isForced: boolean;
  readonly url: string | undefined;
  /** Parameters of the route, as they were given: the service says what is wrong with them. */
  readonly selection: Readonly<Record<string, string>>;
}

/** Undefined where help is wanted. A wrong option is a `TypeError` with its remedy. */
export function readExportOptions(args: readonly string[]): ExportOptions | undefined {
  const values = parsed(args);
  if (values['help'] === true) return undefined;
  const out = textOf(values['out']);
  if (out === undefined) throw new TypeError('Say where to: --out FILE.');
  const given = filters.flatMap(({ name, option }) => {
    const value = textOf(values[option]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    out,
    format: formatOf(textOf(values['format']), out),
    isForced: values['force'] === true,
    url: textOf(values['url']),
    selection: Object.fromEntries(given),
  };
}

function parsed(args: readonly string[]): Readonly<Record<string, unknown>> {
  const texts = ['out', 'format', 'url', ...filters.map(({ option }) => option)];
  const options = {
    ...Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }])),
    force: { type: 'boolean' as const },
    help: { type: 'boolean' as const, short: 'h' },
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    const unknown = args.filter((one) => one.startsWith('-') && !Object.hasOwn(options, one.replace(/^-+|=.*$/g, '')));
    throw new TypeError(`There is no option ${unknown.join(', ') || 'without its value'}: --help lists them.`, {
      cause,
    });
  }
}

function formatOf(named: string | undefined, out: string): FormatName {
  const wanted = named ?? extname(out).slice(1);
  const format = formatNames.find((name) => name === wanted);
  if (format !== undefined) return format;
  throw new TypeError(
    named === undefined
      ? `The ending of ${out} is none of .${formatNames.join(', .')}: give the format by --format.`
      : `--format takes one of ${formatNames.join(', ')}.`,
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
