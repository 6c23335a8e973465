import { describe, expect, it } from '@jest/globals';
import { dataOf, example, taken, withField, without } from '../../testing/hl7-messages.js';

const ras = example('hilltop-ras-o17');
const administrations = (message: string) => dataOf(taken(message), 'administration.reported');
const withRxa = (field: number, content: string) => administrations(withField(ras, 'RXA', field, content))[0];

describe('RXA', () => {
  it('becomes an administration, with the ORC before and the RXR behind it', () => {
    expect(administrations(ras)).toHaveLength(3);
    expect(administrations(ras)[2]).toMatchObject({
      identifier: { system: 'urn:ilium:site:hilltop:EMAR', value: 'MED90013-F|3' },
      version: { eventTime: '2026-03-12T10:25:00-04:00', status: 'final' },
      report: {
        status: 'completed',
        medication: [{ system: 'RXNORM', code: '10759', display: 'triamcinolone' }],
        dose: { value: 40, unit: 'mg' },
        route: { system: 'SCT', code: '12130007' },
        bodySite: [{ system: 'SCT', code: '39723000' }],
        laterality: { system: 'HL70495', code: 'L' },
        start: '2026-03-12T10:13:00-04:00',
        end: '2026-03-12T10:13:00-04:00',
        performer: { value: '9000000001' },
        lot: 'KN4031',
        visit: { value: 'V778812' },
        orders: [
          { system: 'urn:oid:2.999.3.1', value: 'MED90013' },
          { value: 'MED90013-F' },
          { system: 'urn:oid:2.999.3', value: 'PRC55812' },
        ],
      },
    });
  });

  it.each([
    ['CP', 'completed'],
    ['PA', 'completed'],
    ['', 'completed'],
    ['RE', 'not-done'],
    ['NA', 'not-done'],
  ])('with completion %s is %s', (completion, status) => {
    expect(withRxa(20, completion)).toMatchObject({ report: { status } });
  });

  it('with another completion is unknown, which is work', () => {
    const reading = taken(withField(ras, 'RXA', 20, 'ZZ'));
    expect(dataOf(reading, 'administration.reported')[0]).toMatchObject({ report: { status: 'unknown' } });
    expect(reading.work).toEqual([{ reason: 'unreadable-field', path: 'RXA[1]-20' }]);
  });

  it.each([
    ['D', 'void'],
    ['U', 'corrected'],
    ['A', 'final'],
  ])('with action %s is %s', (action, status) => {
    expect(withRxa(21, action)).toMatchObject({ version: { status } });
  });

  it('keeps the alternate code of the drug, and its words where it has none', () => {
    expect(withRxa(5, '10759^Triamcinolone^RXNORM^TRI40^^99MED')).toMatchObject({
      report: { medication: [{ code: '10759' }, { system: '99MED', code: 'TRI40' }] },
    });
    expect(withRxa(5, '^Triamcinolone')).toMatchObject({ report: { text: 'Triamcinolone' } });
  });

  it('with a dose that is no number goes without it, which is work', () => {
    const reading = taken(withField(ras, 'RXA', 6, 'some'));
    expect(dataOf(reading, 'administration.reported')[0]).not.toHaveProperty('report.dose');
    expect(reading.work).toEqual([{ reason: 'unreadable-field', path: 'RXA[1]-6' }]);
  });

  it('without RXR says nothing of the route', () => {
    expect(administrations(without(ras, 'RXR'))[0]).not.toHaveProperty('report.route');
  });

  it.each([
    ['the placer number, where there is no filler number', withField(ras, 'ORC', 3, ''), 'MED90011|1'],
    ['the time as written, where RXA-2 is empty', withField(ras, 'RXA', 2, ''), 'MED90011-F|20260312101100-0400'],
    ['visit, count, time and drug without an order', without(ras, 'ORC'), 'V778812|1|20260312101100-0400|4419T9MX03'],
  ])('is named by %s', (_, message, value) => {
    expect(administrations(message)[0]).toMatchObject({ identifier: { value } });
  });

  it('without order and visit can not be tied, which is work', () => {
    const { work, events } = taken(without(without(ras, 'ORC'), 'PV1'));
    expect(events).toHaveLength(3);
    expect(work[0]).toEqual({ reason: 'untied', path: 'RXA[1]' });
  });
});
