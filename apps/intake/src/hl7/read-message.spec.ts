import { describe, expect, it } from '@jest/globals';
import { parseProcedureEvent } from '@ilium/contracts';
import {
  dataOf,
  example,
  hilltop,
  lakeside,
  read,
  strict,
  structural,
  taken,
  withField,
  without,
} from '../testing/hl7-messages.js';

const dft = example('hilltop-dft-p03');
const adt = example('hilltop-adt-a08');
const lake = example('lakeside-oru-r01');

describe('the fate of a message', () => {
  it('that is read is taken', () => {
    expect(read(dft)).toMatchObject({
      fate: 'taken',
      type: 'DFT^P03',
      sender: 'EHR',
      controlId: 'HT-DFT-000481',
      charset: 'utf-8',
      work: [],
    });
  });

  it.each(
    ['ADT^A02', 'ADT^A60', 'SIU^S14', 'MDM^T01', 'ORU^R30', 'VXU^V04', 'ORM', 'QBP^Q11'].filter((t) => t !== 'ORM'),
  )('of type %s is skipped by its type', (type) => {
    expect(read(withField(dft, 'MSH', 9, type))).toMatchObject({ fate: 'skipped', reason: 'type', type });
  });

  it.each([
    ['MSA', `${dft}MSA|AA|1`],
    ['MSH-9 ACK', withField(dft, 'MSH', 9, 'ACK')],
    ['MSH-9 ACK^P03', withField(dft, 'MSH', 9, 'ACK^P03^ACK')],
  ])('with %s is an acknowledgement', (_, message) => {
    expect(read(message)).toMatchObject({ fate: 'skipped', reason: 'acknowledgement' });
  });

  it.each([
    ['no HL7', 'GET / HTTP/1.1', 'not-readable'],
    ['nothing', '', 'not-readable'],
    ['a NUL character', `${dft}ZXX|\u0000`, 'not-readable'],
    ['bytes of another character set', Buffer.from(dft.replace('JANE', 'JÖRG'), 'latin1'), 'charset'],
  ])('with %s is refused', (_, message, reason) => {
    expect(read(message)).toMatchObject({ fate: 'refused', fault: { reason } });
  });

  it('without a known character set is refused, where it is more than ASCII', () => {
    const message = withField(dft, 'MSH', 18, '').replace('JANE', 'JÖRG');
    const listener = { ...structural, charset: undefined };
    expect(read(message, hilltop, listener)).toMatchObject({ fate: 'refused', fault: { reason: 'charset' } });
    expect(read(message)).toMatchObject({ fate: 'taken', charset: 'utf-8' });
  });

  it.each(['ADT', 'SIU', 'MDM'])('of type %s and no trigger is kept as work: it may concern us', (type) => {
    expect(read(withField(dft, 'MSH', 9, type))).toMatchObject({
      fate: 'taken',
      type,
      events: [],
      work: [{ reason: 'unreadable-field', path: 'MSH[1]-9' }],
    });
  });

  it('with more segments than any has is refused, and soon', () => {
    expect(read(`${dft}${'PR1|1\n'.repeat(20_001)}`)).toMatchObject({
      fate: 'refused',
      fault: { reason: 'too-large' },
    });
  });

  it('that is only kept has no events', () => {
    for (const trigger of ['T02', 'T06']) {
      const message = withField(example('hilltop-mdm-t02'), 'MSH', 9, `MDM^${trigger}`);
      expect(read(message)).toMatchObject({ fate: 'taken', events: [], work: [] });
    }
  });
});

describe('the environment', () => {
  it.each([
    ['T', hilltop, true],
    ['D', hilltop, true],
    ['t^T', hilltop, true],
    ['', hilltop, true],
    ['P', hilltop, false],
    ['X', hilltop, false],
    ['P', lakeside, true],
    ['T', lakeside, false],
  ])('%s', (processing, site, fits) => {
    const message = withField(site === hilltop ? dft : lake, 'MSH', 11, processing);
    const { events, work } = taken(message, site);
    expect(work).toEqual(fits ? [] : [{ reason: 'other-environment', path: 'MSH[1]-11' }]);
    expect(events.length > 0).toBe(fits);
  });
});

