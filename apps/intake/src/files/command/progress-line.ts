import type { FeedProgress } from '../feeding/feed-file.js';

/** How far a file has come: a bar that moves on a terminal, elsewhere a line every few seconds. */

export interface Output {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const barEveryMs = 100;
const lineEveryMs = 5_000;
const barLength = 20;

export class ProgressLine {
  #toldAt: number;
  readonly #startedAt: number;
  readonly #output: Output;
  readonly #file: string;
  readonly #now: () => number;

  constructor(file: string, output: Output, now: () => number = Date.now) {
    this.#output = output;
    this.#file = file;
    this.#now = now;
    this.#startedAt = now();
    this.#toldAt = this.#startedAt;
  }

  tell(progress: FeedProgress): void {
    const isTerminal = this.#output.isTTY === true;
    if (this.#now() - this.#toldAt < (isTerminal ? barEveryMs : lineEveryMs)) return;
    this.#toldAt = this.#now();
    this.#write(progress);
  }

  /** Something beside the progress, on lines of its own. */
  say(text: string): void {
    this.#output.write(`${this.#output.isTTY === true ? '\r\u001B[K' : ''}${this.#file}: ${text}\n`);
  }

  end(progress: FeedProgress): void {
    this.#write(progress);
    if (this.#output.isTTY === true) this.#output.write('\n');
  }

  #write(progress: FeedProgress): void {
    const text = `${this.#file}: ${progressText(progress, this.#now() - this.#startedAt)}`;
    this.#output.write(this.#output.isTTY === true ? `\r\u001B[K${bar(progress)} ${text}` : `${text}\n`);
  }
}

function bar({ size, read }: FeedProgress): string {
  const part = size === 0 ? 1 : read / size;
  const filled = Math.round(part * barLength);
  return `[${'#'.repeat(filled)}${'.'.repeat(barLength - filled)}] ${String(Math.floor(part * 100)).padStart(3)} %`;
}

/** `120 taken, 3 repeated, 1 refused, 14 skipped, 500 fed before, 60/s` */
function progressText({ taken, repeated, refused, skipped, before }: FeedProgress, ms: number): string {
  const optional = [
    [skipped, 'skipped'],
    [before, 'fed before'],
  ] as const;
  const told = optional.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const perSecond = Math.round((taken + repeated + skipped + refused) / Math.max(0.001, ms / 1_000));
  return [`${taken} taken, ${repeated} repeated, ${refused} refused`, ...told, `${perSecond}/s`].join(', ');
}
