import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../cause.js';
import { numbersOf, statusLine } from './figures.js';
import type { Ports } from './ports.js';
import { readFigures } from './snapshot.js';
import type { Terminal } from './terminal.js';

const LOOK_EVERY_MS = 1_000;

/** Keeps the status line up to date for ever; a service that does not answer for a moment is said, not fatal. */
export async function showStatus(ports: Ports, terminal: Terminal): Promise<never> {
  const started = Date.now();
  while (true) {
    const line = await readFigures(ports).then(
      (figures) => statusLine(numbersOf(figures), Date.now() - started),
      (thrown: unknown) => `status not known: ${messageOf(thrown)}`,
    );
    terminal.now(line);
    await pause(LOOK_EVERY_MS);
  }
}
