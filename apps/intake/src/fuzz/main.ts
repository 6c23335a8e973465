import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fuzz, replay, type FuzzProgress, type FuzzResult } from './fuzz-run.js';
import { startFuzzedListener, type FuzzedListener } from './fuzzed-listener.js';
import { hl7Target } from './hl7-target.js';
import { listenInChild, serveParent } from './listener-process.js';
import { help, readOptions, UsageError, type FuzzCommand } from './options.js';

/** `npm run fuzz`: hostile bytes for the door for HL7 v2, for as long as somebody likes. */

const target = hl7Target;
const mebibyte = 1_024 * 1_024;

/** This program with this argument is the listener that the fuzzer sends to. */
const asListener = '--as-listener';

async function run(command: FuzzCommand): Promise<number> {
  if (command.kind === 'help') {
    process.stdout.write(help);
    return 0;
  }
  const listener = await listenInChild(import.meta.filename, [asListener]);
  try {
    return await (command.kind === 'replay' ? sendAgain(listener, command.file) : sendNew(listener, command));
  } finally {
    await listener.close();
  }
}

async function sendAgain(listener: FuzzedListener, file: string): Promise<number> {
  const fault = await replay({ target, listener }, readFileSync(file));
  process.stdout.write(`${fault ?? 'Nothing went wrong.'}\n`);
  return fault === undefined ? 0 : 1;
}

async function sendNew(listener: FuzzedListener, { minutes, seed }: FuzzCommand & { kind: 'run' }): Promise<number> {
  const ends = Date.now() + minutes * 60_000;
  process.stderr.write(`Seed ${seed}, ${minutes} minutes\n`);
  const goesOn = (): boolean => Date.now() < ends && !isStopped;
  return tell(seed, await fuzz({ target, listener, seed, goesOn, onProgress: showProgress }));
}

let isStopped = false;
let shownAt = 0;

function showProgress({ trials, bytes, grown }: FuzzProgress): void {
  if (Date.now() - shownAt < 1_000) return;
  shownAt = Date.now();
  process.stderr.write(
    `${trials} streams, ${(bytes / mebibyte).toFixed(0)} MiB sent, memory ${(grown / mebibyte).toFixed(1)} MiB above its start\n`,
  );
}

function tell(seed: number, { trials, failure }: FuzzResult): number {
  if (failure === undefined) {
    process.stdout.write(`Nothing went wrong in ${trials} streams (seed ${seed}).\n`);
    return 0;
  }
  const file = resolve(`fuzz-${seed}-${failure.trial}.bin`);
  writeFileSync(file, Buffer.concat(failure.chunks));
  process.stdout.write(`Stream ${failure.trial} of seed ${seed}: ${failure.fault}.\nIts bytes: ${file}\n`);
  return 1;
}

process.once('SIGINT', () => (isStopped = true));
process.once('SIGTERM', () => (isStopped = true));

try {
  if (process.argv[2] === asListener) await serveParent(() => startFuzzedListener(target, true));
  else process.exitCode = await run(readOptions(process.argv.slice(2), Date.now()));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
