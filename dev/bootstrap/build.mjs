import { readdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { note, progress } from './progress.mjs';
import { BootstrapError, path, projectNode, root, seconds } from './project.mjs';
import { run } from './run.mjs';

/** Compiles what has changed: tsc itself knows. Says so only when there was something to do. */
export async function compile() {
  const started = Date.now();
  const built = [];
  const { code, output } = await run(projectNode(), [path('node_modules/typescript/bin/tsc'), '-b', '--verbose'], {
    cwd: root,
    onLine: (line) => {
      const file = /Building project '(.*)[/\\]tsconfig\.json'/.exec(line)?.[1];
      const project = file && relative(root, file);
      if (project === undefined) return;
      built.push(project);
      progress(`compiling ${project}, ${seconds(started)}`);
    },
  });
  if (code !== 0) throw new BootstrapError(`The sources don't compile:\n${errorsOf(output)}`);
  if (built.length > 0) note(`✓ ${built.length} packages compiled, ${seconds(started)}`);
}

function errorsOf(output) {
  return output
    .split('\n')
    .filter((line) => !/^\[?\d|^$|Projects in this build|^\s+\* /.test(line))
    .join('\n');
}

/** Builds the web page when a source of it is newer than the page. */
export async function buildPage() {
  const page = path('apps/web/dist/index.html');
  if (!existsSync(path('apps/web/index.html'))) return;
  if (existsSync(page) && (await stat(page)).mtimeMs > (await newestSource())) return;
  const started = Date.now();
  progress('building the web page');
  const { code, output } = await run(projectNode(), [path('node_modules/vite/bin/vite.js'), 'build'], {
    cwd: path('apps/web'),
  });
  if (code !== 0) throw new BootstrapError(`The web page can't be built:\n${output}`);
  note(`✓ web page built, ${seconds(started)}`);
}

async function newestSource() {
  const files = (await readdir(path('apps/web'), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path('apps/web', entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !/[/\\](dist|node_modules)[/\\]/.test(file.slice(root.length)));
  const times = await Promise.all(
    [...files, path('package-lock.json')].map(async (file) => (await stat(file)).mtimeMs),
  );
  return Math.max(...times);
}
