import { join } from 'node:path';
import { messageOf, StartError } from '../cause.js';
import { ManagedProcess } from '../processes/managed-process.js';
import { projectRoot, type RunFolder } from '../project.js';
import { until } from '../until.js';
import { environmentOf, type Service, type ServiceName, type Surroundings } from './services.js';

const READY_MS = 60_000;
const STOP_MS = 20_000;
const READY = 'ready';

/** A service that listens. */
export interface RunningService {
  readonly name: ServiceName;
  readonly url: string;
  readonly process: ManagedProcess;
}

export interface StartService {
  readonly folder: RunFolder;
  readonly around: Surroundings;
  readonly env: NodeJS.ProcessEnv;
  readonly watch: boolean;
  /** Told as soon as there is a process, which may be long before it is ready. */
  readonly onSpawn?: (child: ManagedProcess) => void;
}

/** Starts a service and waits until it says where it listens. */
export async function startService(service: Service, options: StartService): Promise<RunningService> {
  const program = join(projectRoot, 'apps', service.name, 'dist', 'main.js');
  const child = await ManagedProcess.start({
    name: service.name,
    command: process.execPath,
    args: [...(options.watch ? ['--watch', '--watch-preserve-output'] : []), '--enable-source-maps', program],
    cwd: projectRoot,
    env: environmentOf(service, options.around, options.env),
    logFile: join(options.folder.logs, `${service.name}.log`),
    stopSignal: 'SIGTERM',
    graceMs: STOP_MS,
  });
  options.onSpawn?.(child);
  try {
    const url = await child.waitForLine(readListening, READY_MS);
    await untilReady(url, child);
    return { name: service.name, url, process: child };
  } catch (cause) {
    const failure = child.running ? messageOf(cause) : tellFailure(child);
    await child.stop();
    throw new StartError(failure, { cause });
  }
}

/** Listening is not all: a service that consumes has joined its group when it says that it is ready. */
async function untilReady(url: string, child: ManagedProcess): Promise<void> {
  const look = async (): Promise<string> => {
    if (!child.running) return READY;
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? READY : await response.text();
  };
  await until(`${child.spec.name} to be ready`, look, { accept: (seen) => seen === READY, timeoutMs: READY_MS });
  if (!child.running) throw new StartError(tellFailure(child));
}

/** One message for a service that has ended or does not come up: what it said last, and where the rest is. */
export function tellFailure(child: ManagedProcess): string {
  const { ending = 'it runs', lastLines, spec } = child;
  return `${spec.name} has stopped (${ending}): ${lastMessage(lastLines)}\n    Its log: ${spec.logFile}`;
}

/** The address in a service's line "listening". */
export function readListening(line: string): string | undefined {
  const entry = readEntry(line);
  return entry?.['msg'] === 'listening' && typeof entry['url'] === 'string' ? entry['url'] : undefined;
}

/** Of a log's last lines what tells most: the last fatal or error entry, else what was not written by the logger, else the last entry. */
export function lastMessage(lines: readonly string[]): string {
  const entries = lines.map((line) => ({ line, entry: readEntry(line) }));
  const grave = entries.findLast(({ entry }) => isGrave(entry?.['level']));
  if (grave?.entry) return tell(grave.entry);
  const plain = entries.filter(({ line, entry }) => entry === undefined && line.trim() !== '').map(({ line }) => line);
  if (plain.length > 0) return plain.slice(-6).join('\n    ');
  const last = entries.at(-1)?.entry;
  return last ? tell(last) : 'it said nothing';
}

function tell(entry: Record<string, unknown>): string {
  const error = entry['error'] ?? entry['err'];
  const detail = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return [entry['msg'], detail].filter((part) => typeof part === 'string').join(': ');
}

/** pino's levels are numbers or names, as the service's logger has them. */
function isGrave(level: unknown): boolean {
  return level === 'error' || level === 'fatal' || (typeof level === 'number' && level >= 50);
}

function readEntry(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
