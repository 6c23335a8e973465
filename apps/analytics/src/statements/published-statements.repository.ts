import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { withoutFactWriters } from '../facts/fact-writers.js';
import type { Queries } from '../questions/queries.js';
import { statement, type Statement } from './statement.schema.js';

/** A statement as it was published. It never changes. */
export interface PublishedStatement {
  readonly id: string;
  readonly publishedAt: Date;
  /** Who answers for it, by name. */
  readonly approver: string;
  readonly statement: Statement;
  /** By what it was made. */
  readonly madeBy: MadeBy;
}

/** What a statement was made by. Empty where it was published before this was kept. */
export interface MadeBy {
  /** Names the sentences, their rules and whom they are about. */
  readonly wording: string;
  /** The site's rules that its outcomes were derived by: several where not all were derived anew yet. */
  readonly rules: readonly string[];
  /** The release of analytics, and what it counts. */
  readonly release: string;
  readonly countedBy: string;
  /** How far each partition of the topic was consumed. */
  readonly dataVersion: string;
}

interface Row extends Omit<PublishedStatement, 'statement' | 'madeBy'>, MadeBy {
  readonly statement: unknown;
}

const columns = `id, published_at AS "publishedAt", approver, statement, wording, rules, release,
  counted_by AS "countedBy", data_version AS "dataVersion"`;

@Injectable()
export class PublishedStatementsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async all(queries: Queries): Promise<PublishedStatement[]> {
    const rows: Row[] = await queries.query(`SELECT ${columns} FROM published_statements ORDER BY published_at, id`);
    return rows.map(toPublished);
  }

  /** @param id a UUID */
  async find(id: string, queries: Queries): Promise<PublishedStatement | undefined> {
    const [row]: Row[] = await queries.query(`SELECT ${columns} FROM published_statements WHERE id = $1`, [id]);
    return row && toPublished(row);
  }

  /**
   * Runs while nobody else publishes and no facts are written: what is read is of one moment, and whatever is written later
   * finds what was published.
   */
  publish(
    make: (
      manager: EntityManager,
    ) => Promise<Pick<PublishedStatement, 'approver' | 'statement'> & { madeBy: Omit<MadeBy, 'dataVersion'> }>,
  ): Promise<PublishedStatement> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('LOCK TABLE published_statements IN SHARE ROW EXCLUSIVE MODE');
      await withoutFactWriters(manager);
      return insert(manager, await make(manager));
    });
  }
}

async function insert(
  manager: EntityManager,
  { approver, statement: told, madeBy }: Awaited<ReturnType<Parameters<PublishedStatementsRepository['publish']>[0]>>,
): Promise<PublishedStatement> {
  const { wording, rules, release, countedBy } = madeBy;
  const [row]: Row[] = await manager.query(
    `INSERT INTO published_statements (approver, statement, wording, rules, release, counted_by, data_version)
     VALUES ($1, $2, $3, $4, $5, $6, (SELECT coalesce(string_agg(topic || ':' || "partition" || ':' || next_offset, ' '
                                                      ORDER BY topic, "partition"), '') FROM consumer_offsets))
     RETURNING ${columns}`,
    [approver, told, wording, rules, release, countedBy],
  );
  if (row === undefined) throw new Error('PostgreSQL returned no row for a statement that it stored.');
  return toPublished(row);
}

function toPublished({ id, publishedAt, approver, statement: told, ...madeBy }: Row): PublishedStatement {
  return { id, publishedAt, approver, statement: statement.parse(told), madeBy };
}
