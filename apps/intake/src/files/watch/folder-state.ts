import { Counter, ExplainedError, Gauge, type HealthRegistry, type Registry } from '@ilium/observability';

/** What becomes of the files of watched folders, as health and metrics show it. */

export const fileResults = ['done', 'failed', 'unreadable'] as const;
export type FileResult = (typeof fileResults)[number];

export class FolderMetrics {
  readonly #files: Counter;
  readonly #waiting: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#files = new Counter({
      name: 'ilium_intake_files_total',
      help: 'Files of watched folders: done (all taken), failed (refused in part or whole), unreadable (to be tried again).',
      labelNames: ['folder', 'result'],
      registers,
    });
    this.#waiting = new Gauge({
      name: 'ilium_intake_files_waiting',
      help: 'Files that have settled and could not be taken yet.',
      labelNames: ['folder'],
      registers,
    });
  }

  count(folder: string, result: FileResult): void {
    this.#files.inc({ folder, result });
  }

  waiting(folder: string, count: number): void {
    this.#waiting.set({ folder }, count);
  }
}

/** Health is down while the folder, or a file in it, can't be read; it says what to look at, and no name of a file. */
export class FolderHealth {
  #fault: string | undefined;
  #files = 0;

  constructor(name: string, health: HealthRegistry) {
    health.add(name, () => {
      if (this.#fault !== undefined) throw new ExplainedError(this.#fault, 'FOLDER');
      if (this.#files > 0) {
        const text = `${this.#files} files can't be read or moved. Let the service read and write them.`;
        throw new ExplainedError(text, 'FILES');
      }
    });
  }

  report(fault: string | undefined, files: number): void {
    [this.#fault, this.#files] = [fault, files];
  }
}
