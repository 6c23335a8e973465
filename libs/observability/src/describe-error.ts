import { ExplainedError } from './explained-error.js';

/** What a log or a health answer says about an error. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  /** Where it was thrown: file and line of the topmost frame. */
  readonly at?: string;
  /** What caused it, as far as this deep. */
  readonly cause?: ErrorDescription;
}

const deepestCause = 3;

/**
 * Reduces an error to its name, its code, the place it comes from and its message without values: drivers and parsers
 * quote the data they choke on, so only the plain words of a foreign message are kept. An `ExplainedError` keeps its text.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: '' };
  const code = 'code' in error && isToken(error.code) ? String(error.code) : undefined;
  const at = frameOf(error);
  return {
    name: isToken(error.name) ? error.name : 'Error',
    ...(code === undefined ? {} : { code }),
    message: error instanceof ExplainedError ? error.message : withoutValues(error.message),
    ...(at === undefined ? {} : { at }),
    ...(error.cause === undefined || depth >= deepestCause ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** `Key (id)=(4711) of "Doe" exists` → `Key … of … exists`: whatever could be a value goes, plain words stay. */
function withoutValues(text: string): string {
  const firstLine = text.slice(0, 300).split('\n', 1)[0] ?? '';
  const unquoted = firstLine.replace(/"[^"]*("|$)|'[^']*('|$)|`[^`]*(`|$)|\([^)]*(\)|$)|\{.*|\[.*|=.*/g, '… ');
  const words = unquoted.split(/\s+/).filter((word) => word !== '');
  const masked = words.map((word, index) => (isPlainWord(word, index) ? word : '…'));
  return masked.filter((word, index) => word !== '…' || masked[index - 1] !== '…').join(' ');
}

/** Words that drivers and parsers begin with. Another capitalised word at the beginning may be a name as well as anywhere. */
const openings = new Set(
  (
    'A An Bad Broken Can Cannot Client Closed Connection Could Database Duplicate Error Expected Failed Invalid Key Missing ' +
    'No Not Null Out Query Request Response Server Socket The This Time Timeout Too Unable Unexpected Unknown Value'
  ).split(' '),
);

function isPlainWord(word: string, index: number): boolean {
  const bare = word.replace(/[,;:.]$/, '');
  return /^[a-z]+(-[a-z]+)*$/.test(bare) || (index === 0 && openings.has(bare)) || /^E[A-Z]{4,}$/.test(bare);
}

function isToken(value: unknown): boolean {
  return (typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)) || Number.isInteger(value);
}

function frameOf(error: Error): string | undefined {
  return /\n\s+at .*?([\w.-]+:\d+):\d+\)?/.exec(error.stack ?? '')?.[1];
}
