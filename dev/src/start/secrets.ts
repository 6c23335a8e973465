import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../cause.js';
import type { RunFolder } from '../project.js';

const first = ['postgres', 'mapper', 'fhir_sync', 'analytics', 'console', 'idKey'] as const;
/** Not in the files of earlier versions: made when they are needed first. */
const later = ['intake', 'bodyKey'] as const;
const names = [...first, ...later] as const;

/** Passwords of PostgreSQL's roles, the key that resource ids are made with, and the one that messages are sealed with. */
export type Secrets = Readonly<Record<(typeof names)[number], string>>;

/** Random at the first start and kept with the data: another key would give every record another id. */
export async function keptSecrets(folder: RunFolder): Promise<Secrets> {
  const file = join(folder.data, 'secrets.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const known = kept === undefined ? {} : readSecrets(kept, file);
  const made = Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('base64url')]));
  const secrets = { ...made, ...known };
  if (names.some((name) => !(name in known))) {
    await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  }
  return secrets as Secrets;
}

function readSecrets(text: string, file: string): object {
  const kept: unknown = parse(text);
  const complete =
    typeof kept === 'object' &&
    kept !== null &&
    first.every((name) => name in kept && typeof Reflect.get(kept, name) === 'string');
  if (complete) return kept;
  throw new StartError(`${file} is damaged, and the data can't be used without it. Start anew: npm start -- --fresh`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