describe('visits that do not concern us', () => {
  const bill = example('lakeside-dft-p03');
  const elsewhere = withField(bill, 'PV1', 3, 'ICU^7');
  const reading = (message: string) => read(message, lakeside);

  it.each([
    ['a location that is not ours', elsewhere],
    ['a service that is not ours', withField(bill, 'PV1', 10, 'CAR')],
  ])('have %s, and are skipped', (_, message) => {
    expect(reading(message)).toMatchObject({ fate: 'skipped', reason: 'not-ours', type: 'DFT^P03' });
  });

  it.each([
    ['of ours, by capital or small letters', withField(bill, 'PV1', 3, 'pain^2')],
    ['not said', withField(withField(bill, 'PV1', 3, ''), 'PV1', 10, '')],
    ['of no visit', without(bill, 'PV1')],
  ])('are not those %s', (_, message) => {
    expect(reading(message)).toMatchObject({ fate: 'taken' });
  });

  it('may be named by their facility', () => {
    const ours = { locations: ['RIVHOSP'], services: [] };
    const site = { ...hilltop, incoming: { ...hilltop.incoming, ours } };
    expect(read(dft, site)).toMatchObject({ fate: 'taken' });
    expect(read(withField(dft, 'PV1', 3, 'PAIN^1^^ELSE'), site)).toMatchObject({ fate: 'skipped' });
  });

  it('still say what hides a patient, and nothing else', () => {
    const { events } = taken(elsewhere.replace('FT1|', 'PD1||||||||||||Y\nFT1|'), lakeside);
    expect(events).toMatchObject([{ type: 'ilium.patient.reported.v1', data: { report: { flags: ['opt-out'] } } }]);
  });

  it('do not keep links from being read', () => {
    const link = `${withField(elsewhere, 'MSH', 9, 'ADT^A40')}MRG|0088887^^^LAKE^PI`;
    expect(taken(link, lakeside).events).toMatchObject([{ type: 'ilium.patient.linked.v1' }]);
  });
});

describe('ours leaves out nothing that may change what was taken: PV1 says where the patient is now', () => {
  const ours = { locations: ['PAIN*'], services: [] };
  const site = { ...hilltop, incoming: { ...hilltop.incoming, ours } };
  const away = (message: string) => withField(without(message, 'PD1'), 'PV1', 3, 'ICU^7');
  const fate = (message: string) => read(away(message), site).fate;
  const as = (type: string) => withField(adt, 'MSH', 9, type);
  const firstTold = (message: string) => withField(message, 'PR1', 20, 'A');

  it.each([
    ['a score', example('hilltop-oru-r01')],
    ['a drug', example('hilltop-ras-o17')],
    ['a correction', withField(dft, 'PR1', 20, 'U')],
    ['a void', withField(as('ADT^A01'), 'PR1', 20, 'D')],
    ['a credit', withField(dft, 'FT1', 6, 'CD', 2)],
    ['a credit by its quantity', withField(dft, 'FT1', 10, '-1')],
    ['an order that is cancelled', `${withField(example('hilltop-orm-o01'), 'ORC', 1, 'CA')}PV1|1|O|`],
    ...['A03', 'A06', 'A07', 'A08', 'A31'].map((trigger) => [trigger, firstTold(as(`ADT^${trigger}`))] as const),
  ])('%s', (_, message) => {
    expect(fate(message)).toBe('taken');
  });

  it.each([
    ['a charge', dft],
    ['an abstract', example('hilltop-bar-p01')],
    ['an order', `${example('hilltop-orm-o01')}PV1|1|O|`],
    ...['A01', 'A04', 'A05', 'A28'].map((trigger) => [trigger, firstTold(as(`ADT^${trigger}`))] as const),
  ])('but what begins: %s', (_, message) => {
    expect(fate(message)).toBe('skipped');
  });

  it('a list, which takes back what it leaves out', () => {
    expect(read(away(example('lakeside-adt-a08').replaceAll('#', '|').replaceAll('*', '^')), lakeside)).toMatchObject({
      fate: 'taken',
    });
    const list = { ...hilltop.incoming.senders['usual'], lists: 'snapshot' as const };
    const senders = { usual: { families: {}, records: 'partial' as const, performed: 'completed' as const, ...list } };
    const ofLists = { ...site, incoming: { ...site.incoming, senders } };
    expect(read(away(firstTold(as('ADT^A01'))), ofLists).fate).toBe('taken');
  });
});

describe('the feed', () => {
  const feedOf = (message: string, site = hilltop) => {
    const [event] = taken(message, site).events;
    return event?.data && 'feed' in event.data ? event.data.feed : undefined;
  };

  it('names the true sender behind an interface engine, and its family', () => {
    expect(feedOf(lake, lakeside)).toEqual({ site: 'lakeside', application: 'CHART', family: 'chart-results' });
  });

  it.each([
    ['the next place, where the first is empty', without(lake, 'ZSR'), lakeside, 'ENGINE'],
    ['nobody known, where all are', withField(dft, 'MSH', 3, ''), hilltop, 'unknown'],
  ])('names %s', (_, message, site, application) => {
    expect(feedOf(message, site)).toMatchObject({ application });
  });

  it('has the family that usual senders have, else the type in small letters', () => {
    const senders = { usual: { ...hilltop.incoming.senders['usual'], families: { DFT: 'money' } } };
    const usual = { lists: 'incremental', records: 'partial', performed: 'completed', ...senders.usual } as const;
    const site = { ...hilltop, incoming: { ...hilltop.incoming, senders: { usual } } };
    expect(feedOf(dft, site)).toMatchObject({ family: 'money' });
    expect(feedOf(adt, site)).toMatchObject({ family: 'adt' });
  });

  it.each(['__proto__', 'constructor'])('is not confused by a sender called %s', (name) => {
    expect(feedOf(withField(dft, 'MSH', 3, name))).toMatchObject({ application: name, family: 'dft' });
  });
});

