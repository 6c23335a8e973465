import { systemUri, type CodeTable, type Rules, type SiteCode } from '@ilium/clinical';
import { codeOf, meaningFaults } from './site-codes.js';

/** What somebody said a code of the work list stands for, in the words of the site file's `codes`. */
export interface Resolution {
  readonly table: CodeTable;
  /** Without one the code counts whatever system it came with. */
  readonly system?: string | undefined;
  readonly code: string;
  readonly as: string;
}

/** What is wrong with what a code is said to stand for, in the words that a site file is refused with. */
export function resolutionFaults({ table, as }: Pick<Resolution, 'table' | 'as'>, { base }: Rules): readonly string[] {
  return meaningFaults(codeOf(as, base), table);
}

/** The key of the site file that speaks of all that a resolution speaks of, so that the resolution changes nothing. */
export function overruledBy(
  { table, system, code }: Omit<Resolution, 'as'>,
  { codes }: Pick<Rules, 'codes'>,
): string | undefined {
  const index = (codes[table] ?? []).findIndex(
    (row) => row.code === code && (row.system === undefined || systemUri(row.system) === systemUri(system)),
  );
  return index < 0 ? undefined : `codes.${table}[${index}]`;
}

/**
 * The rules of a site file together with what people said of codes since. The file wins: its codes are looked up first, and
 * what it overrules is left out, as is what no longer has a meaning. The order of the resolutions does not matter.
 */
export function withResolutions(rules: Rules, resolutions: readonly Resolution[]): Rules {
  const counted = resolutions.filter(
    (one) => overruledBy(one, rules) === undefined && resolutionFaults(one, rules).length === 0,
  );
  if (counted.length === 0) return rules;
  const codes = { ...rules.codes };
  for (const { table, system, code, as } of counted.toSorted(exactFirst)) {
    const row: SiteCode = { ...(system === undefined ? {} : { system }), code, as: codeOf(as, rules.base) };
    codes[table] = [...(codes[table] ?? []), row];
  }
  return { ...rules, codes };
}

/** What is said of one system comes before what is said of any. */
function exactFirst(a: Resolution, b: Resolution): number {
  const [left, right] = [a, b].map(({ table, system, code }) => [
    table,
    system === undefined ? 1 : 0,
    system ?? '',
    code,
  ]);
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
