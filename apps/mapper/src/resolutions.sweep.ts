import { OutboxSender } from '@ilium/messaging';
import { LOGGER, type Logger } from '@ilium/observability';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DerivePatientsService } from './derive-patients.service.js';
import { byOneInstance, derivedBeforeResolutions, heldByResolved, walkPatients } from './patient-walk.js';
import { RulesInUse } from './rules-in-use.js';

/** What people say of codes to another instance is heard of within this time. */
const lookEveryMs = 2_000;

/**
 * Takes up what people say of codes, and derives again who was derived before they said it: first those who hold work on
 * such a code, then everybody, in small transactions. What a stop leaves is found again at the next look.
 */
@Injectable()
export class ResolutionsSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #walk: Promise<unknown> | undefined;

  constructor(
    private readonly outbox: OutboxSender,
    private readonly patients: DerivePatientsService,
    private readonly rules: RulesInUse,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#walk;
  }

  /** Takes up the newest rules, and begins to walk unless a walk is under way. The next look tries again what fails. */
  async look(): Promise<void> {
    try {
      if (await this.rules.refresh()) this.logger.info('what people said of codes was taken up');
    } catch (error) {
      this.logger.warn('rules can not be read, trying again later', { error });
    }
    if (this.#stopping.signal.aborted) return;
    this.#walk ??= this.remap()
      .then(
        (count) => count > 0 && this.logger.info('patients were derived under newer meanings of codes', { count }),
        (error: unknown) => this.logger.warn('deriving under newer meanings failed, trying again later', { error }),
      )
      .finally(() => (this.#walk = undefined));
  }

  /** Derives who is behind, those who wait first. Returns how many patients were derived. */
  async remap(): Promise<number> {
    const { rulesOrdinal } = this.rules.current;
    const step = this.patients.deriveAgain.bind(this.patients);
    let count = 0;
    for (const next of [heldByResolved(rulesOrdinal), derivedBeforeResolutions(rulesOrdinal)]) {
      count += await walkPatients(this.outbox, byOneInstance(next), step, { signal: this.#stopping.signal });
    }
    return count;
  }
}
