import type { ProcedureType } from '@ilium/contracts';
import type { Queries } from './queries.js';
import { scaleSql, type Scale } from './scale.js';

/** A scale and a window of a type of procedure. */
export interface Series extends Scale {
  readonly procedureType: ProcedureType;
  readonly window: string;
}

export const seriesSql = `procedure_type AS "procedureType", ${scaleSql}, "window"`;

/** All there are, by their numbers. */
export async function seriesByNumber(queries: Queries): Promise<ReadonlyMap<string, Series>> {
  const rows: (Series & { readonly id: string })[] = await queries.query(
    `SELECT id::text AS id, ${seriesSql} FROM outcome_series`,
  );
  return new Map(rows.map(({ id, ...series }) => [id, series]));
}

/** Names it. */
export function keyOfSeries({ procedureType, measure, painLocation, recall, window }: Omit<Series, 'family'>): string {
  return [procedureType, measure, painLocation, recall, window].join(' ');
}
