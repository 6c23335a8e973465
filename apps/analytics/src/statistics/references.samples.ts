import { readFileSync } from 'node:fs';

/** What somebody else's program computed: see references/README.md. */
export function reference<Cases>(name: string): Cases {
  const cases: Cases = JSON.parse(readFileSync(new URL(`references/${name}.json`, import.meta.url), 'utf8'));
  return cases;
}

/** How far a value is from its reference, as a part of it; infinitely far where only one of them is there. */
export function relativeError(value: number | null | undefined, expected: number | null | undefined): number {
  const [found, wanted] = [value ?? null, expected ?? null];
  if (found === null || wanted === null) return found === wanted ? 0 : Infinity;
  return found === wanted ? 0 : Math.abs(found - wanted) / Math.abs(wanted);
}

/** The same numbers on every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
