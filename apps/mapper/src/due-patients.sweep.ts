import { LOGGER, type Logger } from '@ilium/observability';
import { OutboxSender } from '@ilium/messaging';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DerivePatientsService } from './derive-patients.service.js';
import { dueBy, walkPatients } from './patient-walk.js';
import { AS_OF } from './tokens.js';

/** A new day is noticed within this time. */
const lookEveryMs = 60_000;

/** Windows open and close without an event: derives the patients whose day has come. */
@Injectable()
export class DuePatientsSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sweep: Promise<unknown> = Promise.resolve();
  #sweptDay = '';

  constructor(
    private readonly outbox: OutboxSender,
    private readonly patients: DerivePatientsService,
    @Inject(AS_OF) private readonly asOf: () => string,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#sweep;
  }

  /** Derives everybody who is due by today. Returns how many that were. */
  sweep(): Promise<number> {
    const step = this.patients.deriveAgain.bind(this.patients);
    return walkPatients(this.outbox, dueBy(this.asOf()), step, { signal: this.#stopping.signal });
  }

  #look(): void {
    const day = this.asOf();
    if (day === this.#sweptDay) return;
    this.#sweptDay = day;
    this.#sweep = this.#sweep
      .then(() => this.sweep())
      .then(
        (patients) => this.logger.info('patients due were derived', { count: patients }),
        (error: unknown) => {
          // The next look tries again.
          this.#sweptDay = '';
          this.logger.warn('deriving the patients due failed, trying again later', { error });
        },
      );
  }
}
