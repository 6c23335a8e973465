import { join } from 'node:path';
import { run } from '../processes/run.js';

const OLDEST_JAVA = 17;

/** The local Java, when there is one that Kafka runs on. */
export interface Java {
  readonly command: string;
  readonly version: string;
}

/** What is there instead, in words for a message. */
export interface NoJava {
  readonly command: null;
  readonly found: string;
}

/** Looks at `JAVA_HOME` first, then on the path. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<Java | NoJava> {
  const home = env['JAVA_HOME'];
  const commands = home ? [join(home, 'bin', 'java'), 'java'] : ['java'];
  let found = 'no Java';
  for (const command of commands) {
    const { code, output } = await run(command, ['-version']);
    const version = code === 0 ? readJavaVersion(output) : undefined;
    if (version === undefined) continue;
    if (majorOf(version) >= OLDEST_JAVA) return { command, version };
    found = `Java ${version}, which is older than ${OLDEST_JAVA}`;
  }
  return { command: null, found };
}

/** The version in the answer to `java -version`. */
export function readJavaVersion(output: string): string | undefined {
  return /version "([^"]+)"/.exec(output)?.[1];
}

/** 17 of "17.0.15", 8 of "1.8.0_392". */
export function majorOf(version: string): number {
  const [first, second] = version.split(/[^0-9]+/);
  return Number(first === '1' ? second : first);
}
