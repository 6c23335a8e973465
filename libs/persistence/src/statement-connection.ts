import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** Each connection parses and plans it once, under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** The part of `pg`'s pool that is used here. */
interface Pool {
  connect(): Promise<Connection>;
}

interface Connection {
  query<Row>(
    statement: Statement & { readonly values: readonly unknown[]; readonly query_timeout: number | undefined },
  ): Promise<{ rows: readonly Row[] }>;
  /** Closed, and not used again, where `isBroken`. */
  release(isBroken: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

const idleMs = 1_000;

/**
 * A connection for statements that somebody waits for at every message: kept as long as it is used at least once a second,
 * so that a statement goes out at once, and to the driver without a detour. Its errors are the driver's own.
 */
export class StatementConnection {
  readonly #pool: Pool;
  #held: Connection | undefined;
  #last: Promise<unknown> | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(
    dataSource: DataSource,
    /**
     * In milliseconds: a connection that has not answered by then is closed, since a server that is gone answers nothing
     * at all. Left out: the data source's own limit.
     */
    private readonly withinMs?: number,
  ) {
    const { driver } = dataSource;
    if (!(driver instanceof PostgresDriver)) throw new TypeError('statement connections are for PostgreSQL');
    this.#pool = driver.master;
  }

  /** One at a time, in the order in which they come. */
  async run<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    const running =
      this.#last === undefined
        ? this.#runNow<Row>(statement, values)
        : this.#last.then(() => this.#runNow<Row>(statement, values));
    const over = running.then(nothing, nothing);
    this.#last = over;
    try {
      return await running;
    } finally {
      if (this.#last === over) this.#last = undefined;
    }
  }

  async #runNow<Row>({ name, text }: Statement, values: readonly unknown[]): Promise<readonly Row[]> {
    const connection = this.#held ?? (await this.#connect());
    return await this.#runOn<Row>(connection, { name, text, values, query_timeout: this.withinMs });
  }

  async #runOn<Row>(connection: Connection, statement: Parameters<Connection['query']>[0]): Promise<readonly Row[]> {
    try {
      const { rows } = await connection.query<Row>(statement);
      return rows;
    } catch (error) {
      // A server that says why it refuses has answered; else a late answer would be taken for another statement's.
      if (!isAnswer(error)) this.#giveBack(connection, true);
      throw error;
    } finally {
      this.#idle?.refresh();
    }
  }

  async #connect(): Promise<Connection> {
    const connection = await this.#pool.connect();
    // A connection that breaks says so twice: here and to whoever waits for its answer.
    connection.on('error', this.#broke);
    this.#held = connection;
    this.#idle = setTimeout(() => this.#rest(), idleMs).unref();
    return connection;
  }

  readonly #broke = (): void => {
    if (this.#held !== undefined) this.#giveBack(this.#held, true);
  };

  #rest(): void {
    if (this.#last !== undefined) this.#idle?.refresh();
    else if (this.#held !== undefined) this.#giveBack(this.#held, false);
  }

  #giveBack(connection: Connection, isBroken: boolean): void {
    if (this.#held !== connection) return;
    this.#held = undefined;
    clearTimeout(this.#idle);
    connection.off('error', this.#broke);
    connection.release(isBroken);
  }
}

function nothing(): void {}

function isAnswer(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}
