import { accessSync, constants, statSync } from 'node:fs';
import { ExplainedError } from '@ilium/observability';
import type { Listener, Site, SiteWarning } from '@ilium/site';
import { readTlsFiles } from '../mllp/tls-files.js';

/** What a site file needs around it: files, folders and variables. They may be there on another machine than this one. */
export function surroundingWarnings(
  { incoming: { listeners, files, fhir } }: Site,
  variable: (name: string) => string | undefined,
): readonly SiteWarning[] {
  return [
    ...listeners.flatMap((listener, index) => tlsWarnings(listener, ['listeners', index, 'tls'])),
    ...files.watch.flatMap(({ folder }, index) => folderWarnings(folder, ['files', 'watch', index, 'folder'])),
    ...fhir.sources.flatMap(({ tokenVariable, subscription }, index) =>
      [
        { name: tokenVariable, path: ['fhir', 'sources', index, 'tokenVariable'] },
        { name: subscription?.tokenVariable, path: ['fhir', 'sources', index, 'subscription', 'tokenVariable'] },
      ].flatMap(({ name, path }) => tokenHints(name, path, variable)),
    ),
  ];
}

type Path = SiteWarning['path'];

function tlsWarnings({ name, tls }: Listener, path: Path): readonly SiteWarning[] {
  if (tls === undefined) return [];
  try {
    // The file names are whole already.
    readTlsFiles(name, tls, '/');
    return [];
  } catch (error) {
    if (!(error instanceof ExplainedError)) throw error;
    return [{ level: 'warning', path, message: error.message }];
  }
}

function folderWarnings(folder: string, path: Path): readonly SiteWarning[] {
  const warn = (message: string): SiteWarning[] => [{ level: 'warning', path, message }];
  try {
    if (!statSync(folder).isDirectory()) return warn(`${folder} is no folder`);
    accessSync(folder, constants.R_OK | constants.W_OK);
    return [];
  } catch {
    return warn(`${folder} is not there, or can't be read and written: files are moved within it`);
  }
}

function tokenHints(
  name: string | undefined,
  path: Path,
  variable: (name: string) => string | undefined,
): readonly SiteWarning[] {
  if (name === undefined || variable(name)) return [];
  return [{ level: 'hint', path, message: `${name} is not set here; intake needs it in its environment` }];
}
