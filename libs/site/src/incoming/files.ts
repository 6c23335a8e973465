import { z } from 'zod';
import type { Fault } from '../faults.js';

/** Folders that files are taken from. */

/** What may stand in a file. */
export const fileFormats = ['hl7', 'ndjson', 'fhir', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];

const folderName = z.string().regex(/^[^/\\.][^/\\]*$/, 'the name of a folder within the watched one expected');

const watched = z.strictObject({
  folder: z
    .string()
    .min(1)
    .describe(
      "As seen from this file's folder. Watched by looking again and again, so that it may be a network share.",
    ),
  format: z.enum(fileFormats).optional().describe('Left out: by the ending of the name (.hl7, .ndjson, .jsonl, .csv).'),
  csv: z.string().min(1).optional().describe('The map of `csv` that its CSV files are read by.'),
  source: z.string().min(1).optional().describe('The source of `fhir` that its FHIR resources come from.'),
  done: folderName.default('done').describe('Where files go of which everything is taken.'),
  failed: folderName.default('failed').describe('Where files go that a person has to look at, with their reports.'),
  everySeconds: z.int().min(1).max(3_600).default(5),
  settleSeconds: z
    .int()
    .min(0)
    .max(3_600)
    .default(10)
    .describe('A file is taken when neither its size nor its time has changed for so long.'),
  backload: z.boolean().default(false).describe('Archives are fed: they yield to all that came live.'),
});

export const files = z.strictObject({ watch: z.array(watched).readonly().default([]) });

export type WatchedFolder = z.output<typeof watched>;

interface Named {
  readonly files: z.output<typeof files>;
  readonly csv: object;
  readonly fhir: { readonly sources: readonly { readonly name: string }[] };
}

/** A folder names a map that is there, and no folder is watched twice. */
export function fileFaults({ files: { watch }, csv, fhir }: Named): Fault[] {
  return watch.flatMap(({ folder, csv: map, source, done, failed }, index) => {
    const path = ['files', 'watch', index];
    const faults: Fault[] = [];
    if (map !== undefined && !Object.hasOwn(csv, map)) {
      faults.push({ path: [...path, 'csv'], message: 'a map of `csv` expected' });
    }
    if (source !== undefined && !fhir.sources.some(({ name }) => name === source)) {
      faults.push({ path: [...path, 'source'], message: 'a source of `fhir` expected' });
    }
    if (watch.findIndex((other) => other.folder === folder) < index) {
      faults.push({ path: [...path, 'folder'], message: 'this folder is watched already' });
    }
    if (done === failed) faults.push({ path: [...path, 'failed'], message: 'another folder than `done` expected' });
    return faults;
  });
}
