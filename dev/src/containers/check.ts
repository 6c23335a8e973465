import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project.js';
import { composeFaults } from './compose-faults.js';
import { dockerfileFaults } from './dockerfile-faults.js';

/** Part of `npm run check`: what can be said about the container files without a Docker engine. */
const read = (name: string) => readFile(join(projectRoot, name), 'utf8');
const [compose, dockerfile, variables, apps] = await Promise.all([
  read('docker-compose.yml'),
  read('Dockerfile'),
  read('.env.example'),
  readdir(join(projectRoot, 'apps')),
]);
const faults = [
  ...composeFaults({ compose, dockerfile, variables, apps }).map((fault) => `docker-compose.yml: ${fault}`),
  ...dockerfileFaults(dockerfile).map((fault) => `Dockerfile: ${fault}`),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
