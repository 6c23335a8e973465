import { join } from 'node:path';
import { messageOf, StartError } from '../cause.js';
import { ManagedProcess } from '../processes/managed-process.js';
import { projectRoot, type Report, type RunFolder } from '../project.js';
import { until } from '../until.js';
import { environmentOf, type Service, type ServiceName, type Surroundings } from './services.js';

const READY_MS = 60_000;
const STOP_MS = 20_000;
const READY = 'ready';
/** As in the images (docs/adr/0032-memory-of-a-service.md). */
const NODE_OPTIONS = '--max-semi-space-size=16';

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
  /** Variables that this run of it has otherwise. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly watch: boolean;
  /** Told as soon as there is a process, which may be long before it is ready. */
  readonly onSpawn?: (child: ManagedProcess) => void;
  /** Told what it waits for. */
  readonly report?: Report;
}

/** Starts a service and waits until it says where it listens. */
export async function startService(service: Service, options: StartService): Promise<RunningService> {
  const program = join(projectRoot, 'apps', service.name, 'dist', 'main.js');
  const child = await ManagedProcess.start({
    name: service.name,
    command: process.execPath,
    args: [...(options.watch ? ['--watch', '--watch-preserve-output'] : []), '--enable-source-maps', program],
    cwd: projectRoot,
    env: { NODE_OPTIONS, ...environmentOf(service, options.around, options.env, options.settings) },
    logFile: join(options.folder.logs, `${service.name}.log`),
    stopSignal: 'SIGTERM',
    graceMs: STOP_MS,
  });
  options.onSpawn?.(child);
  try {
    const url = await child.waitForLine(readListening, READY_MS);
    await untilReady(url, child, options.report);
    return { name: service.name, url, process: child };
  } catch (cause) {
    const failure = child.running ? messageOf(cause) : tellFailure(child);
    await child.stop();
    throw new StartError(failure, { cause });
  }
}

/** Listening is not all: a service that consumes has joined its group when it says that it is ready. */
async function untilReady(url: string, child: ManagedProcess, report: Report = () => undefined): Promise<void> {
  const look = async (): Promise<string> => {
    if (!child.running) return READY;
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const seen = response.ok ? READY : failingChecks(await response.text());
    report(response.ok ? '' : `waits for ${seen}`);
    return seen;
  };
  await until(`${child.spec.name} to be ready`, look, { accept: (seen) => seen === READY, timeoutMs: READY_MS });
  if (!child.running) throw new StartError(tellFailure(child));
}

/** The names of the checks that are down, in the answer of `/health/ready`. */
export function failingChecks(body: string): string {
  const checks = readEntry(body)?.['checks'];
  if (typeof checks !== 'object' || checks === null) return 'its health';
  const down = Object.entries(checks).filter(([, check]: [string, unknown]) => statusOf(check) !== 'up');
  return down.map(([name]) => name).join(', ');
}

function statusOf(check: unknown): unknown {
  return typeof check === 'object' && check !== null && 'status' in check ? check.status : undefined;
}

/** One message for a service that has ended or does not come up: what it said last, and where the rest is. */
export function tellFailure({ ending = 'it runs', lastLines, spec }: ManagedProcess): string {
  const end = ending.startsWith('SIG') ? `was ended from outside (${ending})` : `has stopped (${ending})`;
  const said = ending.startsWith('SIG') ? '' : `: ${lastMessage(lastLines)}`;
  return `${spec.name} ${end}${said}\n    Its log: ${spec.logFile}`;
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
