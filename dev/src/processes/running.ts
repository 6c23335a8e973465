/** What this process has started and what still runs, oldest first. */
const running = new Set<Stoppable>();

interface Stoppable {
  stop(): Promise<unknown>;
  kill(): unknown;
}

/** Adds to the list; returns how to take it off again. */
export function enlist(process: Stoppable): () => void {
  running.add(process);
  return () => running.delete(process);
}

/** Stops what still runs, newest first. */
export async function stopAll(): Promise<void> {
  for (const process of [...running].reverse()) await process.stop();
}

/** Kills what still runs. */
export function killAll(): void {
  for (const process of running) process.kill();
}
