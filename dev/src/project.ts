import { resolve } from 'node:path';

/** The project's root folder: the same two levels up from `dev/src` and from `dev/dist`. */
export const projectRoot = resolve(import.meta.dirname, '..', '..');

/** Everything that a run leaves on this machine: downloads, data, logs. Git-ignored; `npm start -- --fresh` empties it. */
export const localFolder = resolve(projectRoot, '.ilium');

/** A line of progress for whoever watches the start. */
export type Report = (line: string) => void;

/** The folders of one run. They must be there. The last part of `data` is the run's name and unique. */
export interface RunFolder {
  readonly data: string;
  readonly logs: string;
}
