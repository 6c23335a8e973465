/** What a floor is told by the process that starts it. */
export interface FloorTask {
  readonly brokers: string[];
  readonly databaseUrl: string;
  /** Topic to read from its start, and topic to write to. */
  readonly from: string;
  readonly to: string;
  /** Ends after so many messages. */
  readonly messages: number;
}

export function readTask(): FloorTask {
  const task = process.argv[2];
  if (task === undefined) throw new Error('A floor is started by `npm run bench`, which tells it what to do.');
  return JSON.parse(task) as FloorTask;
}

/** Counts messages from the first one on, and reports the rate when the last one is dealt with. */
export class Meter {
  readonly #wanted: number;
  #since = 0;
  #done = 0;

  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  begin(): void {
    if (this.#since === 0) this.#since = performance.now();
  }

  /** True when that was the last one. */
  add(messages: number): boolean {
    this.#done += messages;
    return this.#done >= this.#wanted;
  }

  /** One line that the parent reads. */
  report(): void {
    const seconds = (performance.now() - this.#since) / 1000;
    process.stdout.write(`${JSON.stringify({ messagesPerSecond: this.#done / seconds })}\n`);
  }
}
