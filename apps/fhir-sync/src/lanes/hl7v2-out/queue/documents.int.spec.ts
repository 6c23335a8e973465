import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IncomingRecords } from '../../../desired/incoming-records.js';
import { toDesiredRow } from '../../../desired/to-desired-row.js';
import { Hl7Bed, hl7Destination } from '../../../testing/hl7-bed.js';
import { only } from '../../../testing/hl7-reader.js';
import { drug, injection, painScore } from '../../../testing/hl7-records.js';

jest.setTimeout(60_000);

let bed: Hl7Bed;

beforeAll(async () => {
  bed = await Hl7Bed.open();
});

afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

describe('the document of a session', () => {
  /** MSH-9.2, TXA-12 and TXA-13. */
  function documents(): readonly string[] {
    return [...bed.receiver.taken.values()].map((message) => {
      const txa = only(message, 'TXA');
      return [only(message, 'PID').text(3), only(message, 'MSH').text(9, 2), txa.text(12), txa.text(13)]
        .join(' ')
        .trim();
    });
  }

  async function keep(...records: readonly ReturnType<typeof injection>[]): Promise<void> {
    const incoming = new IncomingRecords([hl7Destination]);
    const rows = records.map((record) => toDesiredRow({ ...record, site: null }));
    await bed.dataSource.transaction((manager) => incoming.keep(manager, rows));
  }

  async function known(...records: readonly ReturnType<typeof injection>[]): Promise<void> {
    await keep(...records);
    await bed.lane.enqueue(records);
    await bed.settled();
  }

  const refusal = { answers: [{ code: 'AR', text: 'unknown' }] };

  it('is one for all its joints and drugs, replaced by what is known later, and cancelled at the end', async () => {
    bed.start();
    await known(injection('p1'), injection('p2'));
    await known(drug('d1', 'Procedure/p2', { revision: 2 }));
    await known(drug('d1', 'Procedure/p2', { revision: 2 }));
    await known(injection('p1', { revision: 3, more: { status: 'entered-in-error' } }));
    await known(injection('p2', { revision: 4, more: { status: 'entered-in-error' } }));
    expect(documents()).toEqual(['1 T02 p1-1', '1 T10 p1-2 p1-1', '1 T10 p1-3 p1-2', '1 T11 p1-3']);
    expect([...bed.receiver.taken.values()][1]).toContain('triamcinolone');
    expect(await bed.states('Procedure/p2')).toHaveLength(4);
  });

  it('of a procedure that goes to another patient goes with it', async () => {
    bed.start();
    await known(injection('p1', { of: 'A' }));
    await known(injection('p1', { of: 'B', revision: 2 }));
    expect(documents()).toEqual(['A T02 p1-1', 'A T11 p1-1', 'B T02 p1-2']);
  });

  it('of two sessions stays with each', async () => {
    bed.start();
    await known(injection('p1'), injection('p2', { visit: 'V2' }));
    await known(injection('p2', { visit: 'V1', revision: 2 }));
    expect(documents()).toEqual(['1 T02 p1-1', '1 T02 p2-1', '1 T10 p1-2 p1-1', '1 T11 p2-1']);
  });

  it('of somebody whose number may be somebody else’s now is left as it is, also when one of its records leaves', async () => {
    bed.start();
    await known(injection('p1', { of: 'B' }), drug('d1', 'Procedure/p1', { of: 'B' }));
    await bed.dataSource.query(
      `INSERT INTO source_identities (subject, key, revision, known, said, overlay_since)
       VALUES ('Patient?urn:oid:1.2.3|B', 'Patient/b', 1, '{}', '{}', now())`,
    );
    const lidocaine = { medicationCodeableConcept: { coding: [{ code: '6387', display: 'lidocaine' }] } };
    const held = drug('d2', 'Procedure/p1', { of: 'B', more: lidocaine });
    await keep(held);
    const gone = drug('d1', 'Procedure/p1', { of: 'A', revision: 2 });
    await keep(gone);
    expect([...(await bed.lane.enqueue([gone, held]))]).toEqual([gone.key, held.key]);
    await bed.settled();
    expect(documents()).toEqual(['B T02 p1-1']);
    await bed.dataSource.query('UPDATE source_identities SET overlay_since = NULL');
    expect([...(await bed.lane.enqueue([gone]))]).toEqual([]);
    await bed.settled();
    expect(documents()).toEqual(['B T02 p1-1', 'B T10 p1-2 p1-1']);
  });

  it('that was refused goes again with what is new of its records, and not with each look at them', async () => {
    bed.receiver.script.push(refusal, refusal);
    bed.start();
    const score = (value: number, revision: number) => painScore('o1', value, { revision });
    await known(injection('p1'), score(1, 1));
    await known(injection('p1'), score(2, 2));
    expect(await bed.states('Procedure/p1')).toEqual(['refused']);
    await known(injection('p1', { revision: 2 }));
    expect(await bed.states('Procedure/p1')).toEqual(['superseded', 'acknowledged']);
  });
});
