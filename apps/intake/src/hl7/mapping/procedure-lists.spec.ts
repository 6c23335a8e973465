import { describe, expect, it } from '@jest/globals';
import {
  dataOf,
  example,
  lakeside,
  strict,
  structural,
  taken,
  withField,
  without,
} from '../../testing/hl7-messages.js';

const lake = example('lakeside-adt-a08').replaceAll('#', '|').replaceAll('*', '^');
const procedures = (message: string) => dataOf(taken(message, lakeside), 'procedure.reported');

describe('a sender of lists and whole records', () => {
  const lists = (message: string, listener = strict) => dataOf(taken(message, lakeside, listener), 'snapshot.reported');
  const anonymous = withField(lake, 'PR1', 19, '');

  it('says with each message all procedures of the visit', () => {
    expect(lists(lake)).toMatchObject([
      {
        kind: 'procedure',
        visit: { value: '0000778812' },
        members: [{ value: 'ACT-1' }],
        version: { eventTime: '2026-03-12T10:55:00-05:00' },
      },
    ]);
    expect(procedures(lake)).toMatchObject([{ complete: true }]);
  });

  it('says with no PR1 that there are none', () => {
    expect(lists(without(lake, 'PR1'))).toMatchObject([{ members: [] }]);
  });

  it('lists what has not changed, and not what is deleted', () => {
    expect(lists(withField(lake, 'PR1', 20, 'X'))).toMatchObject([{ members: [{ value: 'ACT-1' }] }]);
    expect(lists(withField(lake, 'PR1', 20, 'D'))).toMatchObject([{ members: [] }]);
    expect(procedures(withField(lake, 'PR1', 20, 'D'))).toMatchObject([{ version: { status: 'void' } }]);
  });

  it('deletes nothing more by a record that takes itself back', () => {
    expect(procedures(withField(lake, 'PR1', 20, 'D'))[0]).not.toHaveProperty('complete');
  });

  it('names members without a number by their anchors', () => {
    expect(lists(anonymous)).toMatchObject([{ members: [{ serviceDate: '2026-03-12', ordinal: 1 }] }]);
  });

  it('says no list where a PR1 can not be named', () => {
    expect(lists(withField(anonymous, 'PR1', 5, ''), structural)).toEqual([]);
  });

  it.each(['ADT^A11', 'ADT^A13', 'ADT^A28', 'ADT^A31', 'DFT^P03'])('says none with %s', (type) => {
    expect(lists(withField(lake, 'MSH', 9, type))).toEqual([]);
  });

  it.each(['ADT^A01', 'ADT^A03', 'ADT^A04', 'ADT^A05', 'BAR^P01'])('says one with %s', (type) => {
    expect(lists(withField(lake, 'MSH', 9, type))).toHaveLength(1);
  });

  it('says none of no visit and no account', () => {
    expect(lists(withField(lake, 'PV1', 19, ''))).toEqual([]);
  });
});
