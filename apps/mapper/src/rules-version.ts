import { canonicalJson, type Ids, type Rules } from '@ilium/clinical';
import { ExplainedError } from '@ilium/observability';
import type { DataSource } from 'typeorm';

/**
 * The place of some rules among all that were ever in use; new ones come last. Rules are told apart by their content: a
 * changed time zone changes days, whatever the version is called.
 */
export async function registerRules(dataSource: DataSource, rules: Rules, ids: Ids): Promise<number> {
  const name = `${rules.version}/${ids.digest(canonicalJson(rules))}`;
  await dataSource.query(
    `INSERT INTO rules_versions (version) SELECT $1 WHERE NOT EXISTS (SELECT FROM rules_versions WHERE version = $1)
         ON CONFLICT DO NOTHING`,
    [name],
  );
  const rows: { ordinal: number }[] = await dataSource.query(`SELECT ordinal FROM rules_versions WHERE version = $1`, [
    name,
  ]);
  const ordinal = rows[0]?.ordinal;
  if (ordinal === undefined) throw new Error('the rules could not be registered');
  return ordinal;
}

/** Refuses another key than the one that all ids were made with: every record would get a second id. */
export async function checkIdKey(dataSource: DataSource, ids: Ids): Promise<void> {
  const proof = ids.identify(['the key that ids are made with']);
  await dataSource.query(`INSERT INTO id_key (proof) VALUES ($1) ON CONFLICT DO NOTHING`, [proof]);
  const rows: { proof: string }[] = await dataSource.query(`SELECT proof FROM id_key`);
  if (rows[0]?.proof === proof) return;
  throw new ExplainedError(
    'ID_KEY is not the key that the records in this database were made with. Set the former key; with this one every record would be written a second time under another id.',
    'OTHER_ID_KEY',
  );
}
