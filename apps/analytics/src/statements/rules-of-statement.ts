import { inPeriodSql } from '../questions/in-period-sql.js';
import type { Queries } from '../questions/queries.js';
import type { Statement } from './statement.schema.js';

/** The versions of the site's rules by which the outcomes of a statement's windows were derived. */
export async function rulesOf(
  { measure, windows, from, to }: Pick<Statement, 'measure' | 'windows' | 'from' | 'to'>,
  queries: Queries,
): Promise<string[]> {
  const [types, names] = [windows.map(({ procedureType }) => procedureType), windows.map(({ window }) => window)];
  const rows: { version: string }[] = await queries.query(
    `SELECT DISTINCT fact.rules_version AS version
       FROM unnest($1::text[], $2::text[]) AS asked (procedure_type, "window")
       JOIN outcome_facts AS fact USING (procedure_type, "window")
      WHERE fact.measure = $3 AND fact.rules_version IS NOT NULL
        AND ${inPeriodSql('fact.period', { from: '$4::text', to: '$5::text' })}
      ORDER BY 1`,
    [types, names, measure, from, to],
  );
  return rows.map(({ version }) => version);
}
