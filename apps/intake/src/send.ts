import { ExplainedError } from '@ilium/observability';
import { sendMessages } from './send/send-messages.js';
import { readSendOptions, sendHelp } from './send/send-options.js';

/** `npm run -s send -- FILE…`: HL7 v2 messages to a listener, to try it out. */

try {
  const options = readSendOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(sendHelp);
  else {
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    process.exitCode = (await sendMessages({ ...options, input: process.stdin, print })) ? 0 : 1;
  }
} catch (error) {
  const isSaid = error instanceof TypeError || error instanceof ExplainedError;
  const isFile = error instanceof Error && 'path' in error && 'code' in error;
  if (!isSaid && !isFile) throw error;
  process.stderr.write(
    isFile ? `${String(error.path)} can't be read (${String(error.code)}).\n` : `${error.message}\n`,
  );
  process.exitCode = error instanceof TypeError || isFile ? 2 : 1;
}
