import { codeTables, ownSystem, ownWords, systemUri, type CodeTable, type Rules, type SiteCode } from '@ilium/clinical';
import type { Code } from '@ilium/contracts';
import { suggestion, type Fault } from './faults.js';
import type { SiteFile } from './site-file.js';

type Codes = Pick<SiteFile, 'base' | 'codes'>;

/** The site's codes with what they stand for, as the tables of `clinical` know it. */
export function siteCodes({ base, codes }: Codes): Rules['codes'] {
  return Object.fromEntries(
    codeTables.flatMap((table) => {
      const rows = codes[table]?.map((row): SiteCode => ({ ...row, as: codeOf(row.as, base) }));
      return rows === undefined ? [] : [[table, rows]];
    }),
  );
}

/** Each code stands for one thing, and that thing exists. */
export function siteCodeFaults({ base, codes }: Codes): Fault[] {
  return codeTables.flatMap((table) => {
    const rows = codes[table] ?? [];
    const keys = rows.map(({ system, code }) => JSON.stringify([systemUri(system), code]));
    return rows.flatMap((row, index) => {
      const path = ['codes', table, index];
      const twice = keys.indexOf(keys[index] ?? '') < index;
      return [
        ...(twice ? [{ path: [...path, 'code'], message: 'this code stands twice in the table' }] : []),
        ...meaningFaults(codeOf(row.as, base), table).map((message) => ({ path: [...path, 'as'], message })),
      ];
    });
  });
}

/** Why a code can not stand for this in a table; none where it can. */
export function meaningFaults({ system = '', code }: Code, table: CodeTable): string[] {
  if (code === '') return ['a code expected after the bar'];
  if (system === ownSystem) {
    const words = ownWords[table];
    return words.includes(code) ? [] : [`none of our words for ${table}; ${suggestion(code, words)}`];
  }
  return system.includes(':')
    ? []
    : ['a known system (such as CPT, HCPCS, SCT, LN or RXNORM) or a URI expected before the bar'];
}

/** `SYSTEM|code`, else a word of ours. */
export function codeOf(text: string, base: string): Code {
  const bar = text.lastIndexOf('|');
  if (bar < 0) return { system: ownSystem, code: text.trim() };
  const system = systemUri(text.slice(0, bar).trim()) ?? '';
  return { system: system.startsWith(`${base}/CodeSystem/`) ? ownSystem : system, code: text.slice(bar + 1).trim() };
}
