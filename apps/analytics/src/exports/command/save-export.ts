import { createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { rowsAboutHeader } from '../rows-about.js';
import type { ExportOptions } from './export-options.js';
import { ProgressLine, type Output } from './progress-line.js';

/** The file was not written; the message says why, and what to do. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}

/** Where the facts come from, and who watches. */
export interface SaveParts {
  readonly url: string;
  readonly token: string | undefined;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Writes the file beside its place, and puts it there at the end. Returns what is in it: `1204 rows, 1.2 MB`. */
export async function saveExport(options: ExportOptions, parts: SaveParts): Promise<string> {
  const { out, format, isForced } = options;
  if (!isForced && (await exists(out))) {
    throw new ExportError(`${out} is there already. Choose another name, or replace it by --force.`);
  }
  const answer = await ask(options, parts);
  const about = answer.headers.get(rowsAboutHeader);
  const progress = new ProgressLine(format, about === null ? undefined : Number(about), parts.output);
  const partial = `${out}.${process.pid}.part`;
  try {
    await write(answer, partial, progress, parts.signal);
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw explained(error, out);
  } finally {
    // Also where it fails: what is said next begins on a line of its own.
    progress.clear();
  }
  return progress.told();
}

async function ask({ format, selection }: ExportOptions, { url, token, signal }: SaveParts): Promise<Response> {
  const query = new URLSearchParams(selection).toString();
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  let answer: Response;
  try {
    answer = await fetch(`${url}/v1/exports/facts.${format}${query && `?${query}`}`, { headers, signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new ExportError(
      `analytics does not answer at ${url}. Start it (npm start), or say where it is: --url, or ANALYTICS_URL.`,
      { cause },
    );
  }
  if (answer.ok) return answer;
  throw new ExportError(await refusal(answer, url));
}

async function refusal(answer: Response, url: string): Promise<string> {
  if (answer.status === 401) {
    return 'analytics wants a token: set ANALYTICS_TOKEN (or API_TOKEN) to the API_TOKEN of the service.';
  }
  const problem: unknown = await answer.json().catch(() => undefined);
  const detail = typeof problem === 'object' && problem !== null && 'detail' in problem ? problem.detail : undefined;
  if (typeof detail === 'string') return `analytics refused (${answer.status}): ${detail}`;
  return `${url} answers, but not as analytics does (${answer.status}): correct --url or ANALYTICS_URL.`;
}

async function write(answer: Response, file: string, progress: ProgressLine, signal: AbortSignal): Promise<void> {
  if (answer.body === null) throw new ExportError('analytics sent nothing. Its log has the cause.');
  const watched = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      progress.took(chunk);
      yield chunk;
    }
  };
  const body: ReadableStream<Uint8Array> = answer.body;
  await pipeline(Readable.fromWeb(body), watched, createWriteStream(file, { flags: 'wx', flush: true }), { signal });
}

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: make room, or write to another one.',
  EDQUOT: 'Your share of the disk is full: make room, or write to another one.',
  EFBIG: 'The file is larger than files may be there: write to another disk, or a part of the facts only.',
  ENOENT: 'There is no such folder: make it first.',
  ENOTDIR: 'There is no such folder: make it first.',
  EISDIR: 'It is a folder: give the name of a file.',
  EACCES: 'You may not write there: choose another place.',
  EPERM: 'You may not write there: choose another place.',
  EROFS: 'Nobody may write there: choose another place.',
};

function explained(error: unknown, out: string): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const remedy = remedies['code' in error ? String(error.code) : ''];
  if (remedy !== undefined) return new ExportError(`${out} can't be written. ${remedy}`, { cause: error });
  // What `fetch` says of a body that ended before its end.
  if ('name' in error && error.name === 'TypeError') {
    const why = 'The connection broke before the end, so that nothing was kept. Try again;';
    return new ExportError(`${why} if it breaks again, the log of analytics has the cause.`, { cause: error });
  }
  return error;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
