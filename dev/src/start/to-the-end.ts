import { messageOf, StartError } from '../cause.js';
import { dismissReaper } from '../processes/reaper.js';
import { stopAll } from '../processes/running.js';
import { assertDiskSpace } from './disk.js';
import { Steps } from './steps.js';
import { StopRequested, stopRequested } from './stop-request.js';
import type { Terminal } from './terminal.js';

/** What each kind of run is given. */
export interface RunContext {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  readonly steps: Steps;
  /** What is done at the end, whatever the end is; the last added is done first. */
  readonly atEnd: (work: () => Promise<unknown>) => void;
  /** Ends the run from outside its own flow. */
  readonly fail: (reason: Error) => void;
}

export interface End {
  readonly exitCode: number;
  readonly lastLine?: string;
}

export interface RunSettings {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** Whether Ctrl-C is the usual end of it. */
  readonly isEndless: boolean;
}

/** Does a run until it ends, fails or is asked to stop; whatever it is, all that was started is stopped again. */
export async function runToTheEnd(settings: RunSettings, run: (context: RunContext) => Promise<End>): Promise<End> {
  const { env, terminal } = settings;
  const endings: (() => Promise<unknown>)[] = [];
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  const atEnd = (work: () => Promise<unknown>): void => void endings.unshift(work);
  const context: RunContext = { env, terminal, steps: new Steps(terminal), atEnd, fail };
  const afterTheDisk = async (): Promise<End> => {
    await assertDiskSpace();
    return run(context);
  };
  try {
    return await Promise.race([afterTheDisk(), failed, stopRequested()]);
  } catch (thrown) {
    return endOf(thrown, settings);
  } finally {
    const stopping = Date.now();
    if (endings.length > 0) terminal.now('stopping …');
    terminal.settle();
    for (const work of endings) await work().catch((thrown: unknown) => terminal.line(`✗ ${messageOf(thrown)}`));
    // What was being started when the end came.
    await stopAll();
    await dismissReaper();
    if (endings.length > 0) terminal.line(`Everything has stopped (${((Date.now() - stopping) / 1000).toFixed(1)} s).`);
  }
}

function endOf(thrown: unknown, { isEndless, terminal }: RunSettings): End {
  if (thrown instanceof StopRequested) {
    return { exitCode: thrown.message === 'SIGINT' && isEndless ? 0 : thrown.exitCode };
  }
  for (const each of thrown instanceof AggregateError ? thrown.errors : [thrown]) {
    const expected = each instanceof StartError || !(each instanceof Error);
    terminal.line(`✗ ${expected ? messageOf(each) : (each.stack ?? each.message)}`);
  }
  return { exitCode: 1 };
}

/** Ends this process. What was under way when the end came must not hold it; what was written must have left it. */
export async function exitWith(exitCode: number): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit(exitCode);
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
