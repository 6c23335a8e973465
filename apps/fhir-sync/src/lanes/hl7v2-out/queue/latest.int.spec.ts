import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { IncomingRecords } from '../../../desired/incoming-records.js';
import { toDesiredRow } from '../../../desired/to-desired-row.js';
import { Hl7Bed, hl7Destination } from '../../../testing/hl7-bed.js';
import { drug, injection, painScore, takenBack } from '../../../testing/hl7-records.js';

jest.setTimeout(60_000);

let bed: Hl7Bed;
beforeAll(async () => {
  bed = await Hl7Bed.open();
});
afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

const refusal = { answers: [{ code: 'AR', text: 'unknown' }] };
const refused = { state: 'refused', reason: 'AR; unknown' };
const acknowledged = { state: 'acknowledged', reason: null };
const queued = { state: 'queued', reason: null };

/** As the consumer keeps them, and the lane takes them. */
async function queue(...records: readonly DesiredRecord[]): Promise<void> {
  const rows = records.map((record) => toDesiredRow({ ...record, site: null }));
  const incoming = new IncomingRecords([hl7Destination]);
  await bed.dataSource.transaction((manager) => incoming.keep(manager, rows));
  await bed.lane.enqueue(records);
}

async function told(...records: readonly DesiredRecord[]): Promise<void> {
  await queue(...records);
  await bed.settled();
}

/** How far is what tells of it. */
async function latest(key: string) {
  return (await bed.lane.latest([key])).get(key);
}

const entered = { status: 'entered-in-error' };
const session = [injection('p1'), injection('p2'), drug('d1', 'Procedure/p1')];

describe('a record of a document', () => {
  it.each([
    ['drug', 'MedicationAdministration/d1', drug('d1', 'Procedure/p1', { revision: 2, more: entered })],
    ['procedure', 'Procedure/p2', injection('p2', { revision: 2, more: entered })],
  ])('that is taken back, a %s, is as far as the document that lets it go', async (_what, key, gone) => {
    const sender = bed.start();
    await told(...session);
    await sender.stop();
    await queue(gone);
    expect(await latest(key)).toEqual(queued);
    bed.receiver.script.push(refusal);
    bed.start();
    await bed.settled();
    expect(await latest(key)).toEqual(refused);
    await told(injection('p1', { revision: 3, more: { note: [{ text: 'Well tolerated' }] } }));
    expect(await latest(key)).toEqual(acknowledged);
  });

  it('that has left a document which was refused is not refused for that', async () => {
    bed.receiver.script.push(refusal);
    bed.start();
    await told(injection('p1'), injection('p2', { visit: 'V2' }), drug('d1', 'Procedure/p1'));
    expect(await latest('MedicationAdministration/d1')).toEqual(refused);
    await told(drug('d1', 'Procedure/p2', { revision: 2 }));
    expect(await latest('MedicationAdministration/d1')).toEqual(acknowledged);
  });
});

describe('a document whose next version was refused', () => {
  it('has another number for the one after that, though it tells of nothing newer', async () => {
    bed.start();
    await told(injection('p1', { revision: 5 }));
    bed.receiver.script.push(refusal);
    await told(drug('d1', 'Procedure/p1', { revision: 3 }));
    await told(drug('d1', 'Procedure/p1', { revision: 4, more: entered }));
    expect(await latest('Procedure/p1')).toEqual(acknowledged);
    await told(drug('d2', 'Procedure/p1', { revision: 2 }));
    expect(await latest('MedicationAdministration/d2')).toEqual(acknowledged);
    expect(new Set(bed.receiver.arrived).size).toBe(3);
  });
});

describe('a score', () => {
  it('that has gone to another patient is not told while the former keeps it', async () => {
    bed.start();
    await told(painScore('o1', 7, { of: 'A' }));
    bed.receiver.script.push(refusal);
    await told(painScore('o1', 7, { of: 'B', revision: 2 }));
    expect(bed.results()).toEqual(['A o1 F 7', 'B o1 F 7']);
    expect(await latest('Observation/o1')).toEqual(refused);
    await told(painScore('o1', 6, { of: 'B', revision: 3 }));
    expect(bed.results()).toEqual(['A o1 F 7', 'B o1 F 7', 'A o1 W ', 'B o1 C 6']);
    expect(await latest('Observation/o1')).toEqual(acknowledged);
  });

  it('that was refused for the former patient is told when the new one has it', async () => {
    bed.receiver.script.push(refusal);
    bed.start();
    await told(painScore('o1', 7, { of: 'A' }));
    await told(painScore('o1', 7, { of: 'B', revision: 2 }));
    expect(bed.results()).toEqual(['B o1 F 7']);
    expect(await latest('Observation/o1')).toEqual(acknowledged);
  });

  it('whose correction was refused is told again when it says what it said before', async () => {
    bed.start();
    await told(painScore('o1', 7));
    bed.receiver.script.push(refusal);
    await told(painScore('o1', 6, { revision: 2 }));
    expect(await latest('Observation/o1')).toEqual(refused);
    await told(painScore('o1', 7, { revision: 3 }));
    expect(await latest('Observation/o1')).toEqual(acknowledged);
    await told(painScore('o1', 6, { revision: 4 }));
    expect(bed.results()).toEqual(['1 o1 F 7', '1 o1 C 6']);
  });

  it('that was refused, and is taken back, has nothing to be told any more', async () => {
    bed.receiver.script.push(refusal);
    bed.start();
    await told(painScore('o1', 7));
    expect(await latest('Observation/o1')).toEqual(refused);
    await told(takenBack('o1', { revision: 2 }));
    expect(await latest('Observation/o1')).toBeUndefined();
    await told(painScore('o1', 5, { revision: 3 }));
    expect(bed.results()).toEqual(['1 o1 F 5']);
  });

  it('is withdrawn from the former patient before the new one gets it, however long that takes', async () => {
    bed.start({ connection: { window: 4 } });
    await told(painScore('o1', 7, { of: 'A' }));
    let failures = 0;
    bed.receiver.always = (message) =>
      /PID.*\|A\^/.test(message) && (failures += 1) < 3 ? { answers: [{ code: 'AE' }] } : undefined;
    await told(painScore('o1', 7, { of: 'B', revision: 2 }));
    expect(bed.results()).toEqual(['A o1 F 7', 'A o1 W ', 'B o1 F 7']);
  });
});
