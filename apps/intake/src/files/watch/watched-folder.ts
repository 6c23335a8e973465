import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@ilium/observability';
import type { WatchedFolder as Settings } from '@ilium/site';
import type { FeedResult } from '../feeding/feed-file.js';
import { RefusedFile, reportPath } from '../feeding/refused-file.js';
import { UnreadableFile } from '../message-reader.js';
import type { FolderHealth, FolderMetrics } from './folder-state.js';
import { orUndefined } from './missing-file.js';
import { putAway } from './put-away.js';
import { SettledFiles } from './settled-files.js';
import { Workplace, type Claim } from './workplace.js';

/** Takes what is put into a folder, by looking again and again. */

export interface WatchingParts {
  readonly settings: Settings;
  /** Names the folder in metrics, logs and health: its place in the site file, such as `watch-1`. */
  readonly name: string;
  readonly feed: (path: string, settings: Settings) => Promise<FeedResult>;
  readonly metrics: FolderMetrics;
  readonly health: FolderHealth;
  readonly logger: Logger;
  readonly now?: () => number;
}

/** An instance that shows no sign of life for so long is taken for dead. */
const abandonedAfterMs = 10 * 60_000;
const signOfLifeEveryMs = 60_000;
const firstWaitMs = 10_000;
const longestWaitMs = 10 * 60_000;

interface Failing {
  readonly waitMs: number;
  readonly notBefore: number;
}

export class WatchedFolder {
  readonly #parts: WatchingParts;
  readonly #now: () => number;
  readonly #settled: SettledFiles;
  readonly #workplace: Workplace;
  readonly #failing = new Map<string, Failing>();
  /** Claimed, and not put away yet. */
  readonly #held = new Map<string, Claim>();

  constructor(parts: WatchingParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    this.#settled = new SettledFiles(parts.settings.folder, parts.settings.settleSeconds * 1_000);
    this.#workplace = new Workplace(parts.settings.folder);
  }

  /** Looks once, and takes what is there. Faults of the folder and of files show in health; none is thrown. */
  async look(): Promise<void> {
    const { health, metrics, name, logger } = this.#parts;
    try {
      await this.#workplace.live();
      for (const claim of await this.#workplace.claimAbandoned(abandonedAfterMs)) this.#held.set(claim.path, claim);
      const names = await this.#settled.look(this.#now());
      for (const file of names) await this.#attempt(file, () => this.#claim(file));
      for (const [path, claim] of this.#held) await this.#attempt(path, () => this.#take(claim));
      const present = new Set([...names, ...this.#held.keys()]);
      for (const key of this.#failing.keys()) if (!present.has(key)) this.#failing.delete(key);
      metrics.waiting(name, this.#failing.size);
      health.report(undefined, this.#failing.size);
    } catch (error) {
      logger.error('a watched folder can not be read', { check: name, error });
      health.report(`The watched folder ${name} can't be read or written. See files.watch in the site file.`, 0);
    }
  }

  /** After the last look: what was begun is for another instance, or for the next start. */
  close(): Promise<void> {
    return this.#workplace.leave();
  }

  async #claim(file: string): Promise<void> {
    const claim = await this.#workplace.claim(file);
    if (claim !== undefined) this.#held.set(claim.path, claim);
  }

  async #take(claim: Claim): Promise<void> {
    const { settings, metrics, name } = this.#parts;
    const isDone = await this.#alive(() => this.#feed(claim));
    if (isDone === undefined) return;
    await putAway(claim, join(settings.folder, isDone ? settings.done : settings.failed));
    this.#held.delete(claim.path);
    metrics.count(name, isDone ? 'done' : 'failed');
  }

  /** Whether all of it was taken; undefined where it was stopped before its end. */
  async #feed({ path }: Claim): Promise<boolean | undefined> {
    try {
      const { isStopped } = await this.#parts.feed(path, this.#parts.settings);
      if (isStopped) return undefined;
      // An earlier run may have written it.
      return (await orUndefined(stat(reportPath(path)))) === undefined;
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      const report = new RefusedFile(path, { refusedBytes: 0, reportBytes: 0 });
      await report.tell([`file\t${error.reason}\t${error.message}`]);
      await report.close();
      return false;
    }
  }

  /** Shows signs of life while a file takes its time. */
  async #alive<T>(work: () => Promise<T>): Promise<T> {
    const timer = setInterval(() => {
      this.#workplace.live().catch((error: unknown) => {
        this.#parts.logger.warn('a watched folder can not be written', { check: this.#parts.name, error });
      });
    }, signOfLifeEveryMs).unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }

  /** What fails is tried again in growing waits, never at once. */
  async #attempt(key: string, work: () => Promise<void>): Promise<void> {
    const failing = this.#failing.get(key);
    if (failing !== undefined && this.#now() < failing.notBefore) return;
    try {
      await work();
      this.#failing.delete(key);
    } catch (error) {
      const waitMs = failing === undefined ? firstWaitMs : Math.min(longestWaitMs, failing.waitMs * 2);
      this.#failing.set(key, { waitMs, notBefore: this.#now() + waitMs });
      this.#parts.metrics.count(this.#parts.name, 'unreadable');
      this.#parts.logger.warn('a file of a watched folder can not be read', { check: this.#parts.name, error, waitMs });
    }
  }
}
