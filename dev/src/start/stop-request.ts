import { killAll } from '../processes/running.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_WATCH_MS = 500;

/** Thrown where a run is cut short because somebody asked for it. */
export class StopRequested extends Error {
  override readonly name = 'StopRequested';
  readonly exitCode: number;

  constructor(reason: string, exitCode: number) {
    super(reason);
    this.exitCode = exitCode;
  }
}

/**
 * Fails with the first request to stop: a signal, or the end of the command that started this process. A second Ctrl-C
 * does not wait any longer.
 */
export function stopRequested(): Promise<never> {
  return new Promise((_resolve, reject) => {
    let asked = false;
    const ask = (reason: string, exitCode: number): void => {
      if (asked && reason === 'SIGINT') {
        killAll();
        process.exit(exitCode);
      }
      asked = true;
      reject(new StopRequested(reason, exitCode));
    };
    // By convention 128 + the signal's number.
    const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
    for (const signal of SIGNALS) process.on(signal, () => ask(signal, codes[signal]));
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent) ask('the end of npm', 143);
    }, PARENT_WATCH_MS).unref();
  });
}
