import type { Code } from '@ilium/contracts';
import { systemUri } from './systems.js';

/** The system of our own codes inside the tables; outside it is a CodeSystem under `Rules.base`. */
export const ownSystem = 'ilium';

/** Tables of `terminology/` that a site may add its own codes to. */
export const codeTables = [
  'procedures',
  'drugs',
  'routes',
  'measures',
  'answers',
  'diagnoses',
  'complications',
  'treatments',
  'contrast',
  'guidance',
  'positions',
  'sides',
  'purposes',
] as const;
export type CodeTable = (typeof codeTables)[number];

/** A code of the site's own, and what it stands for: a standard code, or one of ours (system `ilium`). */
export interface SiteCode {
  /** As messages write it; without one the code counts whatever system it came with. */
  readonly system?: string | undefined;
  readonly code: string;
  readonly as: Code;
}

/** What tables need to know of the rules. */
export interface CodeRules {
  /** Base of our own CodeSystems and extensions. */
  readonly base: string;
  /** What the site's own codes mean, looked up before the shipped tables. */
  readonly codes: Readonly<Partial<Record<CodeTable, readonly SiteCode[]>>>;
  /** Whether a code that came without a system is taken for the one code of its table that reads the same. */
  readonly bareCodes: 'recognised' | 'unmapped';
}

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

/** The word of ours for what has no meaning here: a code that stands for it is in no outcome, and is no work. */
export const notOurs = 'not-ours';

/** Whether somebody said of a code that it is nothing of ours. */
export function isNotOurs(code: Code, table: CodeTable, rules: CodeRules): boolean {
  const { system, code: word } = standardCode(code, table, rules);
  return system === ownSystem && word === notOurs;
}

/** Whether a row of a table is meant by a standard code; a code without a system may be any row that reads the same. */
export function isCode(row: { readonly system: string; readonly code: string }, code: Code): boolean {
  return row.code === code.code && (code.system ?? row.system) === row.system;
}
