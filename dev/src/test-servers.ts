import { randomBytes } from 'node:crypto';
import { startServers, type Servers, type Step } from './servers.js';
import { dismissReaper } from './processes/reaper.js';
import { passingFolder, removePassingFolder } from './run-folder.js';
import type { Report } from './project.js';

/** The one broker and the one PostgreSQL of a test run, on free ports and in a folder that goes with the run. */
export async function startTestServers(report: Report, env: NodeJS.ProcessEnv): Promise<Servers> {
  const folder = await passingFolder('test');
  const step: Step = (_name, work) => work(report);
  const started = Date.now();
  const servers = await startServers({ folder, env, step, password: randomBytes(18).toString('base64url') });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  report(
    `Kafka (${servers.kafka.origin}) and PostgreSQL (${servers.postgres.origin}) for the tests are up after ${seconds} s`,
  );
  return {
    ...servers,
    stop: async () => {
      await servers.stop();
      await removePassingFolder(folder);
      await dismissReaper();
    },
  };
}
