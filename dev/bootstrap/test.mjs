import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { note } from './progress.mjs';
import { path, projectNode, root } from './project.mjs';
import { handOver } from './run.mjs';

const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** What the project's own Node is called with to run Jest. */
export const jestArguments = (args) => [...flags, path('node_modules/jest/bin/jest.js'), ...args];

/** All Jest projects, or what the arguments choose; at the end, what this machine could not run. */
export async function test(args) {
  const folder = await mkdtemp(join(tmpdir(), 'ilium-test-'));
  const absences = join(folder, 'not-registered');
  const env = { ...process.env, ILIUM_TEST_ABSENCES: absences };
  try {
    return await handOver(projectNode(), jestArguments(args), { cwd: root, env });
  } finally {
    const lines = new Set((await readFile(absences, 'utf8').catch(() => '')).split('\n').filter(Boolean));
    for (const line of lines) note(`not registered: ${line}`);
    await rm(folder, { recursive: true, force: true });
  }
}
