import type { Random } from '../../../apps/hospital/dist/feed/random.js';
import { leafKey, type FaultRow, type Rule } from '../fhir-faults/fault-rows.js';

/** Faults one after the other in an order of chance: all of them before any comes again. */
export class FaultDeck {
  #left: FaultRow[] = [];

  constructor(
    private readonly rows: readonly [FaultRow, ...FaultRow[]],
    private readonly random: Random,
  ) {}

  next(): FaultRow {
    if (this.#left.length === 0) this.#left = [...this.rows];
    const [drawn] = this.#left.splice(this.random.int(0, this.#left.length - 1), 1);
    return drawn ?? this.rows[0];
  }
}

/** Where a fault does not end by itself it hits so many of the requests that it is about. */
const chanceOfMany = 0.3;

/**
 * A row's rules for a while: those that would be used up after a few requests hit some of them for as long as it lasts.
 * `keys`: the records that a rule about single records is about.
 */
export function lasting({ rules }: FaultRow, keys: readonly string[], seed: number): readonly Rule[] {
  return rules.map(({ times, ...rule }) => {
    const { fault } = rule;
    const named =
      fault.kind === 'refused-entries' && fault.keys?.includes(leafKey) ? { ...fault, keys: [...keys] } : fault;
    return { ...rule, fault: named, ...(times === undefined ? {} : { chance: chanceOfMany, seed }) };
  });
}
