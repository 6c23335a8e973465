import type { EntityMetadata, ObjectLiteral } from 'typeorm';

/** Many rows as one statement's parameters: one array per column, whatever the number of rows. */
export interface RowSource {
  /** `"key", "revision"` */
  readonly columns: string;
  /** `unnest($1::uuid[], $2::bigint[])` */
  readonly unnest: string;
  readonly parameters: unknown[][];
}

export function rowSource<Row extends ObjectLiteral>(entity: EntityMetadata, rows: readonly Row[]): RowSource {
  return {
    columns: entity.columns.map(({ databaseName }) => `"${databaseName}"`).join(', '),
    unnest: `unnest(${entity.columns.map(({ type }, index) => `$${index + 1}::${String(type)}[]`).join(', ')})`,
    parameters: entity.columns.map(({ propertyName }) => rows.map((row) => row[propertyName])),
  };
}
