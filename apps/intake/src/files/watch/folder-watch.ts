import { setTimeout as pause } from 'node:timers/promises';
import type { HealthRegistry, Logger, Registry } from '@ilium/observability';
import type { Site, WatchedFolder as Settings } from '@ilium/site';
import type { MessageStore } from '../../source-messages/source-message.js';
import { feedFile, type FeedResult } from '../feeding/feed-file.js';
import type { Feedings } from '../feeding/feedings.js';
import { Pace } from '../feeding/pace.js';
import type { DoorParts } from '../../fhir/door/fhir-door.js';
import { readerOf } from '../reader-of.js';
import { FolderHealth, FolderMetrics } from './folder-state.js';
import { WatchedFolder } from './watched-folder.js';

/** All watched folders of a site, for as long as the service runs. */

export interface FolderWatchParts {
  readonly site: Site;
  readonly store: MessageStore;
  readonly feedings: Feedings;
  /** Whether live doors have work at the moment; archives wait for it. */
  readonly isBusy: () => Promise<boolean>;
  /** What FHIR resources go through; its store is this one. */
  readonly fhir?: DoorParts | undefined;
  readonly metrics: Registry;
  readonly health: HealthRegistry;
  readonly logger: Logger;
}

export class FolderWatch {
  readonly #parts: FolderWatchParts;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: FolderWatchParts) {
    this.#parts = parts;
  }

  /** Begins to look; returns at once. */
  start(): void {
    const { site, health, logger, metrics } = this.#parts;
    const folderMetrics = new FolderMetrics(metrics);
    const folders = site.incoming.files.watch.map((settings, index) => {
      const name = `watch-${index + 1}`;
      const state = { metrics: folderMetrics, health: new FolderHealth(`files ${name}`, health) };
      return new WatchedFolder({ settings, name, logger, ...state, feed: (path, to) => this.#feed(path, to) });
    });
    this.#running = Promise.all(
      folders.map((folder, index) =>
        this.#watch(folder, (site.incoming.files.watch[index]?.everySeconds ?? 5) * 1_000),
      ),
    );
  }

  /** Returns when nothing is worked on any more; a file that was begun goes on from there at the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #watch(folder: WatchedFolder, everyMs: number): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await folder.look();
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
    await folder.close();
  }

  #feed(path: string, { backload: isBackload, ...kind }: Settings): Promise<FeedResult> {
    const { site, store, feedings, isBusy, fhir } = this.#parts;
    const { signal } = this.#stop;
    const reader = readerOf(path, kind, { site, fhir, isBackload });
    return feedFile(path, reader, {
      site: site.name,
      store,
      feedings,
      pace: new Pace({ isBusy: isBackload ? isBusy : undefined, signal }),
      patience: { signal },
      isBackload,
      signal,
    });
  }
}
