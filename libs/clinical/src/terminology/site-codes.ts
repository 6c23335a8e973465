import type { Code } from '@ilium/contracts';
import type { CodeTable, Rules } from '../rules.js';
import { systemUri } from './systems.js';

/** The system of our own codes inside the tables; outside it is a CodeSystem under `Rules.base`. */
export const ownSystem = 'ilium';

/** What tables need to know of the rules. */
export type CodeRules = Pick<Rules, 'base' | 'bareCodes' | 'codes'>;

/** A code as the tables know it: the site's own translated, its system as a FHIR URI, ours as `ilium`. */
export function standardCode(code: Code, table: CodeTable, { base, bareCodes, codes }: CodeRules): Code {
  const system = systemUri(code.system);
  const own = codes[table]?.find(
    (row) => row.code === code.code && (row.system === undefined || systemUri(row.system) === system),
  );
  if (own !== undefined) return own.as;
  if (system === undefined) return bareCodes === 'recognised' ? code : { ...code, system: '' };
  return { ...code, system: system.startsWith(`${base}/CodeSystem/`) ? ownSystem : system };
}

/** Whether a row of a table is meant by a standard code; a code without a system may be any row that reads the same. */
export function isCode(row: { readonly system: string; readonly code: string }, code: Code): boolean {
  return row.code === code.code && (code.system ?? row.system) === row.system;
}
