/** How often each unknown is in a sum; those that are not in it are left out. */
export type Terms = ReadonlyMap<string, number>;

interface Sum {
  readonly terms: Terms;
  readonly value: number;
}

const nearlyZero = 1e-9;

/** Sums of unknown counts, and what follows from them: elimination of Gauss and Jordan, with each unknown that follows in terms of those that do not. */
export class SumsOfUnknowns {
  readonly #solved = new Map<string, Sum>();

  /** Answers by how much the value differs, where it follows from the sums before; undefined where it does not. */
  add(terms: Terms, value: number): number | undefined {
    const left = this.#reduced({ terms, value });
    const [first] = left.terms;
    if (first === undefined) return Math.round(left.value);
    const [unknown, times] = first;
    // unknown = (value - the others) / times
    const others = [...left.terms].filter(([name]) => name !== unknown);
    const solved = {
      terms: new Map(others.map(([name, count]) => [name, -count / times])),
      value: left.value / times,
    };
    for (const [name, sum] of this.#solved)
      if (sum.terms.has(unknown)) this.#solved.set(name, replaced(sum, unknown, solved));
    this.#solved.set(unknown, solved);
    return undefined;
  }

  /** Undefined where it does not follow. */
  valueOf(terms: Terms): number | undefined {
    const left = this.#reduced({ terms, value: 0 });
    return left.terms.size === 0 ? Math.round(-left.value) + 0 : undefined;
  }

  /** `terms` without unknowns that follow from others; they moved to the other side. */
  #reduced({ terms, value }: Sum): Sum {
    const left = new Map<string, number>();
    let rest = value;
    for (const [name, times] of terms) {
      const solved = this.#solved.get(name);
      if (solved === undefined) {
        addTo(left, name, times);
        continue;
      }
      rest -= times * solved.value;
      for (const [other, count] of solved.terms) addTo(left, other, times * count);
    }
    return { terms: left, value: rest };
  }
}

/** unknown = terms + value, with another one put in its place. */
function replaced({ terms, value }: Sum, unknown: string, by: Sum): Sum {
  const times = terms.get(unknown) ?? 0;
  const left = new Map(terms);
  left.delete(unknown);
  for (const [name, count] of by.terms) addTo(left, name, times * count);
  return { terms: left, value: value + times * by.value };
}

function addTo(terms: Map<string, number>, name: string, times: number): void {
  const sum = (terms.get(name) ?? 0) + times;
  if (Math.abs(sum) <= nearlyZero) terms.delete(name);
  else terms.set(name, sum);
}
