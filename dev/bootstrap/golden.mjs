import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { note } from './progress.mjs';
import { path, projectNode, root } from './project.mjs';
import { handOver, run } from './run.mjs';
import { jestArguments } from './test.mjs';

const folder = path('libs/clinical/src/golden');
const spec = 'libs/clinical/src/golden/golden.spec.ts';
const isOutput = (name) => /\.(fhir|outcomes)\.json$/.test(name);

/** Writes the golden files anew and shows what changed; with `--check` it only shows, and fails where something would. */
export async function golden(args) {
  const place = await mkdtemp(join(tmpdir(), 'ilium-golden-'));
  const [before, after] = [join(place, 'before'), join(place, 'after')];
  try {
    await mkdir(before);
    await mkdir(after);
    for (const name of (await readdir(folder)).filter(isOutput)) await cp(join(folder, name), join(before, name));
    const { code, output } = await run(projectNode(), jestArguments([spec, '--selectProjects', 'unit']), {
      cwd: root,
      env: { ...process.env, GOLDEN_INTO: after },
    });
    if (code !== 0) note(output);
    const changed = await changesBetween(before, after);
    if (changed.length > 0) await show(place, changed);
    if (!args.includes('--check')) await replace(changed, after);
    note(changed.length === 0 ? '✓ Nothing has changed.' : `${changed.length} golden files differ.`);
    return code !== 0 || (args.includes('--check') && changed.length > 0) ? 1 : 0;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function changesBetween(before, after) {
  const names = [...new Set([...(await readdir(before)), ...(await readdir(after))])].sort();
  const changed = [];
  for (const name of names) {
    const [old, now] = await Promise.all(
      [before, after].map((one) => readFile(join(one, name)).catch(() => undefined)),
    );
    if (old === undefined || now === undefined || !old.equals(now)) changed.push(name);
  }
  return changed;
}

/** A unified diff by Git, or the names alone where there is no Git. */
async function show(place, changed) {
  const diff = ['--no-pager', 'diff', '--no-index', '--no-prefix', '--stat', '--patch', 'before', 'after'];
  await handOver('git', diff, { cwd: place }).catch(() => note(changed.join('\n')));
}

async function replace(changed, after) {
  for (const name of changed) {
    await cp(join(after, name), join(folder, name)).catch(() => rm(join(folder, name), { force: true }));
  }
}
