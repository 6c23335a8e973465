import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** The part of `pg`'s pool that is used here. */
interface Pool {
  query<Row>(statement: { name: string; text: string; values: readonly unknown[] }): Promise<{ rows: readonly Row[] }>;
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
  ) {
    const { driver } = dataSource;
    if (!(driver instanceof PostgresDriver)) throw new TypeError('prepared statements are for PostgreSQL');
    this.#pool = driver.master;
  }

  async run(values: readonly unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.#pool.query<Row>({ name: this.name, text: this.text, values });
    return rows;
  }
}
