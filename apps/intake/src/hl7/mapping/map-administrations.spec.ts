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

  const lines = ras.split('\n');
  const groups = (...names: readonly string[]) =>
    names.flatMap((name) => lines.find((line) => line.startsWith(name)) ?? []);
  const start = lines.filter((line) => /^(MSH|PID|PV1)/.test(line));
  const drugs = lines.filter((line) => line.startsWith('RXA'));
  const [route = ''] = groups('RXR');
  const routesIn = (...segments: readonly string[]) => {
    const reading = taken([...start, ...groups('ORC'), ...segments].join('\n'));
    const given = dataOf(reading, 'administration.reported');
    return {
      routes: given.map((one) =>
        'report' in one && one.report instanceof Object && 'route' in one.report ? one.report.route : undefined,
      ),
      work: reading.work,
    };
  };
  const joint = { code: '12130007' };
  const vein = { code: '47625008' };
  const otherRoute = 'RXR|47625008^^SCT';

  it('has the route of the RXR behind the run of RXA that it stands in', () => {
    const [first = '', second = '', third = ''] = drugs;
    expect(routesIn(first, second, third, route).routes).toMatchObject([joint, joint, joint]);
    expect(routesIn(first, second, route, third, otherRoute).routes).toMatchObject([joint, joint, vein]);
    expect(routesIn(first, route, second).routes).toEqual([expect.objectContaining(joint), undefined]);
    const [order = ''] = lines.filter((line) => line.startsWith('ORC|RE|MED90012'));
    expect(routesIn(first, order, second, route).routes).toEqual([undefined, expect.objectContaining(joint)]);
  });

  it('has the first of several routes, which is work', () => {
    const [first = '', second = ''] = drugs;
    const { routes, work } = routesIn(first, second, route, otherRoute);
    expect(routes).toMatchObject([joint, joint]);
    expect(work).toEqual([{ reason: 'unreadable-field', path: 'RXR[2]' }]);
  });

  it.each([
    ['the placer number, where there is no filler number', withField(ras, 'ORC', 3, ''), 'MED90011|1'],
    ['the time as written, where RXA-2 is empty', withField(ras, 'RXA', 2, ''), 'MED90011-F|2026-03-12T14:11:00Z'],
    ['visit, count, time and drug without an order', without(ras, 'ORC'), 'V778812|1|2026-03-12T14:11:00Z|4419T9MX03'],
  ])('is named by %s', (_, message, value) => {
    expect(administrations(message)[0]).toMatchObject({ identifier: { value } });
  });

  it.each(['U', 'D'])('that changes (%s) what is named by its time is work', (action) => {
    const changed = (message: string) => taken(withField(message, 'RXA', 21, action)).work;
    expect(changed(withField(ras, 'RXA', 2, ''))).toEqual([{ reason: 'untied', path: 'RXA[1]-2' }]);
    expect(changed(without(ras, 'ORC'))).toEqual([{ reason: 'untied', path: 'RXA[1]-2' }]);
    expect(changed(ras)).toEqual([]);
  });

  it('that its order does not tell apart replaces no other, which is work', () => {
    const one = ras.replace(/^(ORC.*MED9001[23].*)\n/gm, '').replaceAll(/^RXA\|0\|[23]/gm, 'RXA|0|1');
    const reading = taken(one);
    expect(dataOf(reading, 'administration.reported')).toMatchObject([
      { identifier: { value: 'MED90011-F|1' } },
      { identifier: { value: 'MED90011-F|1|#2' } },
      { identifier: { value: 'MED90011-F|1|#3' } },
    ]);
    expect(reading.work).toEqual([
      { reason: 'untied', path: 'RXA[2]-2' },
      { reason: 'untied', path: 'RXA[3]-2' },
    ]);
  });

  it('without order and visit can not be tied, which is work', () => {
    const { work, events } = taken(without(without(ras, 'ORC'), 'PV1'));
    expect(events).toHaveLength(3);
    expect(work[0]).toEqual({ reason: 'untied', path: 'RXA[1]' });
  });
});
