import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RunningDoor } from '../../testing/fhir/running-door.js';
import { ScriptedEhr } from '../../testing/fhir/scripted-ehr.js';
import { observation, patient, procedure, version } from '../../testing/fhir/records.js';
import { siteWithSource } from '../../testing/fhir/sites.js';

const subject = { reference: 'Patient/1' };

let ehr: ScriptedEhr;
let door: RunningDoor;
beforeEach(async () => {
  ehr = await new ScriptedEhr().start();
  ehr.has(patient('1'));
  door = await new RunningDoor().start(siteWithSource(ehr.base, { tokenVariable: 'EHR_TOKEN' }));
});
afterEach(async () => {
  await door.stop();
  await ehr.stop();
});

/** Something happens to a procedure: one event more. */
function happens(number: number, id = `p${number}`, versionId = 1): void {
  ehr.happened.set(number, `Procedure/${id}`);
  ehr.has(procedure(id, { subject, meta: version(versionId, new Date().toISOString()) }));
}

const notify = (type: string, numbers: readonly number[] = [], payload?: 'empty' | 'id-only' | 'full-resource') =>
  door.send('POST', 'notifications/ehr', ehr.notification(type, numbers, payload));
const handshake = () => door.send('POST', 'notifications/ehr', ehr.notification('handshake', [], 'empty', 0));
const progress = () => door.state.sources.get('ehr');
/** The records that were taken, in order. */
const taken = () => door.store.messages.map(({ controlId }) => controlId);

test('trap 23: a handshake in the shape of R4 is acknowledged, and begins the count', async () => {
  const { status } = await handshake();
  expect(status).toBe(200);
  expect(progress()).toMatchObject({ subscription: 'sub-1', taken: 0, heard: 0 });
});

describe('an event', () => {
  test.each([
    ['id-only', ['GET Procedure/p1', 'GET Patient/1']],
    ['full-resource', ['GET Patient/1']],
    ['empty', ['GET Patient', 'GET Encounter', 'GET Procedure']],
  ] as const)('with payload %s is taken, and what is not in it is read from the server', async (payload, requests) => {
    await handshake();
    happens(1);
    expect((await notify('event-notification', [1], payload)).status).toBe(200);
    expect(taken()).toContain('Procedure/p1/1');
    expect(ehr.requests).toEqual(expect.arrayContaining([...requests]));
    expect(progress()).toMatchObject({ taken: 1, heard: 1 });
    expect(door.store.events.at(-1)?.patient).toEqual({ system: 'urn:oid:2.999.1', value: 'P-1' });
  });

  test('is asked for with the token that the site file names, and kept without it', async () => {
    await handshake();
    happens(1);
    await notify('event-notification', [1]);
    expect([...ehr.tokens]).toEqual(['Bearer a-token']);
    expect(JSON.stringify(door.store.messages)).not.toContain('a-token');
  });

  test('that comes twice is a duplicate by its version, and counted', async () => {
    await handshake();
    happens(1);
    await notify('event-notification', [1]);
    await notify('event-notification', [1]);
    expect(taken()).toEqual(['Procedure/p1/1']);
    expect(door.store.skipped).toEqual(['skipped duplicate Bundle']);
  });

  test('of a newer version of the same record is taken', async () => {
    await handshake();
    happens(1, 'p1', 1);
    await notify('event-notification', [1]);
    happens(2, 'p1', 2);
    await notify('event-notification', [2]);
    expect(taken()).toEqual(['Procedure/p1/1', 'Procedure/p1/2']);
  });

  test('of a record that is gone is work', async () => {
    await handshake();
    ehr.happened.set(1, 'Procedure/gone');
    expect((await notify('event-notification', [1])).status).toBe(200);
    expect(door.store.work).toEqual(['deleted-at-source Procedure']);
  });

  test('of a record that can not be read is kept as work: there is nobody to refuse it to', async () => {
    await handshake();
    happens(1);
    ehr.has(procedure('p1', { subject, status: 'odd' }));
    expect((await notify('event-notification', [1])).status).toBe(200);
    expect(door.store.work).toEqual(['schema-violation Procedure.status']);
  });

  test('of what we wrote is an echo', async () => {
    await handshake();
    happens(1);
    const tag = [{ system: 'https://ilium.example/fhir/CodeSystem/tag', code: 'ilium' }];
    ehr.has(procedure('p1', { subject, meta: { ...version(1), tag } }));
    await notify('event-notification', [1]);
    expect(taken()).toEqual([]);
    expect(door.store.skipped).toEqual(['skipped echo Bundle']);
  });
});

test('several versions of a record in one notification are all taken, in whatever order they stand', async () => {
  await handshake();
  happens(1, 'p1', 2);
  const notification = ehr.notification('event-notification', [1], 'full-resource');
  const [status, shown] = Array.isArray(notification['entry']) ? notification['entry'] : [];
  const older = { ...shown, resource: procedure('p1', { subject, meta: version(1) }) };
  await door.send('POST', 'notifications/ehr', { ...notification, entry: [status, shown, older] });
  expect(taken().toSorted()).toEqual(['Procedure/p1/1', 'Procedure/p1/2']);
});

test('records that are shown without their events are taken', async () => {
  await handshake();
  happens(1);
  const notification = ehr.notification('event-notification', [1], 'full-resource');
  const text = JSON.stringify(notification).replace('"notification-event"', '"other"');
  expect((await door.send('POST', 'notifications/ehr', text)).status).toBe(200);
  expect(taken()).toEqual(['Procedure/p1/1']);
  expect(progress()).toMatchObject({ taken: 1 });
});

