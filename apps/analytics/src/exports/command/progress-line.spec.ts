import { describe, expect, it } from '@jest/globals';
import { ProgressLine } from './progress-line.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the progress of an export', () => {
  it.each([
    ['ndjson', 120, '3 of about 120 rows so far, 0.0 MB\n'],
    ['csv', 120, '2 of about 120 rows so far, 0.0 MB\n'],
    ['csv', undefined, '2 rows so far, 0.0 MB\n'],
    ['parquet', 120, '0.0 MB so far, of a file of about 120 rows\n'],
  ] as const)('is told now and then: %s, about %s', (format, about, line) => {
    const said: string[] = [];
    let now = 0;
    const progress = new ProgressLine(format, about, { write: (text) => said.push(text) }, () => now);
    progress.took(bytes('one\ntwo\n'));
    expect(said).toEqual([]);
    now = 10_000;
    progress.took(bytes('three\n'));
    expect(said).toEqual([line]);
  });

  it('is one line where somebody watches, and gone at the end', () => {
    const said: string[] = [];
    let now = 0;
    const output = { isTTY: true, write: (text: string) => said.push(text) };
    const progress = new ProgressLine('ndjson', 2, output, () => (now += 200));
    progress.took(bytes('one\n'));
    progress.clear();
    expect(said.join('')).toBe('\r\u001B[K1 of about 2 rows so far, 0.0 MB\r\u001B[K');
    expect(progress.told()).toBe('1 rows, 0.0 MB');
  });
});
