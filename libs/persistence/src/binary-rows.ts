import { finished } from 'node:stream/promises';
import { Client, escapeLiteral } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { QueryRunner } from 'typeorm';

/** What may stand in a statement. */
type Parameter = string | readonly string[];

/**
 * Rows as bytes, as PostgreSQL sends them: of columns that are large and packed, text would be twice as much to send and to read.
 * They come as fast as they are taken, and are never all in memory. Nothing else is asked of the runner meanwhile. Null is empty.
 * @param sql a query with `$1`, `$2` …, whose values are written into it, since COPY takes none
 */
export async function* binaryRows(
  runner: QueryRunner,
  sql: string,
  parameters: readonly Parameter[] = [],
): AsyncGenerator<readonly Buffer[]> {
  const client: unknown = await runner.connect();
  if (!(client instanceof Client)) throw new TypeError('Rows are read as bytes from PostgreSQL only.');
  const copied = client.query(copyTo(`COPY (${withLiterals(sql, parameters)}) TO STDOUT (FORMAT binary)`));
  try {
    yield* rowsIn(copied.iterator({ destroyOnReturn: false }));
  } finally {
    // Who reads no further leaves a connection that can be asked something else.
    if (!copied.readableEnded && copied.errored === null) await finished(copied.resume());
  }
}

function withLiterals(sql: string, parameters: readonly Parameter[]): string {
  return sql.replaceAll(/\$(\d+)/g, (_, place: string) => {
    const value = parameters[Number(place) - 1];
    if (value === undefined)
      throw new RangeError(`The statement wants a parameter ${place}, and has ${parameters.length}.`);
    return typeof value === 'string' ? escapeLiteral(value) : `ARRAY[${value.map(escapeLiteral).join(', ')}]::text[]`;
  });
}

async function* rowsIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Buffer[]> {
  let cut = headerOf;
  // Of a row that is not whole yet: put together only when all that is known to be missing has come, since a long one
  // comes in hundreds of pieces.
  let begun: Buffer[] = [];
  let lacking = 0;
  for await (const chunk of chunks) {
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (rest.length < lacking) {
        begun.push(rest);
        lacking -= rest.length;
        break;
      }
      const isBegun = begun.length > 0;
      const bytes = isBegun ? Buffer.concat([...begun, rest.subarray(0, lacking)]) : rest;
      if (isBegun) rest = rest.subarray(lacking);
      const { fields, length, missing } = cut(bytes);
      if (missing === 0) {
        if (fields.length > 0) yield fields;
        cut = rowOf;
        if (!isBegun) rest = rest.subarray(length);
        begun = [];
      } else {
        begun = [bytes];
        if (!isBegun) rest = nothing;
      }
      lacking = missing;
    }
  }
}

const nothing: Buffer = Buffer.alloc(0);

/** What bytes begin with; while some are missing, at least so many. */
interface Cut {
  readonly fields: readonly Buffer[];
  readonly length: number;
  readonly missing: number;
}

const whole = (length: number, fields: readonly Buffer[] = []): Cut => ({ fields, length, missing: 0 });
const missing = (bytes: Buffer, length: number): Cut => ({ fields: [], length: 0, missing: length - bytes.length });

const int16 = 2;
const int32 = 4;
/** A signature, flags, and how long an extension is. */
const headerLength = 11 + int32 + int32;

function headerOf(bytes: Buffer): Cut {
  if (bytes.length < headerLength) return missing(bytes, headerLength);
  const length = headerLength + bytes.readUInt32BE(headerLength - int32);
  return bytes.length < length ? missing(bytes, length) : whole(length);
}

/** A number of fields, and each behind its length. The trailer counts -1 fields. */
function rowOf(bytes: Buffer): Cut {
  if (bytes.length < int16) return missing(bytes, int16);
  const count = bytes.readInt16BE();
  const fields: Buffer[] = [];
  let at = int16;
  while (fields.length < count) {
    if (bytes.length < at + int32) return missing(bytes, at + int32);
    const end = at + int32 + Math.max(bytes.readInt32BE(at), 0);
    if (bytes.length < end) return missing(bytes, end);
    fields.push(bytes.subarray(at + int32, end));
    at = end;
  }
  return whole(at, fields);
}
