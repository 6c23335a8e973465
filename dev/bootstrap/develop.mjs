import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { note } from './progress.mjs';
import { path, projectNode, root } from './project.mjs';
import { handOver } from './run.mjs';

/** The system, with the compiler watching the sources and each service starting again when its program changes. */
export async function develop(args) {
  const tsc = [path('node_modules/typescript/bin/tsc'), '-b', '--watch', '--preserveWatchOutput'];
  const compiler = spawn(projectNode(), tsc, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: compiler.stdout }).on('line', (line) => {
    if (line.includes('error TS')) note(line);
  });
  try {
    return await handOver(projectNode(), [path('dev/dist/start/main.js'), '--watch', ...args], { cwd: root });
  } finally {
    compiler.kill();
  }
}
