import { parseArgs } from 'node:util';

export const help = `Usage: npm run fuzz -- [--minutes N] [--seed N]
       npm run fuzz -- --replay FILE

Sends hostile bytes to the MLLP listener and what is behind it: invented messages that are cut, doubled, flipped, blown up,
in frames that are broken. Nothing may crash, memory may not grow by 50 MiB, and a sound client has to be answered within
two seconds meanwhile.

  --minutes N    How long (default 1; parts of minutes too).
  --seed N       Which bytes: the same number sends the same again (default: the time, and it is printed).
  --replay FILE  Sends what an earlier run wrote to this file.

Exit code: 0 when nothing went wrong, 1 when something did: its bytes are in a file then; 2 when the command is wrong.
`;

export type FuzzCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'replay'; readonly file: string }
  | { readonly kind: 'run'; readonly minutes: number; readonly seed: number };

/** What is wrong with the command line, and how it should be. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readOptions(args: readonly string[], now: number): FuzzCommand {
  const values = parse(args);
  if (values.help === true) return { kind: 'help' };
  if (values.replay !== undefined) return { kind: 'replay', file: values.replay };
  const minutes = Number(values.minutes ?? '1');
  if (!(minutes > 0 && minutes <= 10_000)) throw new UsageError('--minutes takes a number above 0, at most 10000.');
  const seed = Number(values.seed ?? now);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError('--seed takes a whole number from 0.');
  return { kind: 'run', minutes, seed };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        minutes: { type: 'string' },
        seed: { type: 'string' },
        replay: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw new UsageError('The options are wrong; --help lists them.', { cause });
  }
}
