import { RegularWork } from '@ilium/messaging';
import type { Logger } from '@ilium/observability';
import { TargetFault } from '../faults/target-fault.js';
import { Bell } from '../reconcile/bell.js';
import { ReconciliationRun, type ReconciledTarget, type RunSettings } from './reconciliation-run.js';
import type { ClaimedRun, ReconciliationsRepository } from './reconciliations.repository.js';

export interface ReconciliationSettings extends RunSettings {
  /** Longest time between two looks for one that was begun elsewhere or left behind. */
  readonly idleMs: number;
  /** Before a target that did not answer is asked again. */
  readonly pauseMs: number;
}

export const reconciliationSettings: ReconciliationSettings = {
  pageSize: 500,
  atOnce: 50,
  leaseMs: 120_000,
  idleMs: 30_000,
  pauseMs: 5_000,
};

export interface ReconciliationParts {
  readonly runs: ReconciliationsRepository;
  readonly targets: readonly ReconciledTarget[];
  readonly logger: Logger;
  /** Records were given back to the delivery. */
  readonly wake?: () => void;
}

/** Runs the reconciliations that were asked for, one after the other; of several instances whoever has the lease. */
export class Reconciliations {
  readonly #bell = new Bell();
  readonly #work = new RegularWork((signal) => this.#round(signal));

  constructor(
    private readonly parts: ReconciliationParts,
    private readonly settings: ReconciliationSettings = reconciliationSettings,
  ) {}

  get targets(): readonly string[] {
    return this.parts.targets.map(({ name }) => name);
  }

  start(): void {
    this.#work.start();
  }

  async stop(): Promise<void> {
    const stopped = this.#work.stop();
    this.#bell.ring();
    await stopped;
  }

  /** There may be one to run. */
  wake(): void {
    this.#bell.ring();
  }

  async #round(signal: AbortSignal): Promise<number> {
    const { runs, targets, logger, wake } = this.parts;
    try {
      const able = targets.filter(({ mayRead }) => mayRead());
      const run = await runs.claim(
        able.map(({ name }) => name),
        this.settings.leaseMs,
      );
      const target = able.find(({ name }) => name === run?.target);
      if (run === undefined || target === undefined) {
        await this.#bell.sleep(able.length < targets.length ? this.settings.pauseMs : this.settings.idleMs);
        return 0;
      }
      await this.#go(run, target, signal);
      wake?.();
    } catch (error) {
      logger.error('reconciliation failed', { error });
      await this.#bell.sleep(this.settings.pauseMs);
    }
    return 0;
  }

  async #go(run: ClaimedRun, target: ReconciledTarget, signal: AbortSignal): Promise<void> {
    const { runs } = this.parts;
    try {
      await new ReconciliationRun(run, target, runs, this.settings).go(signal);
    } catch (error) {
      if (!(error instanceof TargetFault)) throw error;
      await runs.waiting(run, error.fault.name, this.settings.pauseMs);
      await this.#bell.sleep(this.settings.pauseMs);
    } finally {
      await runs.release(run);
    }
  }
}
