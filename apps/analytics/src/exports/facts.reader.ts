import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { selectedFacts } from '../questions/selected-sql.js';
import type { Selection } from '../questions/selection.js';
import { factColumns, type FactRow } from './fact-columns.js';

/** Facts of one moment, to be read once and closed. */
export interface OpenFacts {
  /** How many there are, as PostgreSQL guesses from its statistics: counting them would take as long as reading them. */
  readonly about: number;
  readonly batches: AsyncIterable<readonly FactRow[]>;
  /** Gives the connection back; more than once is fine. */
  readonly close: () => Promise<void>;
}

const rowsPerBatch = 2_000;
const batchWithinMs = 600_000;

/** Each holds a connection, of which the service has ten, and keeps PostgreSQL from tidying up behind it. */
const mostAtOnce = 2;

/** Reads facts through a cursor: so many at a time, however many there are. */
@Injectable()
export class FactsReader {
  #open = 0;

  constructor(private readonly dataSource: DataSource) {}

  /** In no order: sorting would need them all at once. */
  async open(asked: Selection): Promise<OpenFacts> {
    if (this.#open >= mostAtOnce) {
      throw new ServiceUnavailableException(`${mostAtOnce} exports are running. Wait until one of them has ended.`);
    }
    this.#open += 1;
    const runner = this.dataSource.createQueryRunner();
    let closing: Promise<void> | undefined;
    const close = () => (closing ??= this.#close(runner));
    try {
      const about = await declare(runner, asked);
      return { about, batches: batchesOf(runner), close };
    } catch (error) {
      await close();
      throw error;
    }
  }

  async #close(runner: QueryRunner): Promise<void> {
    try {
      // Of a connection that is broken there is nothing to take back.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    } finally {
      this.#open -= 1;
      await runner.release();
    }
  }
}

async function declare(runner: QueryRunner, asked: Selection): Promise<number> {
  const { ofFacts, parameters } = selectedFacts(asked);
  const columns = factColumns.map(({ name, sql }) => `${sql} AS "${name}"`).join(', ');
  const select = `SELECT ${columns} FROM outcome_facts AS fact WHERE ${ofFacts}`;
  await runner.startTransaction('REPEATABLE READ');
  await runner.query('SET TRANSACTION READ ONLY');
  // All of them are wanted, not the first ones soon.
  await runner.query('SET LOCAL cursor_tuple_fraction = 1');
  // Where a filter lets hardly anything pass, one batch is the whole table.
  await runner.query(`SET LOCAL statement_timeout = ${batchWithinMs}`);
  const [explained]: { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }[] = await runner.query(
    `EXPLAIN (FORMAT JSON) ${select}`,
    [...parameters],
  );
  await runner.query(`DECLARE exported NO SCROLL CURSOR FOR ${select}`, [...parameters]);
  return explained?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}

async function* batchesOf(runner: QueryRunner): AsyncGenerator<readonly FactRow[]> {
  for (;;) {
    const rows: FactRow[] = await runner.query(`FETCH ${rowsPerBatch} FROM exported`);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsPerBatch) return;
  }
}
