import { readFileSync } from 'node:fs';

/** Reads the files that variables name, and notes the ones that can't be read. */
export class FileReader {
  constructor(private readonly faults: string[]) {}

  /** Undefined when no file is named, or when it can't be read: then there is a fault. */
  text(variable: string, path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
      this.faults.push(
        `${variable} names a file that can't be read (${code}). Name one that is there and that the service may read.`,
      );
      return undefined;
    }
  }

  /** A secret from its variable or from the file of `<variable>_FILE`, without the line break at the end of the file. */
  secret(variable: string, value: string | undefined, path: string | undefined): string | undefined {
    if (value !== undefined && path !== undefined) {
      this.faults.push(`${variable} and ${variable}_FILE are both set. Leave one of them out.`);
    }
    const found = value ?? this.text(`${variable}_FILE`, path)?.replace(/[\r\n]+$/, '');
    if (found === undefined || /^[^\p{Cc}]+$/u.test(found)) return found;
    const from = value === undefined ? `${variable}_FILE names a file that` : `${variable}`;
    this.faults.push(
      `${from} is empty or holds line breaks or other control characters. It has to be one line of text.`,
    );
    return undefined;
  }
}
