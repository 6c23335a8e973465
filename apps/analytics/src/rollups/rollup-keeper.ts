import { RegularWork } from '@ilium/messaging';
import type { HealthRegistry, Logger } from '@ilium/observability';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { movesTable } from './tables.js';
import { fold, pack } from './fold.js';
import { recountIfCountedOtherwise } from './recount.js';

const pauseMs = 1_000;
const pauseAfterFailureMs = 5_000;

/** So few are read beside the rollups at no cost, and are left for more to come. */
const few = 200;
/** While more come, it is waited for so many: then each group that they share is touched once. But for no longer than this. */
const many = 100_000;
const longestWaitMs = 10_000;

/**
 * Keeps rollups up to date beside all other work: facts that another release counted otherwise are counted anew, and those
 * that are pending are folded in. An answer is right whether that is done or not; it takes longer where much is pending.
 */
export class RollupKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #work = new RegularWork((signal) => this.#round(signal));
  /** What is being done that takes long. */
  #doing: string | undefined;
  #pending = 0;
  #foldedAt = performance.now();

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: Logger,
    health: HealthRegistry,
  ) {
    health.add('rollups', () => this.#doing);
  }

  onApplicationBootstrap(): void {
    this.#work.start();
  }

  /** What it is about is broken off. */
  onModuleDestroy(): Promise<void> {
    return this.#work.stop();
  }

  async #round(signal: AbortSignal): Promise<number> {
    try {
      await this.#recount(signal);
      while (!signal.aborted && (await this.#foldMany(signal)));
      while (!signal.aborted && ((await pack(this.dataSource, signal)) ?? 0) > 0);
      return pauseMs;
    } catch (error) {
      if (!signal.aborted) this.logger.warn('rollups are not counted now, and are tried again', { error });
      return pauseAfterFailureMs;
    } finally {
      this.#doing = undefined;
    }
  }

  async #recount(signal: AbortSignal): Promise<void> {
    const since = performance.now();
    const onStep = (step: number, of: number) => {
      if (step === 1) this.logger.info('this release counts otherwise than the one before: all facts are counted anew');
      this.#doing = `All facts are counted anew: step ${step} of ${of}.`;
    };
    if (await recountIfCountedOtherwise(this.dataSource, { onStep, signal }))
      this.logger.info('all facts are counted', { durationMs: Math.round(performance.now() - since) });
  }

  /** Whether there may be more. */
  async #foldMany(signal: AbortSignal): Promise<boolean> {
    if (!(await this.#isWorthIt())) return false;
    const folded = await fold(this.dataSource, signal);
    this.#foldedAt = performance.now();
    this.#pending = 0;
    if (folded === undefined || folded === 0) return false;
    await this.dataSource.query(`VACUUM ${movesTable}`);
    return true;
  }

  async #isWorthIt(): Promise<boolean> {
    const before = this.#pending;
    const [counted]: { pending: number }[] = await this.dataSource.query(
      `SELECT count(*)::int AS pending FROM (SELECT FROM ${movesTable} LIMIT ${many}) AS pending`,
    );
    this.#pending = counted?.pending ?? 0;
    if (this.#pending < few) return false;
    const isComing = this.#pending > before && this.#pending < many;
    return !isComing || performance.now() - this.#foldedAt > longestWaitMs;
  }
}
