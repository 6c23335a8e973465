import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..');

export const path = (...parts) => resolve(root, ...parts);

/** A failure whose message is all that there is to say: no stack. */
export class BootstrapError extends Error {}

/** The project's own Node, whatever Node began. */
export function projectNode() {
  const node = path('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(node)) return node;
  throw new BootstrapError(
    "The project's own Node (npm package `node`) is not there: npm ran without install scripts. Run `npm ci --ignore-scripts=false`.",
  );
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
