import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** The part of `pg`'s pool that is used here. */
interface Pool {
  query<Row>(statement: {
    name: string;
    text: string;
    values: readonly unknown[];
    query_timeout: number | undefined;
  }): Promise<{ rows: readonly Row[] }>;
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
    const { rows } = await this.#pool.query<Row>({
      name: this.name,
      text: this.text,
      values,
      query_timeout: this.withinMs,
    });
    return rows;
  }
}
