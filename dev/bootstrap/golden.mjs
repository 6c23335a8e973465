import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { note } from './progress.mjs';
import { path, projectNode, root } from './project.mjs';
import { handOver, run } from './run.mjs';
import { jestArguments } from './test.mjs';

const folder = path('libs/clinical/src/golden');
const spec = 'libs/clinical/src/golden/golden.spec.ts';
/** Writes the golden files anew and shows what changed; with `--check` it only shows, and fails where something would. */
export async function golden(args) {
  const place = await mkdtemp(join(tmpdir(), 'ilium-golden-'));
  const [before, after] = [join(place, 'before'), join(place, 'after')];
  try {
    await mkdir(before);
    await mkdir(after);
    const { code, output } = await run(projectNode(), jestArguments([spec, '--selectProjects', 'unit']), {
      cwd: root,
      env: { ...process.env, GOLDEN_INTO: after },
    });
    if (code !== 0) note(output);
    const changed = [...(await sortOut(before, after)), ...(await sortOutStale(before))];
    if (changed.length > 0) await show(place, changed);
    if (!args.includes('--check')) await replace(changed, after);
    note(changed.length === 0 ? '✓ Nothing has changed.' : `${changed.length} golden files differ.`);
    return code !== 0 || (args.includes('--check') && changed.length > 0) ? 1 : 0;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** Leaves only what differs, beside what is held of it. What could not be written anew stays as it is. */
async function sortOut(before, after) {
  const changed = [];
  for (const name of await readdir(after)) {
    const held = await readFile(join(folder, name)).catch(() => undefined);
    if (held?.equals(await readFile(join(after, name)))) {
      await rm(join(after, name));
      continue;
    }
    if (held) await writeFile(join(before, name), held);
    changed.push(name);
  }
  return changed;
}

/** Files that belong to no case any more. */
async function sortOutStale(before) {
  const names = await readdir(folder);
  const stale = names.filter(
    (name) => /\.(fhir|outcomes)\.json$/.test(name) && !names.includes(name.replace(/\.\w+\.json$/, '.event.json')),
  );
  for (const name of stale) await cp(join(folder, name), join(before, name));
  return stale;
}

/** A unified diff by Git, or the names alone where there is no Git. */
async function show(place, changed) {
  const diff = ['--no-pager', 'diff', '--no-index', '--no-prefix', '--stat', '--patch', 'before', 'after'];
  await handOver('git', diff, { cwd: place }).catch(() => note(changed.join('\n')));
}

async function replace(changed, after) {
  for (const name of changed) {
    await cp(join(after, name), join(folder, name)).catch((error) => {
      // Only what no case makes any more may go.
      if (error.code !== 'ENOENT') throw error;
      return rm(join(folder, name));
    });
  }
}
