import { parseArgs } from 'node:util';

export const reconcileHelp = `Usage: npm run site -- reconcile --from DAY --to DAY [options] [SITE FILE…]

Compares what a target's FHIR server holds with what it should hold: every delivered record whose procedure, drug or
score is of these days (both included; records that say no day are compared too). The running fhir-sync does it, beside
its delivery; stop this command with Ctrl-C and it goes on.

  --target NAME   The target. Left out: the only one there is; with site files, those that they name.
  --repair        What is missing there, or means something else there, is sent again. It overwrites what others changed.
  --json          One JSON object a line: each finding, then the summary. They name records and elements, never values.
  --help          This text.

Environment: FHIR_SYNC_URL (default http://127.0.0.1:4602), and its API_TOKEN where it has one; FHIR_SYNC_TOKEN
where API_TOKEN is another service's.
Exit code: 0 when the server holds what it should (details aside), 1 when not, 2 when it could not be found out.
`;

export interface ReconcileOptions {
  readonly from: string;
  readonly to: string;
  readonly target: string | undefined;
  readonly files: readonly string[];
  readonly repair: boolean;
  readonly json: boolean;
}

const day = /^\d{4}-\d\d-\d\d$/;

/** Undefined where help is wanted. A wrong option is a `TypeError` with its remedy. */
export function readReconcileOptions(args: readonly string[]): ReconcileOptions | undefined {
  const { values, positionals } = parsed(args);
  const { from, to, target, repair, json, help } = values;
  if (help) return undefined;
  if (from === undefined || to === undefined || !day.test(from) || !day.test(to)) {
    throw new TypeError('--from and --to take a day such as 2026-03-01.');
  }
  if (target !== undefined && positionals.length > 0) {
    throw new TypeError('--target names one target; leave the site files out.');
  }
  return { from, to, target, files: positionals, repair, json };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    from: text,
    to: text,
    target: text,
    repair: flag,
    json: flag,
    help: { ...flag, short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    const unknown = args.filter((one) => one.startsWith('-') && !Object.hasOwn(options, one.replace(/^-+|=.*$/g, '')));
    throw new TypeError(`There is no option ${unknown.join(', ') || 'without its value'}: --help lists them.`, {
      cause,
    });
  }
}
