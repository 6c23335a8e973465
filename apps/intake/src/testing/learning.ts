import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runLearn } from '../learn/learn-command.js';

/** `npm run site -- learn` in a folder of its own, for tests. */
export class Learning {
  readonly folder = mkdtempSync(join(tmpdir(), 'ilium-learn-'));
  /** A site file that says nothing yet. */
  readonly empty = this.file('empty.yaml', 'name: hilltop\n');

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  async learn(args: readonly string[], now?: () => number) {
    let [said, progress] = ['', ''];
    const code = await runLearn(args, {
      print: (text) => (said += `${text}\n`),
      progress: { write: (text) => (progress += text) },
      ...(now && { now }),
    });
    return { code, said, progress };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

const root = resolve(import.meta.dirname, '../../../..');
const names = 'dft-p03 adt-a08 adt-a40 adt-a45 bar-p01 ras-o17 oru-r01 oru-r01-before orm-o01 siu-s12 mdm-t02';

export const hilltopFiles = names.split(' ').map((name) => join(root, `examples/hl7/hilltop-${name}.hl7`));