describe('a gap between event numbers', () => {
  test('is filled by $events before the notification is acknowledged', async () => {
    await handshake();
    [1, 2, 3].forEach((number) => happens(number));
    expect((await notify('event-notification', [3])).status).toBe(200);
    expect(taken().toSorted()).toEqual(['Procedure/p1/1', 'Procedure/p2/1', 'Procedure/p3/1']);
    expect(progress()).toMatchObject({ taken: 3, heard: 3 });
    expect(ehr.requests).toContain('GET Subscription/sub-1/$events');
  });

  test('shows in a heartbeat as well', async () => {
    await handshake();
    happens(1);
    await notify('heartbeat');
    expect(taken()).toEqual(['Procedure/p1/1']);
    expect(progress()).toMatchObject({ taken: 1 });
  });

  test('is filled by a search where the server has no $events', async () => {
    ehr.abilities = { search: true };
    await handshake();
    [1, 2].forEach((number) => happens(number));
    await notify('event-notification', [2]);
    expect(taken()).toEqual(expect.arrayContaining(['Procedure/p1/1', 'Procedure/p2/1']));
    expect(progress()).toMatchObject({ taken: 2 });
  });

  test('is filled by a search where the server has forgotten some events', async () => {
    await handshake();
    [1, 2, 3].forEach((number) => happens(number));
    ehr.happened.delete(1);
    await notify('event-notification', [3]);
    expect(taken()).toEqual(expect.arrayContaining(['Procedure/p1/1', 'Procedure/p2/1', 'Procedure/p3/1']));
  });

  test('stays open where nothing can fill it', async () => {
    ehr.abilities = {};
    await handshake();
    [1, 2].forEach((number) => happens(number));
    await notify('event-notification', [2]);
    expect(taken()).toEqual(['Procedure/p2/1']);
    expect(progress()).toMatchObject({ taken: 0, heard: 2 });
  });

  test('is none where events come out of order: the late one is a duplicate', async () => {
    await handshake();
    happens(1);
    const first = ehr.notification('event-notification', [1]);
    happens(2);
    await notify('event-notification', [2]);
    await door.send('POST', 'notifications/ehr', first);
    expect(taken().toSorted()).toEqual(['Procedure/p1/1', 'Procedure/p2/1']);
    expect(progress()).toMatchObject({ taken: 2, heard: 2 });
  });
});

describe('while something is away nothing is acknowledged', () => {
  test('the server that records are read from', async () => {
    await handshake();
    happens(1);
    ehr.isAway = true;
    const answer = await notify('event-notification', [1]);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
    expect(progress()).toMatchObject({ taken: 0, heard: 1 });
    ehr.isAway = false;
    expect((await notify('heartbeat')).status).toBe(200);
    expect(taken()).toEqual(['Procedure/p1/1']);
    expect(progress()).toMatchObject({ taken: 1 });
  });

  test('the store', async () => {
    await handshake();
    happens(1);
    door.store.isAway = true;
    expect((await notify('event-notification', [1])).status).toBe(503);
    door.store.isAway = false;
    expect((await notify('event-notification', [1])).status).toBe(200);
    expect(taken()).toEqual(['Procedure/p1/1']);
  });
});

test('a subscription that was not seen to begin counts from its first event, and what was before is searched for', async () => {
  [7, 8].forEach((number) => happens(number));
  await notify('event-notification', [8]);
  expect(progress()).toMatchObject({ subscription: 'sub-1', taken: 8 });
  expect(taken()).toEqual(expect.arrayContaining(['Procedure/p7/1', 'Procedure/p8/1']));
});

test('a new subscription begins a new count', async () => {
  await handshake();
  happens(1);
  await notify('event-notification', [1]);
  const text = JSON.stringify(ehr.notification('handshake', [], 'empty', 0)).replaceAll('sub-1', 'sub-2');
  await door.send('POST', 'notifications/ehr', text);
  expect(progress()).toMatchObject({ subscription: 'sub-2', taken: 0, heard: 0 });
});

test('a notification at the base address is that of the only source', async () => {
  const answer = await door.send('POST', '', ehr.notification('handshake', [], 'empty', 0));
  expect(answer.status).toBe(200);
  expect(progress()).toMatchObject({ subscription: 'sub-1' });
});

test.each([
  ['no status', { resourceType: 'Bundle', type: 'history', entry: [{ resource: { resourceType: 'Patient' } }] }],
  ['an event without a number', undefined],
])('a notification with %s is refused with its place', async (_, body) => {
  const broken = JSON.stringify(ehr.notification('event-notification', [1])).replace('"event-number"', '"other"');
  const answer = await door.send('POST', 'notifications/ehr', body ?? broken);
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Bundle.entry[0].resource');
});

test('parts that the newest version does not hold are taken back', async () => {
  const part = (code: string, valueInteger: number) => ({ code: { coding: [{ code }] }, valueInteger });
  const panel = (versionId: number, ...component: readonly object[]) =>
    observation('o1', { subject, meta: version(versionId), valueInteger: undefined, component });
  await handshake();
  for (const record of [panel(1, part('A', 1), part('B', 2)), panel(2, part('B', 3))]) {
    const number = Number(ehr.happened.size) + 1;
    ehr.happened.set(number, 'Observation/o1');
    ehr.has(record);
    await notify('event-notification', [number]);
  }
  const said = door.store.messages.at(-1)?.events.map(({ data }) => data);
  expect(said).toMatchObject([
    { identifier: { value: 'o1#B' }, version: { status: 'final', revision: 2 }, report: { value: 3 } },
    { identifier: { value: 'o1#A' }, version: { status: 'void', revision: 2 } },
  ]);
});
