import { Client, escapeLiteral, type Connection, type Submittable } from 'pg';
import type { QueryRunner } from 'typeorm';

/** What may stand in a statement. */
type Parameter = string | readonly string[];

/** A row by its columns, as PostgreSQL sends them. They are right until the next row comes. Null is empty. */
export type OnBinaryRow = (columns: readonly Buffer[]) => void;

interface Asked {
  /** A query with `$1`, `$2` …, whose values are written into it, since COPY takes none. */
  readonly sql: string;
  readonly parameters?: readonly Parameter[];
}

/**
 * Reads rows as bytes: of columns that are large and packed, text would be twice as much to send and to read. They are told as
 * fast as they are taken, one by one, out of the memory that `pg` puts each together in. Nothing else is asked of the runner meanwhile.
 */
export async function readBinaryRows(
  runner: QueryRunner,
  { sql, parameters = [] }: Asked,
  onRow: OnBinaryRow,
): Promise<void> {
  const copy = `COPY (${withLiterals(sql, parameters)}) TO STDOUT (FORMAT binary)`;
  const client: unknown = await runner.connect();
  if (!(client instanceof Client)) throw new TypeError('Rows are read as bytes from PostgreSQL only.');
  await new Promise<void>((done, failed) => {
    client.query(new CopyOut(copy, onRow, (error) => (error === undefined ? done() : failed(error))));
  });
}

/** What `pg` tells a query. */
class CopyOut implements Submittable {
  /** It stands before the first row, or before the trailer where there is none. */
  #isHeaderRead = false;
  #error: Error | undefined;

  constructor(
    private readonly sql: string,
    private readonly onRow: OnBinaryRow,
    private readonly onEnd: (error?: Error) => void,
  ) {}

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  /** A message is one row: of who fails at one, no more are told, and the connection stays in order. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    if (this.#error !== undefined) return;
    try {
      const columns = columnsOf(chunk, this.#isHeaderRead ? 0 : headerOf(chunk));
      this.#isHeaderRead = true;
      if (columns !== undefined) this.onRow(columns);
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
    }
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.onEnd(this.#error ?? error);
  }

  handleReadyForQuery(): void {
    this.onEnd(this.#error);
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

const int16 = 2;
const int32 = 4;

/** A signature, flags, and how long an extension is. */
function headerOf(bytes: Buffer): number {
  const length = 11 + int32 + int32;
  return length + bytes.readUInt32BE(length - int32);
}

/** A number of columns, and each behind its length. The trailer counts -1. */
function columnsOf(bytes: Buffer, from: number): readonly Buffer[] | undefined {
  const count = bytes.readInt16BE(from);
  if (count < 0) return undefined;
  const columns: Buffer[] = [];
  let at = from + int16;
  while (columns.length < count) {
    const begin = at + int32;
    at = begin + Math.max(bytes.readInt32BE(at), 0);
    columns.push(bytes.subarray(begin, at));
  }
  return columns;
}
