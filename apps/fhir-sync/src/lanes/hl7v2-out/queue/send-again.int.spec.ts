import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { WorkRepository } from '../../../api/work.repository.js';
import { IncomingRecords } from '../../../desired/incoming-records.js';
import { toDesiredRow } from '../../../desired/to-desired-row.js';
import { Hl7Bed, hl7Destination } from '../../../testing/hl7-bed.js';
import { drug, injection, painScore } from '../../../testing/hl7-records.js';

jest.setTimeout(60_000);

let bed: Hl7Bed;
beforeAll(async () => {
  bed = await Hl7Bed.open();
});
afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

const refusal = { answers: [{ code: 'AR', text: 'unknown' }] };

async function told(...records: readonly DesiredRecord[]): Promise<void> {
  const rows = records.map((record) => toDesiredRow({ ...record, site: null }));
  const incoming = new IncomingRecords([hl7Destination]);
  await bed.dataSource.transaction((manager) => incoming.keep(manager, rows));
  await bed.lane.enqueue(records);
  await bed.settled();
}

/** A person has had the receiver mended. */
async function sendAgain({ key, revision }: DesiredRecord): Promise<void> {
  await bed.dataSource.query(`UPDATE desired_records SET state = 'refused', next_attempt_at = NULL WHERE key = $1`, [
    key,
  ]);
  const work = new WorkRepository(bed.dataSource);
  expect(await work.settle('ehr', key, { revision, by: 'A. Person', as: 'send-again' })).toBe(true);
  // Whoever looks at the record at once finds it under way, and not refused.
  expect((await bed.lane.latest([key])).get(key)?.state).not.toBe('refused');
  bed.lane.wake();
  await bed.settled();
}

describe('what is to be sent again', () => {
  it('is the document that was refused, whichever of its records is named', async () => {
    const course = [injection('p1'), drug('d1', 'Procedure/p1')] as const;
    bed.receiver.script.push(refusal);
    bed.start();
    await told(...course);
    expect(bed.receiver.taken.size).toBe(0);
    await sendAgain(course[1]);
    expect([...bed.receiver.taken.values()].join()).toContain('triamcinolone');
  });

  it('is what the receiver did not take, and nothing that it did', async () => {
    bed.start();
    await told(painScore('o1', 7));
    bed.receiver.script.push(refusal);
    await told(painScore('o1', 6, { revision: 2 }));
    await sendAgain(painScore('o1', 6, { revision: 2 }));
    expect(bed.results()).toEqual(['1 o1 F 7', '1 o1 C 6']);
    expect(bed.receiver.arrived).toHaveLength(3);
  });
});
