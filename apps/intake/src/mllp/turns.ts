/** A frame's place in the order of answers. */
interface Turn {
  answer: Buffer | 'failed' | undefined;
}

/** What can go out now. */
export interface Due {
  /** Framed answers, in the order of their frames. */
  readonly answers: readonly Buffer[];
  /** The next frame in order failed: nothing behind it may be answered. */
  readonly isBroken: boolean;
}

/** Answers in the order of the frames, whatever the order in which they are ready. */
export class Turns {
  readonly #turns: Turn[] = [];
  #failures = 0;

  /** Frames that have not been answered. */
  get waiting(): number {
    return this.#turns.length;
  }

  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** Takes the next place; what is returned puts the answer there. */
  begin(): (answer: Buffer | 'failed') => void {
    const turn: Turn = { answer: undefined };
    this.#turns.push(turn);
    return (answer) => {
      turn.answer = answer;
      if (answer === 'failed') this.#failures += 1;
    };
  }

  /** Hands out the answers up to the first that is missing or failed. */
  due(): Due {
    const firstMissing = this.#turns.findIndex(({ answer }) => answer === undefined || answer === 'failed');
    const count = firstMissing === -1 ? this.#turns.length : firstMissing;
    const isBroken = this.#turns[count]?.answer === 'failed';
    const answers = this.#turns
      .splice(0, count)
      .flatMap(({ answer }) => (Buffer.isBuffer(answer) && answer.length > 0 ? [answer] : []));
    return { answers, isBroken };
  }
}
