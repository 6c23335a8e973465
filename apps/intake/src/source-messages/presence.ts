import { ExplainedError } from '@ilium/observability';

/** While the database is away, it is asked so often whether it is back. */
const usualProbeMs = 500;

/**
 * Whether the database takes messages, and why not. Doors that stopped reading bring nothing that would show that it is
 * back, so while it is away it is asked.
 */
export class Presence {
  readonly #watchers: ((isAway: boolean) => void)[] = [];
  #fault: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `probe` says whether the database takes messages again. */
  constructor(
    private readonly probe: () => Promise<boolean>,
    private readonly probeMs = usualProbeMs,
  ) {}

  /** Fails, with words for it, while the database takes nothing. */
  check(): void {
    if (this.#fault !== undefined) {
      throw new ExplainedError(`PostgreSQL does not take what comes in: ${this.#fault}`, 'STORE_AWAY');
    }
  }

  /** Is told from now on when it goes away, and when it takes messages again. */
  watch(watcher: (isAway: boolean) => void): void {
    this.#watchers.push(watcher);
  }

  away(fault: string): void {
    const isNews = this.#fault === undefined;
    this.#fault = fault;
    if (!isNews) return;
    for (const tell of this.#watchers) tell(true);
    this.#askLater();
  }

  /** Away for a reason that may be known better already. */
  late(): void {
    this.away(this.#fault ?? 'no answer in time');
  }

  there(): void {
    if (this.#fault === undefined) return;
    this.#fault = undefined;
    clearTimeout(this.#timer);
    for (const tell of this.#watchers) tell(false);
  }

  /** Nothing is asked any more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#fault = undefined;
  }

  #askLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), this.probeMs).unref();
  }

  async #ask(): Promise<void> {
    const isBack = await this.probe();
    if (this.#fault === undefined) return;
    if (isBack) this.there();
    else this.#askLater();
  }
}
