import type { Identifier } from '@ilium/contracts';

/** Numbers by which reports say what they are about. */
export type Numbers = readonly Identifier[];

/** The numbers that are given: neither absent nor deleted. */
export function numbersOf(...given: readonly (Identifier | null | undefined)[]): Numbers {
  return given.filter((number) => number !== null && number !== undefined);
}

export function share(a: Numbers, b: Numbers): boolean {
  return a.some((left) => b.some((right) => left.system === right.system && left.value === right.value));
}

/** Both are numbered by the same system, and no number is shared. */
export function differ(a: Numbers, b: Numbers): boolean {
  return a.some((left) => b.some((right) => left.system === right.system)) && !share(a, b);
}
