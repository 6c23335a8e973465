import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** The part of `pg`'s pool that is used here. */
interface Pool {
  connect(): Promise<Connection>;
}

interface Connection {
  query<Row>(statement: {
    name: string;
    text: string;
    values: readonly unknown[];
    query_timeout: number | undefined;
  }): Promise<{ rows: readonly Row[] }>;
  /** Closed, and not used again, where `isBroken`. */
  release(isBroken: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * A statement that each connection parses and plans once, and that goes to the driver without a detour: for the one
 * statement that somebody waits for at every message. Its errors are the driver's own.
 */
export class PreparedStatement<Row extends object> {
  readonly #pool: Pool;

  constructor(
    dataSource: DataSource,
    private readonly name: string,
    private readonly text: string,
    /**
     * In milliseconds: a connection that has not answered by then is closed, since a server that is gone answers nothing
     * at all. Left out: the data source's own limit.
     */
    private readonly withinMs?: number,
  ) {
    const { driver } = dataSource;
    if (!(driver instanceof PostgresDriver)) throw new TypeError('prepared statements are for PostgreSQL');
    this.#pool = driver.master;
  }

  async run(values: readonly unknown[]): Promise<readonly Row[]> {
    const { name, text, withinMs } = this;
    const connection = await this.#pool.connect();
    let isSound = false;
    // A connection that breaks says so twice: here and to whoever waits for its answer.
    const breaks = () => (isSound = false);
    connection.on('error', breaks);
    try {
      const { rows } = await connection.query<Row>({ name, text, values, query_timeout: withinMs });
      isSound = true;
      return rows;
    } catch (error) {
      isSound = isAnswer(error);
      throw error;
    } finally {
      connection.off('error', breaks);
      connection.release(!isSound);
    }
  }
}

/** A server that says why it refuses has answered; whatever else went wrong, a late answer would be taken for another's. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}
