import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SiteError, type Fault, type PlacedFault } from './faults.js';
import { fromFolder } from './incoming/from-folder.js';
import { readPolicy } from './policy-file.js';
import { readSiteFile, siteOf, type Site } from './site.js';
import type { SourceFile } from './yaml-file.js';

/** A site, and where in its file something stands that is said of it. */
export interface OpenedSite {
  readonly site: Site;
  readonly placed: (faults: readonly Fault[]) => readonly PlacedFault[];
}

/** Reads a site file and the policies that it names. Throws a `SiteError` that says what is wrong with them, and where. */
export function loadSite(path: string): Site {
  return openSite(path).site;
}

/** The same, for what has more to say of the file. Names of files in it are seen from its own folder. */
export function openSite(path: string): OpenedSite {
  const { content, placed } = readSiteFile(read(path));
  const folder = dirname(resolve(path));
  const policies = content.policies.map((policy) => readPolicy(read(resolve(dirname(path), policy))));
  const site = siteOf(content, policies);
  return { site: { ...site, incoming: fromFolder(site.incoming, folder) }, placed };
}

function read(path: string): SourceFile {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    throw new SiteError([{ file: path, message: `can't be read (${why}); name a file that is there` }], {
      cause: error,
    });
  }
}
