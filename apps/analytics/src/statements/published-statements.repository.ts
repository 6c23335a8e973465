import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Queries } from '../questions/queries.js';
import { statement, type Statement } from './statement.schema.js';

/** A statement as it was published. It never changes. */
export interface PublishedStatement {
  readonly id: string;
  readonly publishedAt: Date;
  /** Who answers for it, by name. */
  readonly approver: string;
  readonly statement: Statement;
  /** Which release counted, and which data it counted. */
  readonly countedBy: string;
  readonly dataVersion: string;
}

interface Row extends Omit<PublishedStatement, 'statement'> {
  readonly statement: unknown;
}

const columns = `id, published_at AS "publishedAt", approver, statement, counted_by AS "countedBy", data_version AS "dataVersion"`;

@Injectable()
export class PublishedStatementsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async all(queries: Queries): Promise<PublishedStatement[]> {
    const rows: Row[] = await queries.query(`SELECT ${columns} FROM published_statements ORDER BY published_at, id`);
    return rows.map((row) => ({ ...row, statement: statement.parse(row.statement) }));
  }

  /** @param id a UUID */
  async find(id: string, queries: Queries): Promise<PublishedStatement | undefined> {
    const [row]: Row[] = await queries.query(`SELECT ${columns} FROM published_statements WHERE id = $1`, [id]);
    return row && { ...row, statement: statement.parse(row.statement) };
  }

  /** @param isFree of what is published already: looked at while nobody else publishes */
  publish(
    given: Pick<PublishedStatement, 'approver' | 'statement' | 'countedBy'>,
    isFree: (published: readonly PublishedStatement[]) => void,
  ): Promise<PublishedStatement> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('LOCK TABLE published_statements IN SHARE ROW EXCLUSIVE MODE');
      isFree(await this.all(manager));
      const [row]: Row[] = await manager.query(
        `INSERT INTO published_statements (approver, statement, counted_by, data_version)
         VALUES ($1, $2, $3, (SELECT coalesce(string_agg(topic || ':' || "partition" || ':' || next_offset, ' '
                                                ORDER BY topic, "partition"), '') FROM consumer_offsets))
         RETURNING ${columns}`,
        [given.approver, given.statement, given.countedBy],
      );
      if (row === undefined) throw new Error('PostgreSQL returned no row for a statement that it stored.');
      return { ...row, statement: given.statement };
    });
  }
}
