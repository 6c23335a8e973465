import { silentLogger } from '@ilium/observability';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import { IncomingRecords } from '../../../desired/incoming-records.js';
import { toDesiredRow } from '../../../desired/to-desired-row.js';
import { until } from '../../../../../../dev/src/test-environment.js';
import { Hl7Bed, hl7Destination } from '../../../testing/hl7-bed.js';
import { drug, injection, painScore, takenBack } from '../../../testing/hl7-records.js';
import { ForgottenMessages } from './forgotten-messages.js';

jest.setTimeout(60_000);

let bed: Hl7Bed;
beforeAll(async () => {
  bed = await Hl7Bed.open();
});
afterAll(() => bed.close());
beforeEach(() => bed.begin());
afterEach(() => bed.end());

const refusal = { answers: [{ code: 'AR', text: 'unknown' }] };
const entered = { status: 'entered-in-error' };

/** As the consumer keeps them, and the lane takes them. */
async function told(...records: readonly DesiredRecord[]): Promise<void> {
  const rows = records.map((record) => toDesiredRow({ ...record, site: null }));
  const incoming = new IncomingRecords([hl7Destination]);
  await bed.dataSource.transaction((manager) => incoming.keep(manager, rows));
  await bed.lane.enqueue(records);
  await bed.settled();
}

describe('a message that was refused', () => {
  it('is superseded by the next decision about its record, and keeps what was said of it', async () => {
    bed.receiver.script.push(refusal, refusal);
    bed.start();
    await told(painScore('o1', 7), painScore('o2', 3));
    expect(await bed.lane.counts()).toMatchObject({ refused: 2, superseded: 0 });
    await told(takenBack('o1', { revision: 2 }), painScore('o2', 4, { revision: 2 }));
    expect(await bed.lane.counts()).toMatchObject({ refused: 0, superseded: 2, acknowledged: 1 });
    const [message] = await bed.lane.status('Observation/o1');
    expect(message).toMatchObject({ state: 'superseded', reason: 'AR; unknown', revision: 1, attempts: 1 });
    expect(bed.receiver.arrived).toContain(message?.controlId);
    expect(await bed.states('Observation/o2')).toEqual(['superseded', 'acknowledged']);
    expect((await bed.lane.latest(['Observation/o1'])).size).toBe(0);
  });

  it('is superseded at once where the next one waits already, and not sent again beside that by a replay', async () => {
    const silence = { isSilent: true };
    bed.receiver.always = () => silence;
    bed.start();
    await bed.lane.enqueue([painScore('o1', 7)]);
    await until('it to be sent', () => bed.receiver.arrived.length > 0);
    bed.receiver.taken.clear();
    await bed.lane.enqueue([painScore('o1', 6, { revision: 2 })]);
    const [refused] = bed.receiver.arrived;
    bed.receiver.always = (message) => (message.includes(refused ?? '') ? refusal : undefined);
    await bed.settled();
    expect(await bed.states('Observation/o1')).toEqual(['superseded', 'acknowledged']);
    bed.receiver.always = () => undefined;
    expect(await bed.lane.replay({ key: 'Observation/o1' })).toBe(1);
    await bed.settled();
    expect(bed.results()).toEqual(['1 o1 F 6']);
  });

  it('leaves its number to no other, whatever becomes of its document', async () => {
    bed.receiver.script.push(refusal, refusal, refusal);
    bed.start();
    await told(injection('p1'));
    await told(drug('d1', 'Procedure/p1'));
    await told(drug('d2', 'Procedure/p1'));
    await told(injection('p1', { revision: 2, more: entered }));
    await told(injection('p1', { revision: 3 }));
    expect(new Set(bed.receiver.arrived).size).toBe(4);
    expect(await bed.states('Procedure/p1')).toEqual(['superseded', 'superseded', 'superseded', 'acknowledged']);
  });

  it('does not count any more where it was to withdraw what is right again', async () => {
    bed.start();
    await told(painScore('o1', 7, { of: 'A' }));
    bed.receiver.script.push(refusal);
    await told(painScore('o1', 7, { of: 'B', revision: 2 }));
    await told(painScore('o1', 7, { of: 'A', revision: 3 }));
    expect(bed.results()).toEqual(['A o1 F 7', 'B o1 F 7', 'B o1 W ']);
    expect((await bed.lane.latest(['Observation/o1'])).get('Observation/o1')?.state).toBe('acknowledged');
  });

  it('is neither replayed nor sent again when it is superseded', async () => {
    bed.start();
    await told(painScore('o1', 7));
    bed.receiver.script.push(refusal);
    await told(painScore('o1', 6, { revision: 2 }));
    await told(painScore('o1', 7, { revision: 3 }));
    const [, message] = await bed.lane.status('Observation/o1');
    const at = message?.sentAt ?? new Date(0);
    expect(await bed.lane.replay({ from: at, to: new Date(at.getTime() + 1) })).toBe(0);
    expect(await bed.lane.replay({ key: 'Observation/o1' })).toBe(1);
    await bed.settled();
    expect(await bed.states('Observation/o1')).toEqual(['acknowledged', 'superseded']);
  });

  it('goes when messages of its time do, and not before it is superseded', async () => {
    bed.receiver.script.push(refusal, refusal);
    bed.start();
    await told(painScore('o1', 7), painScore('o2', 3));
    await told(takenBack('o1', { revision: 2 }));
    const forgotten = new ForgottenMessages(bed.dataSource, 'ehr', 90, silentLogger);
    expect(await forgotten.forget()).toBe(0);
    await bed.dataSource.query(`UPDATE hl7_outgoing SET settled_at = now() - interval '91 days'`);
    expect(await forgotten.forget()).toBe(1);
    expect(await bed.states('Observation/o1')).toEqual([]);
    expect(await bed.states('Observation/o2')).toEqual(['refused']);
  });
});
