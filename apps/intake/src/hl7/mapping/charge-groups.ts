import type { Hl7Message, Segment } from '../reading/message.js';
import { codesOf } from '../values/codes.js';
import { numberOf } from '../values/numbers.js';

/** Which PR1 of DFT belongs to which FT1. */

export type Transaction = 'charge' | 'credit';

/** HL7 table 0017; payments, adjustments and the rest are no charges. */
const transactions: Readonly<Record<string, Transaction>> = { CG: 'charge', CD: 'credit' };
/** HL7 table 0017, as far as it is no charge of something done. */
const otherTransactions = ['AJ', 'CO', 'PY'];

/** What FT1-6 says, and whether the table knows it. A charge of a negative quantity takes back. */
export function transactionOf(segment: Segment): { readonly is: Transaction | undefined; readonly isKnown: boolean } {
  const word = segment.field(6).text.toUpperCase();
  const is = transactions[word];
  if (is === undefined) return { is, isKnown: otherTransactions.includes(word) };
  return { is: (numberOf(segment.field(10).text) ?? 1) < 0 ? 'credit' : is, isKnown: true };
}

/** The FT1 that stand together before some PR1. */
interface Block {
  readonly charges: readonly Segment[];
  /** By code, and by code with modifiers; several where they can't be told apart. Empty where there is one alone. */
  readonly byCode: ReadonlyMap<string, readonly Segment[]>;
}

export interface ChargeGroups {
  /** The FT1 that a PR1 belongs to. */
  chargeOf(procedure: Segment): Segment | undefined;
  /** The first PR1 that belongs to an FT1. */
  procedureOf(charge: Segment): Segment | undefined;
  /** Whether a PR1 tells of what was taken back. */
  isCredited(procedure: Segment): boolean;
}

/**
 * Of an FT1 that stands alone all PR1 up to the next. Where several stand together (all FT1 first, then all PR1), the one
 * that shares a code with the PR1, and if need be its modifiers; where that is not one alone, none.
 */
export function chargeGroupsOf(message: Hl7Message): ChargeGroups {
  // Charges and procedures of a message ask for the same.
  const known = groupsOf.get(message) ?? findGroups(message);
  groupsOf.set(message, known);
  return known;
}

const groupsOf = new WeakMap<Hl7Message, ChargeGroups>();

function findGroups(message: Hl7Message): ChargeGroups {
  const chargeOf = new Map<Segment, Segment>();
  const procedureOf = new Map<Segment, Segment>();
  const credited = new Set<Segment>();
  for (const [block, procedure] of blocksOf(message)) {
    const fitting = fittingCharges(block, procedure);
    const [charge, ...others] = fitting;
    if (charge !== undefined && others.length === 0) {
      chargeOf.set(procedure, charge);
      if (!procedureOf.has(charge)) procedureOf.set(charge, procedure);
    }
    const open = fitting.length > 0 ? fitting : block.charges;
    if (open.length > 0 && open.every((one) => transactionOf(one).is === 'credit')) credited.add(procedure);
  }
  return {
    chargeOf: (procedure) => chargeOf.get(procedure),
    procedureOf: (charge) => procedureOf.get(charge),
    isCredited: (procedure) => credited.has(procedure),
  };
}

function* blocksOf({ segments }: Hl7Message): Generator<readonly [Block, Segment]> {
  let charges: Segment[] = [];
  let block: Block | undefined;
  for (const segment of segments) {
    if (segment.name === 'FT1') {
      if (block !== undefined) [charges, block] = [[], undefined];
      if (!otherTransactions.includes(segment.field(6).text.toUpperCase())) charges.push(segment);
    }
    if (segment.name === 'PR1') {
      block ??= { charges, byCode: byCode(charges.length > 1 ? charges : []) };
      yield [block, segment];
    }
  }
}

/** More can't be told apart, however many they are. */
const severalCharges = 20;

function byCode(charges: readonly Segment[]): ReadonlyMap<string, readonly Segment[]> {
  const found = new Map<string, Segment[]>();
  for (const charge of charges) {
    const codes = [...codesOf(charge.field(25)), ...codesOf(charge.field(7))];
    for (const key of keysOf(codes, modifiersIn(charge, 26))) {
      const same = found.get(key) ?? [];
      found.set(key, same);
      if (same.length < severalCharges && !same.includes(charge)) same.push(charge);
    }
  }
  return found;
}

function fittingCharges({ charges, byCode: known }: Block, procedure: Segment): readonly Segment[] {
  if (charges.length <= 1) return charges;
  const codes = codesOf(procedure.field(3));
  const exact = keysOf(codes, modifiersIn(procedure, 16)).filter((key) => key.includes('|'));
  const among = (keys: readonly string[]) => [...new Set(keys.flatMap((key) => known.get(key) ?? []))];
  const withModifiers = among(exact);
  return withModifiers.length > 0 ? withModifiers : among(codes.map(({ code }) => code));
}

function modifiersIn(segment: Segment, field: number): string {
  const modifiers = segment.field(field).repetitions.map(({ text }) => text.toUpperCase());
  return modifiers.toSorted().join(' ');
}

function keysOf(codes: readonly { readonly code: string }[], modifiers: string): readonly string[] {
  return [...new Set(codes.flatMap(({ code }) => [code, `${code}|${modifiers}`]))];
}
