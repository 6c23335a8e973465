import { parseArgs } from 'node:util';

export const sendHelp = `Usage: npm run -s send -- [--to HOST:PORT] [--tls] FILE…

Sends HL7 v2 messages over MLLP, as an interface engine would, and prints what is answered to each: to try a listener out.
A file may hold one message or many; - is standard input.

  --to HOST:PORT  The listener (default 127.0.0.1:4620, the simulated hospital's).
  --tls           Over TLS; the certificate has to be known to this machine (NODE_EXTRA_CA_CERTS).

Exit code: 0 when every message was accepted, 1 when one was refused or not answered, 2 when the command is wrong.
`;

export type SendOptions =
  | { readonly help: true }
  | {
      readonly help: false;
      readonly host: string;
      readonly port: number;
      readonly isTls: boolean;
      readonly files: readonly string[];
    };

/** @throws TypeError with words for who typed it. */
export function readSendOptions(args: readonly string[]): SendOptions {
  const { values, positionals } = parse(args);
  if (values.help === true) return { help: true };
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(values.to ?? '127.0.0.1:4620') ?? [];
  if (host === '' || Number(port) > 65_535) throw new TypeError('--to takes HOST:PORT, for example 127.0.0.1:4620.');
  if (positionals.length === 0) throw new TypeError(`Name a file with messages.\n\n${sendHelp}`);
  return { help: false, host, port: Number(port), isTls: values.tls === true, files: positionals };
}

function parse(args: readonly string[]) {
  const options = { to: { type: 'string' }, tls: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const [what] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new TypeError(`${what ?? 'The options are wrong'}. --help lists the options.`, { cause });
  }
}
