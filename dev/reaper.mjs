// Outlives whoever started it, and cleans up after it. Standard input is its only tie: when that closes, what is still
// on the list is stopped, newest first, and the folders on the list are removed. Thus even a starter that was killed
// leaves no process behind. Lines: `+ <pid> <signal>`, `- <pid>`, `~ <folder>`.
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 8_000;
const running = new Map();
const folders = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const verbs = {
  '+': (rest) => {
    const [pid, signal] = rest.split(' ');
    running.set(Number(pid), signal);
  },
  '-': (rest) => running.delete(Number(rest)),
  '~': (rest) => folders.add(rest),
};

for await (const line of createInterface({ input: process.stdin })) verbs[line[0]]?.(line.slice(2));

for (const [pid, signal] of [...running].reverse()) await end(pid, signal);
for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });

async function end(pid, signal) {
  if (!send(pid, signal)) return;
  const deadline = Date.now() + GRACE_MS;
  while (send(pid, 0) && Date.now() < deadline) await pause(50);
  send(pid, 'SIGKILL');
}

function send(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
