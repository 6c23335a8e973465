import { describe, expect, it } from '@jest/globals';
import { Random } from '../../../apps/hospital/dist/feed/random.js';
import { leafKey, type FaultRow } from '../fhir-faults/fault-rows.js';
import { FaultDeck, lasting } from './fault-deck.js';

const row = (name: string): FaultRow => ({ name, rules: [] });

describe('the deck of faults', () => {
  it('deals each fault once before any comes again, and the same order for the same seed', () => {
    const rows = [row('a'), row('b'), row('c')] as const;
    const deal = () => {
      const deck = new FaultDeck(rows, new Random('deck', 7));
      return Array.from({ length: 6 }, () => deck.next().name);
    };
    const dealt = deal();
    expect(dealt.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c']);
    expect(dealt.slice(3).toSorted()).toEqual(['a', 'b', 'c']);
    expect(deal()).toEqual(dealt);
  });
});

describe('the rules of a fault that lasts', () => {
  it('hit some requests for ever where they would be used up, and all where they would not', () => {
    const rules = [
      { times: 2, fault: { kind: 'status', status: 500 } as const },
      { fault: { kind: 'reset' } as const },
    ];
    expect(lasting({ name: '', rules }, [], 3)).toEqual([
      { fault: { kind: 'status', status: 500 }, chance: 0.3, seed: 3 },
      { fault: { kind: 'reset' } },
    ]);
  });

  it('name the records that are meant', () => {
    const rules = [{ fault: { kind: 'refused-entries', keys: [leafKey] } as const }];
    const written: FaultRow = {
      name: '',
      rules: rules.map(({ fault }) => ({ fault: { ...fault, keys: [...fault.keys] } })),
    };
    expect(lasting(written, ['Observation/o1'], 3)).toEqual([
      { fault: { kind: 'refused-entries', keys: ['Observation/o1'] } },
    ]);
  });
});
