import { existsSync } from 'node:fs';
import { note } from './progress.mjs';
import { path, projectNode, root, seconds } from './project.mjs';
import { run } from './run.mjs';

const bin = (file) => path('node_modules', file);

/** Each with its program; `after` waits for another one's result (bench imports what dev compiles to). */
const checks = [
  { name: 'compile', args: [bin('typescript/bin/tsc'), '-b'] },
  { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--deny-warnings'] },
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  {
    name: 'import rules',
    args: [
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'],
      ...['apps', 'libs', 'dev', 'bench', 'test'].filter((folder) => existsSync(path(folder))),
    ],
    after: 'compile',
  },
  { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress'], after: 'compile' },
  { name: 'types of the tests', args: [bin('typescript/bin/tsc'), '-p', 'tsconfig.spec.json'], after: 'compile' },
  {
    name: 'types of the page',
    args: [bin('typescript/bin/tsc'), '-p', 'apps/web', '--noEmit'],
    where: 'apps/web/tsconfig.json',
  },
  { name: 'container files', args: ['dev/dist/containers/check.js'], after: 'compile' },
  { name: 'generated documents', args: ['libs/contracts/dist/generate.js', '--check'], after: 'compile' },
];

/** Everything that can be said without running a test; two at a time, the longest first. */
export async function check() {
  const started = Date.now();
  const results = new Map();
  const queue = checks.filter(({ where }) => where === undefined || existsSync(path(where)));
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (next.after) await results.get(next.after);
      const result = perform(next);
      results.set(next.name, result);
      await result;
    }
  };
  await Promise.all([worker(), worker()]);
  const failed = [];
  for (const [name, result] of results) if (!(await result)) failed.push(name);
  if (failed.length > 0) note(`\n✗ Not in order: ${failed.join(', ')} (${seconds(started)})`);
  else note(`\n✓ All in order (${seconds(started)})`);
  return failed.length > 0 ? 1 : 0;
}

async function perform({ name, args }) {
  const started = Date.now();
  const { code, output } = await run(projectNode(), args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  note(`${code === 0 ? '✓' : '✗'} ${name}, ${seconds(started)}`);
  if (code !== 0) note(output.replace(/^/gm, '    '));
  return code === 0;
}
