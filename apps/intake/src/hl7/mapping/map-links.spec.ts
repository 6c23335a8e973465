import { describe, expect, it } from '@jest/globals';
import { example, taken, withField, without } from '../../testing/hl7-messages.js';

const merge = example('hilltop-adt-a40');
const move = example('hilltop-adt-a45');
const as = (message: string, trigger: string) => withField(message, 'MSH', 9, `ADT^${trigger}`);
const events = (message: string) => taken(message).events.map(({ type, data }) => ({ type, data }));
const number = (value: string) => ({ system: 'urn:oid:2.999.1', value });

describe('a merge', () => {
  it.each(['A18', 'A30', 'A34', 'A36', 'A40', 'A43', 'A47'])('%s links the number of MRG to that of PID', (trigger) => {
    expect(events(as(merge, trigger))).toMatchObject([
      {
        type: 'ilium.patient.linked.v1',
        data: {
          feed: { family: 'adt' },
          survivor: number('MRN004512'),
          merged: number('MRN009999'),
          version: { eventTime: '2026-04-01T11:59:00-04:00' },
        },
      },
    ]);
  });

  it('of several groups links each', () => {
    const more = `${merge}PID|2||A1^^^RIVHOSP^MR\nMRG|A2^^^RIVHOSP^MR\n`;
    expect(events(more)).toMatchObject([
      { data: { merged: number('MRN009999') } },
      { data: { survivor: number('A1'), merged: number('A2') } },
    ]);
  });

  it.each(['A35', 'A39', 'A46', 'A48', 'A49', 'A50', 'A51'])('%s of other numbers is kept as work', (trigger) => {
    expect(taken(as(merge, trigger))).toMatchObject({
      events: [],
      work: [{ reason: 'unusable-segment', path: 'MRG[1]' }],
    });
    expect(taken(without(as(merge, trigger), 'MRG')).work).toEqual([{ reason: 'unusable-segment', path: 'PID[1]' }]);
  });

  it('of several numbers links each, once', () => {
    const several = withField(merge, 'MRG', 1, 'A1^^^RIVHOSP^MR~A2^^^RIVHOSP^MR~A1^^^RIVHOSP^MR~X^^^ELSE^SS');
    expect(events(several)).toMatchObject([{ data: { merged: number('A1') } }, { data: { merged: number('A2') } }]);
    expect(events(withField(merge, 'MRG', 1, 'A1^^^RIVHOSP^MR~MRN004512^^^RIVHOSP^MR'))).toHaveLength(1);
  });

  it('of one and the same number says nothing', () => {
    expect(taken(withField(merge, 'MRG', 1, 'MRN004512^^^RIVHOSP^MR'))).toMatchObject({ events: [], work: [] });
  });

  it.each([
    ['MRG', without(merge, 'MRG'), { reason: 'unusable-segment', path: 'PID[1]' }],
    ['a number in MRG', withField(merge, 'MRG', 1, ''), { reason: 'no-patient', path: 'MRG[1]' }],
  ])('without %s is work', (_, message, note) => {
    expect(taken(message)).toMatchObject({ events: [], work: [note] });
  });

  it.each([
    ['A24', 'linked'],
    ['A37', 'unlinked'],
  ])('%s: the first of two PID is the survivor, %s', (trigger, is) => {
    const pair = `${without(as(merge, trigger), 'MRG')}PID|2||MRN009999^^^RIVHOSP^MR\n`;
    expect(events(pair)).toMatchObject([
      { type: `ilium.patient.${is}.v1`, data: { survivor: number('MRN004512'), merged: number('MRN009999') } },
    ]);
    expect(taken(without(as(merge, trigger), 'MRG')).work).toEqual([{ reason: 'unusable-segment', path: 'PID[2]' }]);
  });
});

describe('a move', () => {
  it.each(['A42', 'A45'])('%s moves the visit of MRG-5', (trigger) => {
    expect(events(as(move, trigger))).toMatchObject([
      {
        type: 'ilium.visit.moved.v1',
        data: {
          from: number('MRN008888'),
          to: number('MRN004512'),
          visit: { system: 'urn:oid:2.999.2', value: 'V778899' },
          version: { eventTime: '2026-04-03T11:59:00-04:00' },
        },
      },
    ]);
  });

  it('takes the visit from PV1-19 where MRG-5 is empty', () => {
    expect(events(withField(move, 'MRG', 5, ''))).toMatchObject([{ data: { visit: { value: 'V778899' } } }]);
  });

  it('of several visits moves each', () => {
    const more = `${move}MRG|MRN008888^^^RIVHOSP^MR||||V778900^^^RIVHOSP\nPV1|2|O\n`;
    expect(events(more)).toMatchObject([
      { data: { visit: { value: 'V778899' } } },
      { data: { visit: { value: 'V778900' } } },
    ]);
  });

  it.each(['A41', 'A44'])('%s moves the account of MRG-3, else of PID-18', (trigger) => {
    const message = as(move, trigger);
    const account = (text: string) => events(text).map(({ data }) => ('account' in data ? data.account : undefined));
    expect(account(withField(message, 'MRG', 3, 'AC1^^^RIVHOSP'))).toMatchObject([{ value: 'AC1' }]);
    expect(account(withField(message, 'PID', 18, 'AC2^^^RIVHOSP'))).toMatchObject([{ value: 'AC2' }]);
  });

  it.each([
    ['A44', 'MRG[1]-3', (m: string) => m],
    ['A45', 'MRG[1]-5', (m: string) => without(withField(m, 'MRG', 5, ''), 'PV1')],
  ])('%s of nothing in particular is work', (trigger, path, change) => {
    expect(taken(change(as(move, trigger)))).toMatchObject({
      events: [],
      work: [{ reason: 'unusable-segment', path }],
    });
  });

  it.each([
    ['A41', [{ reason: 'visits-merged', path: 'MRG[1]' }]],
    ['A42', [{ reason: 'visits-merged', path: 'MRG[1]' }]],
    ['A44', []],
    ['A45', []],
  ])('%s within one patient moves nothing', (trigger, work) => {
    const message = withField(as(move, trigger), 'MRG', 1, 'MRN004512^^^RIVHOSP^MR');
    expect(taken(message)).toMatchObject({ events: [], work });
  });
});
