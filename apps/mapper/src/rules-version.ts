import type { DataSource } from 'typeorm';

/** The place of a rules version among all that were ever in use; a new version comes last. */
export async function registerRules(dataSource: DataSource, version: string): Promise<number> {
  await dataSource.query(`INSERT INTO rules_versions (version) VALUES ($1) ON CONFLICT DO NOTHING`, [version]);
  const rows: { ordinal: number }[] = await dataSource.query(`SELECT ordinal FROM rules_versions WHERE version = $1`, [
    version,
  ]);
  const ordinal = rows[0]?.ordinal;
  if (ordinal === undefined) throw new Error('the rules version could not be registered');
  return ordinal;
}
