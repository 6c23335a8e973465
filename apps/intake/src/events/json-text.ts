/**
 * JSON as text. The bytes of an event are kept as they came, but for the blanks between them: the same event indented,
 * in a list or in a line of its own is the same event. Parsing and writing anew would round numbers.
 */

const blankOrQuote = /[ \t\n\r]+|"/g;
const structure = /["[\]{},]/g;

/** Valid JSON without the blanks that mean nothing. */
export function withoutBlanks(json: string): string {
  const parts: string[] = [];
  let start = 0;
  for (const { index, found, goOn } of matches(json, blankOrQuote)) {
    if (found === '"') {
      goOn(endOfString(json, index));
      continue;
    }
    parts.push(json.slice(start, index));
    start = index + found.length;
  }
  parts.push(json.slice(start));
  return parts.join('');
}

/** The items of a JSON array, each as it is written there; valid JSON without blanks is expected. */
export function itemsOf(array: string): string[] {
  const items: string[] = [];
  let [depth, start] = [0, 1];
  for (const { index, found, goOn } of matches(array, structure)) {
    if (found === '"') goOn(endOfString(array, index));
    else if (found === '[' || found === '{') depth += 1;
    else if (found !== ',') depth -= 1;
    const isEnd = depth === 0 || (depth === 1 && found === ',');
    if (!isEnd || index <= start) continue;
    items.push(array.slice(start, index));
    start = index + 1;
  }
  return items;
}

interface Match {
  readonly index: number;
  readonly found: string;
  /** Goes on at another place. */
  readonly goOn: (place: number) => void;
}

function* matches(text: string, pattern: RegExp): Generator<Match> {
  const search = new RegExp(pattern);
  const goOn = (place: number) => {
    search.lastIndex = place;
  };
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    yield { index: match.index, found: match[0], goOn };
  }
}

/** The place behind a string that begins here. */
function endOfString(json: string, open: number): number {
  for (let close = json.indexOf('"', open + 1); close !== -1; close = json.indexOf('"', close + 1)) {
    let escapes = close;
    while (json[escapes - 1] === '\\') escapes -= 1;
    if ((close - escapes) % 2 === 0) return close + 1;
  }
  return json.length;
}
