import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RawRecord } from '../cloud-event.js';
import { parkedHeaders } from '../parked.js';

/** Binary mode and parked records need their headers; in structured mode the file is the event itself. */
const withHeaders = z.strictObject({ headers: z.record(z.string(), z.string()), value: z.unknown() });
const structured = z.looseObject({ specversion: z.literal('1.0'), type: z.string() });
const exampleFile = z.union([withHeaders, structured]);

/** A record as it may stand on a topic, published for ever. */
export interface PublishedExample {
  /** `v1`: the directory, that is, the release of the contracts that it was published with. */
  readonly version: string;
  /** File name without `.json`. */
  readonly name: string;
  /** `parked` for a parked record, whatever it holds. */
  readonly type: string;
  readonly mode: 'structured' | 'binary' | 'parked';
  readonly headers: Readonly<Record<string, string>>;
  /** The value as JSON, or as text where it is none. */
  readonly value: unknown;
}

/** All examples under `directory/<version>/*.json`, sorted by version and name. */
export async function publishedExamples(directory: string): Promise<readonly PublishedExample[]> {
  const files = await readdir(directory, { recursive: true });
  const paths = files.filter((file) => file.endsWith('.json')).toSorted();
  return Promise.all(paths.map((path) => readExample(directory, path)));
}

async function readExample(directory: string, path: string): Promise<PublishedExample> {
  const [version = '', file = ''] = path.split(/[/\\]/);
  const content = exampleFile.parse(JSON.parse(await readFile(join(directory, path), 'utf8')));
  return { version, name: file.replace(/\.json$/, ''), ...recordOf(content) };
}

function recordOf(content: z.output<typeof exampleFile>): Omit<PublishedExample, 'version' | 'name'> {
  const { headers, value } = withHeaders.safeParse(content).data ?? {};
  if (headers === undefined) {
    const { type } = structured.parse(content);
    const contentType = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
    return { type, mode: 'structured', headers: contentType, value: content };
  }
  if (parkedHeaders.reason in headers) return { type: 'parked', mode: 'parked', headers, value };
  return { type: headers['ce_type'] ?? '', mode: 'binary', headers, value };
}

/** The example as Kafka would hand it over. */
export function recordOfExample({ headers, value }: Pick<PublishedExample, 'headers' | 'value'>): RawRecord {
  return { headers, value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) };
}
