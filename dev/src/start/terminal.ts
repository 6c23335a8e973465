/** Where the launcher writes: lines that stay, and one line at the bottom that is written over where somebody watches. */
export interface Terminal {
  readonly live: boolean;
  line(text: string): void;
  /** Shows what is going on now; without a person watching, a plain line, at most one every few seconds. */
  now(text: string): void;
  /** From here on only lines: what is going on has come to its end. */
  settle(): void;
}

const PLAIN_EVERY_MS = 5_000;
const clearLine = '\r\u001B[2K';

/** A terminal that does not say how wide it is gets the whole line. */
function fit(text: string, columns: number | undefined): string {
  return columns !== undefined && columns > 1 && text.length >= columns ? `${text.slice(0, columns - 2)}…` : text;
}

export function openTerminal(stream: NodeJS.WriteStream): Terminal {
  const live = stream.isTTY === true;
  // A reader that has gone (a closed pipe) ends the output, not the system.
  stream.on('error', () => undefined);
  let lastPlain = Date.now();
  let settled = false;
  return {
    live,
    line: (text) => {
      stream.write(live ? `${clearLine}${text}\n` : `${text}\n`);
      lastPlain = Date.now();
    },
    now: (text) => {
      if (settled) return;
      if (live) stream.write(clearLine + fit(text, stream.columns));
      else if (Date.now() - lastPlain >= PLAIN_EVERY_MS) {
        stream.write(`${text}\n`);
        lastPlain = Date.now();
      }
    },
    settle: () => {
      settled = true;
    },
  };
}
