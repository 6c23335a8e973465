import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SiteError } from './faults.js';
import { readPolicy } from './policy-file.js';
import { readSiteFile, siteOf, type Site } from './site.js';
import type { SourceFile } from './yaml-file.js';

/** Reads a site file and the policies that it names. Throws a `SiteError` that says what is wrong with them, and where. */
export function loadSite(path: string): Site {
  const file = readSiteFile(read(path));
  const policies = file.policies.map((policy) => readPolicy(read(resolve(dirname(path), policy))));
  return siteOf(file, policies);
}

function read(path: string): SourceFile {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    throw new SiteError([`${path} can't be read (${why}); name a file that is there`], { cause: error });
  }
}
