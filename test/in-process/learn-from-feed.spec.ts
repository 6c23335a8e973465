import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from '../../apps/hospital/src/feed/generate.js';
import { batchOf } from '../../apps/hospital/src/hl7/batch.js';
import { runLearn } from '../../apps/intake/src/learn/learn-command.js';
import { projectRoot } from '../../dev/src/project.js';

/** `npm run site -- learn` on the batch that `npm run hospital -- --hl7` prints. */

const site = join(projectRoot, 'config', 'sites', 'riverside.yaml');
const feed = { seed: 1, courses: 60 };

let folder: string;
let batch: string;
let sent: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ilium-learn-feed-'));
  batch = join(folder, 'batch.hl7');
  const text = [...batchOf(generate(feed))].join('');
  sent = text.split('\n');
  writeFileSync(batch, text);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function learn(...options: readonly string[]): Promise<string> {
  let said = '';
  const print = (text: string) => (said += `${text}\n`);
  expect(await runLearn([...options, '--site', site, batch], { print, progress: { write: () => true } })).toBe(0);
  return said;
}

describe('what the simulated hospital sends', () => {
  it('is read whole, and nothing of it waits for a meaning', async () => {
    const learned: unknown = JSON.parse(await learn('--json'));
    const count = [...generate(feed)].length;
    expect(learned).toMatchObject({ site: 'riverside', messages: count });
    expect(JSON.stringify(learned)).not.toMatch(/UNMAPPED|refused|no-patient/);
  });

  it('leaves nothing of its patients in what is shown', async () => {
    const fields = sent.flatMap((line) => line.split(/[|^~&]/));
    const numbers = new Set(fields.filter((text) => /^(?=.*\d)[A-Z0-9-]{11,}$/.test(text)));
    expect(numbers.size).toBeGreaterThan(1_000);
    for (const said of [await learn('--all'), await learn('--json'), await learn('--yaml')]) {
      const words = new Set(said.split(/[\s"',:]+/));
      expect([...numbers].filter((number) => words.has(number))).toEqual([]);
    }
  });

  it('has repeats of messages, which are counted once', async () => {
    const repeats = [...generate(feed)].filter(({ isRepeat }) => isRepeat).length;
    expect(repeats).toBeGreaterThan(0);
    expect(await learn()).toContain(`${repeats}  again from the same sender, same bytes: counted once`);
  });
});
