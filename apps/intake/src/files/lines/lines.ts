export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Undefined: longer than the limit. */
  readonly bytes: Buffer | undefined;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/** The lines of a stream. A line that is too long is passed over without being held. */
export async function* readLines(stream: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Line> {
  let number = 0;
  let parts: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer) => {
    length += part.length;
    if (length <= limit) parts.push(part);
    else parts = [];
  };
  const finish = (): Line => {
    const line = { number: (number += 1), bytes: length > limit ? undefined : withoutReturn(Buffer.concat(parts)) };
    [parts, length] = [[], 0];
    return line;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      keep(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield finish();
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}
