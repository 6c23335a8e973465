export type Matrix = readonly Float64Array[];

/** The lower triangle L of a symmetric positive definite matrix A = L Lᵀ. */
export function cholesky(matrix: Matrix): Matrix {
  const factor: Float64Array[] = [];
  for (const [i, row] of matrix.entries()) {
    const target = new Float64Array(matrix.length);
    for (const [j, above] of factor.entries()) target[j] = ((row[j] ?? 0) - dot(target, above, j)) / (above[j] ?? 1);
    const pivot = (row[i] ?? 0) - dot(target, target, i);
    if (!(pivot > 0))
      throw new RangeError('A matrix is not positive definite: counts may be too large for this precision.');
    target[i] = Math.sqrt(pivot);
    factor.push(target);
  }
  return factor;
}

/** x of L Lᵀ x = right. */
export function solve(factor: Matrix, right: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(right);
  for (const [i, row] of factor.entries()) x[i] = ((x[i] ?? 0) - dot(row, x, i)) / (row[i] ?? 1);
  for (let i = factor.length - 1; i >= 0; i--) {
    const row = factor[i] ?? x;
    const value = (x[i] ?? 0) / (row[i] ?? 1);
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] = (x[j] ?? 0) - (row[j] ?? 0) * value;
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}
