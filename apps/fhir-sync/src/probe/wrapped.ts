const widest = 116;

/** Broken into lines that a terminal shows whole, those after the first one indented. Words stay whole. */
export function wrapped(text: string, indent: number): readonly string[] {
  const [start = '', ...words] = text.split(/(?<=\S) /);
  const lines: string[] = [];
  let line = start;
  for (const word of words) {
    if (line.length + 1 + word.length <= widest) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = `${' '.repeat(indent)}${word}`;
    }
  }
  return [...lines, line.trimEnd()];
}
