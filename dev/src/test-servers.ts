import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startKafka } from './local-kafka.js';
import { dataFolderOf, startPostgres } from './local-postgres.js';
import { elsewhereFolder, findHome } from './postgres/home.js';
import { reapFolder } from './processes/reaper.js';
import { localFolder, type Report } from './project.js';

/** The one broker and the one PostgreSQL of a test run. */
export interface TestServers {
  readonly brokers: string;
  readonly adminUrl: string;
  stop(): Promise<void>;
}

/** Starts both, side by side, on free ports and in a folder that goes with the run. */
export async function startTestServers(report: Report, env: NodeJS.ProcessEnv): Promise<TestServers> {
  await removeAbandoned();
  const folder = join(localFolder, 'runs', `test-${process.pid}`);
  await mkdir(join(folder, 'logs'), { recursive: true });
  reapFolder(folder);
  const home = await findHome();
  if (home.elsewhere !== undefined) reapFolder(join(dataFolderOf(folder, home), '..'));

  const started = Date.now();
  const [kafka, postgres] = await Promise.allSettled([
    startKafka({ folder, report, env }),
    startPostgres({ folder, report, env, password: randomBytes(18).toString('base64url') }),
  ]);
  if (kafka.status === 'rejected' || postgres.status === 'rejected') {
    await Promise.all([kafka, postgres].map((each) => (each.status === 'fulfilled' ? each.value.stop() : undefined)));
    throw kafka.status === 'rejected' ? kafka.reason : postgres.status === 'rejected' ? postgres.reason : undefined;
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  report(
    `Kafka (${kafka.value.origin}) and PostgreSQL (${postgres.value.origin}) for the tests are up after ${seconds} s`,
  );
  return {
    brokers: kafka.value.brokers,
    adminUrl: postgres.value.adminUrl,
    stop: async () => {
      await Promise.all([kafka.value.stop(), postgres.value.stop()]);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Folders of runs that ended with the machine itself. */
async function removeAbandoned(): Promise<void> {
  for (const place of [join(localFolder, 'runs'), elsewhereFolder]) {
    if (!existsSync(place)) continue;
    for (const name of await readdir(place)) {
      const pid = /^(?:test|feed)-(\d+)$/.exec(name)?.[1];
      if (pid !== undefined && !isRunning(Number(pid))) await rm(join(place, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