describe('when it was said', () => {
  const versionOf = (message: string, listener = structural) => {
    const [procedure] = dataOf(taken(message, hilltop, listener), 'procedure.reported');
    return procedure !== undefined && 'version' in procedure ? procedure.version : undefined;
  };

  it.each([
    ['EVN-2', adt, '2026-03-13T07:59:00-04:00'],
    ['MSH-7, where EVN-2 is a day only', withField(adt, 'EVN', 2, '20260313'), '2026-03-13T08:00:00-04:00'],
    ['MSH-7, where EVN-2 is nonsense', withField(adt, 'EVN', 2, 'now'), '2026-03-13T08:00:00-04:00'],
    [
      'the beginning of the day, where both are',
      withField(withField(adt, 'EVN', 2, '20260313'), 'MSH', 7, '20260313'),
      '2026-03-13T00:00:00-04:00',
    ],
    ['nothing, where both are empty', withField(withField(adt, 'EVN', 2, ''), 'MSH', 7, ''), undefined],
  ])('is %s', (_, message, eventTime) => {
    expect(versionOf(message)).toEqual({ status: 'corrected', ...(eventTime && { eventTime }) });
  });

  it('is work where nothing says it: then it yields to all that has a time', () => {
    const timeless = withField(adt, 'MSH', 7, '');
    expect(taken(timeless).work).toEqual([]);
    expect(taken(withField(timeless, 'EVN', 2, '')).work).toEqual([{ reason: 'unreadable-field', path: 'MSH[1]-7' }]);
    const link = withField(withField(example('hilltop-adt-a40'), 'MSH', 7, ''), 'EVN', 2, '');
    expect(taken(link).work).toEqual([{ reason: 'unreadable-field', path: 'MSH[1]-7' }]);
    expect(taken(withField(example('hilltop-ras-o17'), 'MSH', 7, '')).work).toEqual([]);
  });

  it('is marked as a replay, where the listener feeds an archive', () => {
    expect(versionOf(adt, { ...structural, replay: true })).toMatchObject({ replay: true });
  });
});

describe('a listener with nak: strict', () => {
  it.each([
    ['MSH-10', withField(dft, 'MSH', 10, ''), 'MSH', 1, 10],
    ['MSH-7', withField(dft, 'MSH', 7, ''), 'MSH', 1, 7],
    ['PR1-5', withField(dft, 'PR1', 5, ''), 'PR1', 1, 5],
    ['FT1-7 of the second', withField(dft, 'FT1', 7, '', 2), 'FT1', 2, 7],
    ['OBX-11', withField(example('hilltop-oru-r01'), 'OBX', 11, '', 3), 'OBX', 3, 11],
  ])('refuses what lacks %s', (_, message, segment, occurrence, field) => {
    expect(read(message, hilltop, strict)).toMatchObject({
      fate: 'refused',
      fault: { reason: 'lacks-field', code: '101', place: { segment, occurrence, field } },
    });
    expect(read(message)).toMatchObject({ fate: 'taken' });
  });

  it('refuses what names no patient', () => {
    const message = withField(dft, 'PID', 3, '');
    expect(read(message, hilltop, strict)).toMatchObject({ fate: 'refused', fault: { code: '204' } });
  });

  it.each([
    'dft-p03',
    'adt-a08',
    'adt-a40',
    'adt-a45',
    'bar-p01',
    'oru-r01',
    'ras-o17',
    'siu-s12',
    'mdm-t02',
    'orm-o01',
  ])('takes the example %s', (name) => {
    const message = withField(example(`hilltop-${name}`), 'MSH', 12, '2.5.1');
    // An abstract without PR1-19 has nothing that would tell its procedures from those of the next.
    const work = name === 'bar-p01' ? [{ reason: 'untied', path: 'PR1[1]-19' }] : [];
    expect(read(message, hilltop, strict)).toMatchObject({ fate: 'taken', work });
  });
});

it('events that are read keep to the contract', () => {
  for (const name of ['hilltop-dft-p03', 'hilltop-adt-a08', 'hilltop-oru-r01', 'hilltop-ras-o17', 'hilltop-bar-p01']) {
    for (const { type, data, time } of taken(example(name)).events) {
      expect(parseProcedureEvent({ specversion: '1.0', id: '1', source: 'urn:test', type, time, data })).toMatchObject({
        ok: true,
      });
    }
  }
});
