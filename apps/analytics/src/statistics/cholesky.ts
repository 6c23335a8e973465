/** A row of a lower triangle from its first entry that is not zero; left of it nothing is stored, nor filled in later. */
export interface Row {
  readonly start: number;
  readonly values: Float64Array;
}

/**
 * The lower triangle L of a symmetric positive definite matrix A = L Lᵀ, within the same envelope (George and Liu 1981,
 * Computer Solution of Large Sparse Positive Definite Systems, chapter 4).
 */
export function cholesky(matrix: readonly Row[]): Row[] {
  const factor: Row[] = [];
  for (const [i, { start, values }] of matrix.entries()) {
    const row: Row = { start, values: new Float64Array(values.length) };
    for (let j = start; j < i; j++) {
      const above = factor[j] ?? row;
      row.values[j - start] = ((values[j - start] ?? 0) - dot(row, above, j)) / (above.values[j - above.start] ?? 1);
    }
    const pivot = (values[i - start] ?? 0) - dot(row, row, i);
    if (!(pivot > 0)) throw new RangeError('Counts differ too much for this precision: their curve can’t be computed.');
    row.values[i - start] = Math.sqrt(pivot);
    factor.push(row);
  }
  return factor;
}

/** x of L Lᵀ x = right. */
export function solve(factor: readonly Row[], right: Float64Array): Float64Array {
  const x = solveLower(factor, right);
  for (let i = factor.length - 1; i >= 0; i--) {
    const { start, values } = factor[i] ?? nothing;
    const value = (x[i] ?? 0) / (values[i - start] ?? 1);
    x[i] = value;
    for (let j = start; j < i; j++) x[j] = (x[j] ?? 0) - (values[j - start] ?? 0) * value;
  }
  return x;
}

/** x of L x = right, where the right side is zero before `from`. */
export function solveLower(factor: readonly Row[], right: Float64Array, from = 0): Float64Array {
  const x = right.slice();
  for (let i = from; i < factor.length; i++) {
    const { start, values } = factor[i] ?? nothing;
    let sum = x[i] ?? 0;
    for (let j = Math.max(start, from); j < i; j++) sum -= (values[j - start] ?? 0) * (x[j] ?? 0);
    x[i] = sum / (values[i - start] ?? 1);
  }
  return x;
}

const nothing: Row = { start: 0, values: new Float64Array(0) };

/** Over the columns before `end` that both rows have. */
function dot(a: Row, b: Row, end: number): number {
  const from = Math.max(a.start, b.start);
  let sum = 0;
  for (let k = from; k < end; k++) sum += (a.values[k - a.start] ?? 0) * (b.values[k - b.start] ?? 0);
  return sum;
}
