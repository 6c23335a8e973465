import type { Report } from '../project.js';
import type { Terminal } from './terminal.js';

/** Shows what is under way, and one line with its seconds for what is done. */
export class Steps {
  readonly #terminal: Terminal;
  readonly #running = new Map<string, { since: number; detail: string }>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Does a step; what `work` returns in `note` is put beside its name. */
  async do<T>(name: string, work: (report: Report) => Promise<T>, note?: (result: T) => string): Promise<T> {
    const step = { since: Date.now(), detail: '' };
    this.#running.set(name, step);
    const show = (): void => this.#terminal.now(this.#summary());
    const ticker = setInterval(show, 200);
    show();
    try {
      const result = await work((detail) => {
        step.detail = detail;
      });
      this.#running.delete(name);
      const remark = note ? ` · ${note(result)}` : '';
      const download = step.detail === '' ? '' : ` · ${step.detail}`;
      this.#terminal.line(`✓ ${name}${remark}${download} · ${secondsSince(step.since)}`);
      return result;
    } finally {
      this.#running.delete(name);
      clearInterval(ticker);
    }
  }

  #summary(): string {
    const steps = [...this.#running].map(([name, { since, detail }]) =>
      [`${name} ${secondsSince(since)}`, detail].filter(Boolean).join(' · '),
    );
    return `… ${steps.join('   ')}`;
  }
}

function secondsSince(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
