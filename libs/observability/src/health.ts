import { describeError } from './describe-error.js';

/** Throws or rejects when what it looks at is not well. What it returns is said of something the service does well without. */
export type HealthCheck = () => string | void | Promise<string | void>;

export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly checks: Readonly<Record<string, { readonly status: 'up' | 'down'; readonly reason?: string }>>;
}

/** The named checks behind `/health/ready`. Draining is the one check it makes itself. */
export class HealthRegistry {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #checkWithinMs: number;
  #draining = false;

  constructor({ checkWithinMs = 2_000 }: { readonly checkWithinMs?: number } = {}) {
    this.#checkWithinMs = checkWithinMs;
  }

  /** Adds a check; a name can be taken once. */
  add(name: string, check: HealthCheck): void {
    if (this.#checks.has(name)) throw new Error(`There is a health check of the name ${name} already: choose another.`);
    this.#checks.set(name, check);
  }

  /** From now on the service is not ready: it finishes what it began and takes nothing new. */
  drain(): void {
    this.#draining = true;
  }

  /** Runs all checks at once, each with a time-out. */
  async report(): Promise<HealthReport> {
    const entries = await Promise.all(
      [...this.#checks].map(async ([name, check]) => [name, await outcome(check, this.#checkWithinMs)] as const),
    );
    const checks = Object.fromEntries(
      this.#draining ? [...entries, ['draining', down('The service is stopping.')]] : entries,
    );
    const well = Object.values(checks).every(({ status }) => status === 'up');
    return { status: well ? 'up' : 'down', checks };
  }
}

type CheckOutcome = HealthReport['checks'][string];

function down(reason: string): CheckOutcome {
  return { status: 'down', reason };
}

async function outcome(check: HealthCheck, withinMs: number): Promise<CheckOutcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckOutcome>((resolve) => {
    timer = setTimeout(() => resolve(down('No answer in time.')), withinMs);
  });
  const checked = Promise.resolve()
    .then(check)
    .then<CheckOutcome, CheckOutcome>(
      (said) => (typeof said === 'string' ? { status: 'up', reason: said } : { status: 'up' }),
      (error: unknown) => down(reasonOf(error)),
    );
  return Promise.race([checked, late]).finally(() => clearTimeout(timer));
}

function reasonOf(error: unknown): string {
  const { name, code, message } = describeError(error);
  return [code ?? name, message].filter((part) => part !== '').join(': ');
}
