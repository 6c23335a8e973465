import { describe, expect, it } from '@jest/globals';
import { dataOf, example, taken, without } from '../testing/hl7-messages.js';
import { sidesOf } from '../testing/hl7-outputs.js';

/** Credits and what is charged instead, as DFT tells it: FT1 with FT1-6 CD or CG, and PR1. */

const [left, right] = ['Left sacroiliac joint', 'Right sacroiliac joint'];
const start = without(without(without(example('hilltop-dft-p03'), 'FT1'), 'PR1'), 'DG1');

/** A message of a minute of its own, with some segments behind PV1. */
const dft = (minute: string, ...segments: readonly string[]) =>
  `${start.replaceAll('202603121432', `2026031214${minute}`)}${segments.join('\n')}\n`;
const ft1 = (transaction: string, side: string, number = '', quantity = '1', code = '27096') =>
  `FT1|1|${number}||20260312||${transaction}|CDM^^99CDM|||${quantity}|||||||||||||||${code}^^C4|${side}`;
const pr1 = (side: string, number = '') =>
  `PR1|1||27096^^C4||20260312|||||||||||${side}|||${number === '' ? '' : `${number}^RIVHOSP`}`;

const charged = dft('32', ft1('CG', 'LT', 'TX1'), pr1('LT', 'PRC1'));
const chargedUnnumbered = dft('32', ft1('CG', 'LT'), pr1('LT'));

describe('clinical rule 4: a credit takes back what its feed told of the procedure', () => {
  it.each([
    ['numbered', charged, dft('40', ft1('CD', 'LT', 'TX2'), pr1('LT', 'PRC1'))],
    ['without numbers', chargedUnnumbered, dft('40', ft1('CD', 'LT'), pr1('LT'))],
    ['of a negative quantity', charged, dft('40', ft1('CG', 'LT', 'TX2', '-1'), pr1('LT', 'PRC1'))],
    [
      'of two lines before their PR1',
      charged,
      dft('40', ft1('CD', 'LT', 'TX2'), ft1('CD', '', 'TX3'), pr1('LT', 'PRC1')),
    ],
  ])('alone it leaves none: %s, whichever comes first', (_, before, credit) => {
    expect(sidesOf([before])).toEqual([left]);
    expect(sidesOf([before, credit])).toEqual([]);
    expect(sidesOf([credit, before])).toEqual([]);
    expect(sidesOf([credit])).toEqual([]);
  });

  it('leaves what another feed tells', () => {
    const credit = dft('40', ft1('CD', 'LT', 'TX2'), pr1('LT', 'PRC1'));
    const chart = example('hilltop-adt-a08').replace('M46.1^Sacroiliitis NEC^I10C|', '$&LT');
    expect(sidesOf([charged, chart, credit])).toEqual([left]);
  });

  it('is void under its own number', () => {
    const credit = dft('40', ft1('CD', 'LT', 'TX2'), pr1('LT', 'PRC1'));
    expect(dataOf(taken(credit), 'procedure.reported')).toMatchObject([
      { identifier: { value: 'PRC1' }, version: { status: 'void' } },
    ]);
  });
});

