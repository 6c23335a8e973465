import type { DataSource } from 'typeorm';
import { heldSql, overlaidSql, type HeldReason } from './held-reasons.js';
import { alongIndexSql } from './sql.js';

interface HeldRecords {
  readonly target: string;
  readonly reason: HeldReason;
  readonly count: number;
}

interface OverlaidPatients {
  readonly target: string;
  readonly count: number;
}

export const heldRecordsSql = `
  SELECT target, reason, count(*)::integer AS count FROM desired_records WHERE ${heldSql} GROUP BY reason, target`;
export const overlaidPatientsSql = `SELECT record.target, count(*)::integer AS count FROM ${overlaidSql} GROUP BY 1`;

/**
 * How much waits for what only a person brings about. What is held is read and nothing else, however many records there
 * are: this is asked for with each scrape.
 */
export class HeldCounts {
  constructor(private readonly dataSource: DataSource) {}

  records(): Promise<HeldRecords[]> {
    return this.#read(heldRecordsSql);
  }

  /** Whose identifier may be somebody else's now, and whose records the target is to have. */
  overlaidPatients(): Promise<OverlaidPatients[]> {
    return this.#read(overlaidPatientsSql);
  }

  #read<Row>(sql: string): Promise<Row[]> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(alongIndexSql);
      return manager.query<Row[]>(sql);
    });
  }
}
