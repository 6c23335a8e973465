import type { Frame } from '@ilium/mllp';
import type { Taker } from '../mllp/taker.js';
import { textOf } from './mllp-bed.js';

interface Held {
  readonly resolve: (answers: readonly Buffer[]) => void;
  readonly reject: (error: Error) => void;
}

/** A taker that answers when the test says so. */
export class HeldTaker {
  /** All that it was asked for, in order. */
  readonly frames: string[] = [];
  /** The most that it held at once. */
  most = 0;
  readonly #held = new Map<string, Held>();
  #wake: (() => void)[] = [];

  readonly take: Taker = (frame: Frame) => {
    const text = textOf(frame);
    this.frames.push(text);
    return new Promise((resolve, reject) => {
      this.#held.set(text, { resolve, reject });
      this.most = Math.max(this.most, this.#held.size);
      for (const wake of this.#wake.splice(0)) wake();
    });
  };

  get held(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Waits until it was asked for so many frames. */
  async has(count: number): Promise<readonly string[]> {
    while (this.frames.length < count) await new Promise<void>((resolve) => this.#wake.push(resolve));
    return this.frames;
  }

  answer(frame: string, ...answers: readonly string[]): void {
    this.#release(frame).resolve(answers.map((answer) => Buffer.from(answer)));
  }

  fail(frame: string): void {
    this.#release(frame).reject(new Error('the store is away'));
  }

  #release(frame: string): Held {
    const held = this.#held.get(frame);
    if (held === undefined) throw new Error(`nobody asked for ${frame}`);
    this.#held.delete(frame);
    return held;
  }
}
