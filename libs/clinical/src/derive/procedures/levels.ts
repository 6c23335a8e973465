import type { ProcedureType } from '@ilium/contracts';
import { isOfSameFeed } from './procedure-reports.js';
import type { ProcedureReport } from './read-procedure.js';

const withLevels: readonly ProcedureType[] = [
  'facet-injection',
  'medial-branch-block',
  'facet-or-medial-branch-block',
  'facet-rfa',
  'epidural-injection',
];

/**
 * Clinical rule 7: add-on codes are levels of one procedure. Each code is one further level; a code that is said once for
 * every further level counts as often as the feed that lists it most says it.
 */
export function levelsOf(reports: readonly ProcedureReport[]): number | undefined {
  if (!reports.some(({ type }) => withLevels.includes(type))) return undefined;
  const further = reports.flatMap((report) => addOnsIn(report).map((addOn) => ({ report, ...addOn })));
  const byCode = Map.groupBy(further, ({ code }) => code);
  const counts = [...byCode.values()].map((said) =>
    Math.max(
      ...said.map(({ report, each }) => (each ? said.filter((other) => isOfSameFeed(other.report, report)).length : 1)),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 1);
}

function addOnsIn({ codes }: ProcedureReport): readonly { readonly code: string; readonly each: boolean }[] {
  return codes.flatMap(({ row }) => {
    if (row?.meaning.is !== 'procedure' || row.meaning.addOn === undefined) return [];
    return [{ code: row.code, each: row.meaning.addOn === 'each' }];
  });
}
