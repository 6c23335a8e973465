import { randomBytes } from 'node:crypto';
import { lastDay } from '../../apps/hospital/dist/feed/last-day.js';
import { messageOf, StartError } from '../../dev/dist/cause.js';
import { dismissReaper } from '../../dev/dist/processes/reaper.js';
import { stopAll } from '../../dev/dist/processes/running.js';
import { passingFolder, removePassingFolder } from '../../dev/dist/run-folder.js';
import { startServers } from '../../dev/dist/servers.js';
import { stopRequested } from '../../dev/dist/start/stop-request.js';
import { measureAll } from './measure-all.js';
import { help, readOptions, type Options } from './options.js';
import { tell } from './report.js';

// With --json, standard output is for the result alone.
const note = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

process.exitCode = await main(process.argv.slice(2)).catch((thrown: unknown) => {
  const known = thrown instanceof StartError || !(thrown instanceof Error);
  note(`✗ ${known ? messageOf(thrown) : (thrown.stack ?? thrown.message)}`);
  return 1;
});
await stopAll();
await dismissReaper();
process.exit();

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const measured = await Promise.race([measure(options), stopRequested()]);
  process.stdout.write(`${options.json ? JSON.stringify(measured) : tell(measured)}\n`);
  return 0;
}

async function measure({ courses, ...asked }: Options) {
  const folder = await passingFolder('feed');
  const servers = await startServers({
    folder,
    env: process.env,
    password: randomBytes(18).toString('base64url'),
    step: async (name, work) => {
      const server = await work(() => undefined);
      note(`${name} (${server.origin}) is up`);
      return server;
    },
  });
  const measured = await measureAll({ servers, folder, courses, asOf: lastDay }, asked, note);
  await servers.stop();
  await removePassingFolder(folder);
  return measured;
}
