const firstMonthOf = (period: string) => `rpad(${period}, length('2026-01'), '-01')`;
const lastMonthOf = (period: string) => `rpad(${period}, length('2026-12'), '-12')`;

/**
 * Whether a period lies within bounds that are not known before the statement runs: as `askedPeriods`, which an index can find.
 * @param bounds SQL of the first and the last month or year, or null
 */
export function inPeriodSql(period: string, { from, to }: { readonly from: string; readonly to: string }): string {
  return `(${from} IS NULL OR ${firstMonthOf(period)} >= ${firstMonthOf(from)})
     AND (${to} IS NULL OR ${lastMonthOf(period)} <= ${lastMonthOf(to)})`;
}
