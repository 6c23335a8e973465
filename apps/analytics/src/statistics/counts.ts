/** Counts come from additive rollups. One below zero would be a rollup that lost a row, and no statistic may hide it. */
export function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${name} is no count (a whole number from 0): compare the rollups with the facts.`);
}

export function requirePart(name: string, part: number, whole: number): void {
  requireCount(name, part);
  requireCount('The whole', whole);
  if (part > whole) throw new RangeError(`${name} is more than the whole: both have to be counted over the same rows.`);
}
