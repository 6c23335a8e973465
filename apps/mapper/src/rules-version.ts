import { canonicalJson, type Ids, type Rules } from '@ilium/clinical';
import { ExplainedError } from '@ilium/observability';
import { withResolutions } from '@ilium/site';
import type { DataSource, EntityManager } from 'typeorm';
import { countResolutions, loadLiveResolutions } from './store/code-resolutions.js';

type Database = Pick<EntityManager, 'query'>;

/**
 * The place of a site file's rules among all that were ever in use; new ones come last. Rules are told apart by their
 * content: a changed time zone changes days, whatever the version is called.
 */
export async function registerRules(database: Database, rules: Rules, ids: Ids): Promise<number> {
  const file = nameOf(rules, ids);
  return register(database, { version: file, file, resolutions: 0 });
}

function nameOf(rules: Rules, ids: Ids): string {
  return `${rules.version}/${ids.digest(canonicalJson(rules))}`;
}

async function register(
  database: Database,
  { version, file, resolutions }: { version: string; file: string; resolutions: number },
): Promise<number> {
  await database.query(
    `INSERT INTO rules_versions (version, file, resolutions)
     SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM rules_versions WHERE version = $1)
         ON CONFLICT DO NOTHING`,
    [version, file, resolutions],
  );
  const rows: { ordinal: number }[] = await database.query(`SELECT ordinal FROM rules_versions WHERE version = $1`, [
    version,
  ]);
  const ordinal = rows[0]?.ordinal;
  if (ordinal === undefined) throw new Error('the rules could not be registered');
  return ordinal;
}

/** The rules of a site file with what people had said of codes, and their place among all that were ever in use. */
export interface Combination {
  readonly rules: Rules;
  readonly rulesOrdinal: number;
  /** How many times people had spoken of codes. */
  readonly resolutions: number;
  /** Whether no newer site file is in use: an instance with an older one brings no new rules up. */
  readonly isOfNewestFile: boolean;
}

/** Nobody else registers rules or resolves codes until the transaction ends: their order is the order of commits. */
export async function lockRules(manager: EntityManager): Promise<void> {
  await manager.query(`LOCK TABLE rules_versions IN SHARE ROW EXCLUSIVE MODE`);
}

/**
 * Registers a site file with all that has been said of codes by now. Each time somebody speaks is a version of its own: a
 * resolution that is taken back leads on to newer rules, not back to older ones, though their content is the same.
 */
export async function registerCombination(manager: EntityManager, rules: Rules, ids: Ids): Promise<Combination> {
  await lockRules(manager);
  const file = nameOf(rules, ids);
  const fileOrdinal = await registerRules(manager, rules, ids);
  const resolutions = await countResolutions(manager);
  const combined = { rules: withResolutions(rules, await loadLiveResolutions(manager)), resolutions };
  const [newest]: { file: string; last: number }[] = await manager.query(
    `SELECT file, (SELECT max(ordinal) FROM rules_versions WHERE file = $1) AS last
       FROM rules_versions WHERE resolutions = 0 ORDER BY ordinal DESC LIMIT 1`,
    [file],
  );
  if (newest?.file !== file) {
    return { ...combined, rulesOrdinal: newest?.last ?? fileOrdinal, isOfNewestFile: false };
  }
  const version = `${file}+${resolutions}`;
  const rulesOrdinal = resolutions === 0 ? fileOrdinal : await register(manager, { version, file, resolutions });
  return { ...combined, rulesOrdinal, isOfNewestFile: true };
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
