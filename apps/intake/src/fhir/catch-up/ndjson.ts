import { EhrAway } from '../ehr/ehr-away.js';

/** Longest line that is held in memory. */
const longestLine = 16 * 1024 * 1024;

/** The lines of a file as it comes, empty ones left out. Rejects with `EhrAway` where a line never ends. */
export async function* ndjsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new EhrAway('line-too-long');
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}
