import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../project.js';

/** From the root of the project. */
export interface DocumentFile {
  readonly path: string;
  readonly text: string;
}

/** As `npm run format` would leave it. */
export async function formatted(path: string, text: string): Promise<DocumentFile> {
  const filepath = join(projectRoot, path);
  return { path, text: await format(text, { ...(await resolveConfig(filepath)), filepath }) };
}
