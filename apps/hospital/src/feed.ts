import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { topicName } from '@ilium/contracts';
import { openProducer } from '@ilium/messaging';
import { ConfigurationError, describeError } from '@ilium/observability';
import { readFeedFileConfig } from './config.js';
import { sendLines, type Count } from './feed-file/send-lines.js';

/** `npm run feed -- FILE.ndjson`: somebody's own events into the running system. */

const help = `Usage: npm run feed -- FILE.ndjson…     ( - is standard input)

Sends procedure events into the running system (npm start), one CloudEvent of JSON a line; docs/events.md describes them.
What the system could not read is refused here, each line with its number, the reason and the place in it.

Exit code: 0 when every line was sent, 1 when any was refused or could not be sent, 2 when the command is wrong.
Environment: KAFKA_BROKERS, TOPIC_PREFIX; as the running system has them when they are not set.
`;

const progressEveryMs = 1_000;
let toldAt = Date.now();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.length === 0) {
    process.stderr.write(`Name the file to send.\n\n${help}`);
    return 2;
  }
  const { KAFKA_BROKERS: brokers, TOPIC_PREFIX } = readFeedFileConfig();
  const producer = await openProducer({ brokers, clientId: 'feed' });
  try {
    let isComplete = true;
    for (const file of positionals) {
      const count = await sendFile(file, (records) =>
        producer.send(topicName(TOPIC_PREFIX, 'procedure-events'), records),
      );
      isComplete &&= count.refused === 0;
    }
    return isComplete ? 0 : 1;
  } finally {
    await producer.close();
  }
}

async function sendFile(file: string, send: Parameters<typeof sendLines>[1]['send']): Promise<Count> {
  const stream: AsyncIterable<Buffer> = file === '-' ? process.stdin : createReadStream(file);
  const count = await sendLines(stream, {
    send,
    onRefused: (number, reason) => process.stderr.write(`${file}:${number}: refused: ${reason}\n`),
    onProgress: (progress) => {
      if (Date.now() - toldAt < progressEveryMs) return;
      toldAt = Date.now();
      tell(file, progress);
    },
  });
  tell(file, count);
  return count;
}

function tell(file: string, { lines, sent, refused }: Count): void {
  process.stderr.write(`${file}: ${lines} events read, ${sent} sent, ${refused} refused\n`);
}

/** What went wrong, in words that name a remedy. */
function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return `${error.message}\nOr start the system first: npm start`;
  if (error instanceof Error && 'code' in error && 'path' in error) {
    return `The file can't be read (${String(error.code)}). Name a file that exists.`;
  }
  if (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return 'The options are wrong; npm run feed -- --help lists them.';
  }
  const { name, message } = describeError(error);
  return `Kafka did not take the events (${name}: ${message}). Is the system running? Start it with npm start.`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