describe('left that is billed again as right is one right procedure', () => {
  const [credit, again] = [
    [ft1('CD', 'LT', 'TX2'), pr1('LT', 'PRC1')],
    [ft1('CG', 'RT', 'TX3'), pr1('RT', 'PRC1')],
  ];
  const other = [ft1('CG', 'RT', 'TX3'), pr1('RT', 'PRC2')];
  const [creditUnnumbered, againUnnumbered] = [
    [ft1('CD', 'LT'), pr1('LT')],
    [ft1('CG', 'RT'), pr1('RT')],
  ];
  const allBefore = (first: readonly string[], second: readonly string[]) => [
    ...[...first, ...second].filter((line) => line.startsWith('FT1')),
    ...[...first, ...second].filter((line) => line.startsWith('PR1')),
  ];

  it.each([
    ['under the same number', charged, credit, again],
    ['under another number', charged, credit, other],
    ['without numbers', chargedUnnumbered, creditUnnumbered, againUnnumbered],
  ])('in one message, %s', (_, before, first, second) => {
    const messages = [
      dft('40', ...first, ...second),
      dft('40', ...second, ...first),
      dft('40', ...allBefore(first, second)),
      dft('40', ...allBefore(second, first)),
    ];
    for (const message of messages) {
      expect(sidesOf([before, message])).toEqual([right]);
      expect(sidesOf([message, before])).toEqual([right]);
    }
  });

  it.each([
    ['under the same number', charged, credit, again],
    ['under another number', charged, credit, other],
    ['without numbers', chargedUnnumbered, creditUnnumbered, againUnnumbered],
  ])('in two messages, %s, whichever comes first', (_, before, first, second) => {
    const [back, anew] = [dft('40', ...first), dft('41', ...second)];
    for (const messages of [
      [before, back, anew],
      [anew, back, before],
      [back, before, anew],
    ]) {
      expect(sidesOf(messages)).toEqual([right]);
    }
  });

  it('in two messages of one moment, which the order of receipt tells apart: the charge still tells of it', () => {
    const sent = (segments: readonly string[]) => dft('40', ...segments);
    expect(sidesOf([charged, sent(credit), sent(again)])).toEqual([right]);
    expect(sidesOf([sent(again), sent(credit), charged])).toEqual([right]);
    expect(sidesOf([chargedUnnumbered, sent(creditUnnumbered), sent(againUnnumbered)])).toEqual([right]);
  });
});

describe('a credit and a charge of one number in one message', () => {
  const chargesIn = (message: string) => dataOf(taken(message), 'charge.reported');

  it('are what the later line says', () => {
    const [charge, credit] = [ft1('CG', 'RT', 'TX1'), ft1('CD', 'LT', 'TX1')];
    expect(chargesIn(dft('40', credit, charge))).toMatchObject([
      { report: { transaction: 'charge', modifiers: ['RT'] } },
    ]);
    expect(chargesIn(dft('40', charge, credit))).toMatchObject([
      { report: { transaction: 'credit', modifiers: ['LT'] } },
    ]);
    const before = dft('32', ft1('CG', 'LT', 'TX1'));
    expect(sidesOf([before, dft('40', credit, charge)])).toEqual([right]);
    expect(sidesOf([dft('40', charge, credit), before])).toEqual([]);
  });

  it('are work where both are charges', () => {
    const reading = taken(dft('40', ft1('CG', 'RT', 'TX1'), ft1('CG', 'LT', 'TX1')));
    expect(dataOf(reading, 'charge.reported')).toMatchObject([{ report: { modifiers: ['LT'] } }]);
    expect(reading.work).toEqual([{ reason: 'untied', path: 'FT1[2]-2' }]);
  });
});

describe('all FT1 before all PR1', () => {
  const ties = (...segments: readonly string[]) =>
    dataOf(taken(dft('40', ...segments)), 'charge.reported').map(
      (charge) => 'report' in charge && charge.report instanceof Object && 'procedureIdentifier' in charge.report,
    );

  it('are tied by a code that they share', () => {
    const drug = ft1('CG', '', 'TX2', '4', 'J3301');
    expect(ties(ft1('CG', 'LT', 'TX1'), drug, pr1('LT', 'PRC1'))).toEqual([true, false]);
    expect(ties(drug, ft1('CG', 'LT', 'TX1'), pr1('LT', 'PRC1'))).toEqual([false, true]);
  });

  it('are not tied where two share it, and nothing else tells them apart', () => {
    expect(ties(ft1('CG', '', 'TX1'), ft1('CG', '', 'TX2'), pr1('LT', 'PRC1'))).toEqual([false, false]);
    expect(ties(ft1('CG', 'LT', 'TX1'), ft1('CG', 'RT', 'TX2'), pr1('RT', 'PRC1'))).toEqual([false, true]);
  });

  it('are tied without a common code only where there is one', () => {
    expect(ties(ft1('CG', '', 'TX1', '1', 'OWN'), pr1('LT', 'PRC1'))).toEqual([true]);
    expect(ties(ft1('CG', '', 'TX1', '1', 'OWN'), ft1('PY', '', 'TX2'), pr1('LT', 'PRC1'))).toEqual([true]);
    expect(ties(ft1('CG', '', 'TX1', '1', 'OWN'), ft1('CG', '', 'TX2', '4', 'J3301'), pr1('LT', 'PRC1'))).toEqual([
      false,
      false,
    ]);
  });
});
