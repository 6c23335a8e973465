import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FuzzedListener } from './fuzzed-listener.js';

/** What is asked of the listener's process; it answers each question with one message. */
type Question = 'fault' | 'memory';

/** The other side of `listenInChild`: answers the process that started this one, and ends with it. */
export async function serveParent(start: () => Promise<FuzzedListener>): Promise<void> {
  const listener = await start();
  const tell = (answer: string | number): void => void process.send?.(answer);
  const answers: Readonly<Record<Question, () => Promise<string | number>>> = {
    fault: async () => (await listener.fault()) ?? '',
    memory: () => listener.memory(),
  };
  process.on('message', (question) => {
    if (question === 'fault' || question === 'memory') void answers[question]().then(tell);
  });
  process.once('disconnect', () => void listener.close());
  tell(listener.port);
}

/**
 * The C library keeps what was freed for the next time, at most some tens of MiB; resident memory would show that, and not
 * what the listener holds (mallopt(3); libraries other than GNU's ignore it).
 */
const freedMemoryIsGivenBack = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '65536',
  MALLOC_MMAP_THRESHOLD_: '32768',
};

/** Starts a program that calls `serveParent`; what it takes of memory is the listener's, and its crash is not ours. */
export async function listenInChild(program: string, args: readonly string[]): Promise<FuzzedListener> {
  const child = fork(program, [...args], {
    execArgv: ['--max-semi-space-size=4'],
    env: { ...process.env, ...freedMemoryIsGivenBack },
  });
  const port = Number(await hear(child));
  const ask = async (question: Question): Promise<unknown> => {
    const answer = hear(child);
    if (child.connected) child.send(question);
    return answer;
  };
  return {
    port,
    fault: async () => String(await ask('fault')) || undefined,
    memory: async () => Number(await ask('memory')),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** The next message of the child. @throws Error where it ends before. */
async function hear(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const ended = (): Error => new Error(`the listener's process ended (${child.signalCode ?? child.exitCode})`);
  if (child.exitCode !== null || child.signalCode !== null) throw ended();
  try {
    return await Promise.race([
      once(child, 'message', { signal: over.signal }).then(([message]: unknown[]) => message),
      once(child, 'exit', { signal: over.signal }).then(() => Promise.reject(ended())),
    ]);
  } finally {
    over.abort();
  }
}
