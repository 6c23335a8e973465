import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { RunningDoor } from '../../testing/fhir/running-door.js';
import { bundle, encounter, patient, procedure, put, version } from '../../testing/fhir/records.js';
import { ScriptedEhr } from '../../testing/fhir/scripted-ehr.js';
import { siteWithSource } from '../../testing/fhir/sites.js';

let ehr: ScriptedEhr;
let door: RunningDoor;
let now: number;
beforeEach(async () => {
  now = 0;
  ehr = await new ScriptedEhr().start();
  door = await new RunningDoor().start(siteWithSource(ehr.base), { now: () => now });
});
afterEach(async () => {
  await door.stop();
  await ehr.stop();
});

const figure = async (name: string, ...labels: readonly string[]) => {
  const lines = await door.figures();
  const line = lines.find((one) => one.startsWith(`${name}{`) && labels.every((label) => one.includes(label)));
  return Number(line?.split(' ').at(-1) ?? NaN);
};
const records = (source: string, fate: string) =>
  figure('ilium_fhir_records_total', `source="${source}"`, `fate="${fate}"`);

test('records are counted by source and by what became of them', async () => {
  const tag = [{ system: 'https://ilium.example/fhir/CodeSystem/tag', code: 'ilium' }];
  const record = procedure('p1', { meta: version(1) });
  await door.send('PUT', 'Procedure/p1', record);
  await door.send('PUT', 'Procedure/p1', record);
  await door.send('PUT', 'Procedure/p2', procedure('p2', { status: 'odd' }));
  const gone = { request: { method: 'DELETE', url: 'Procedure/p4' } };
  const entries = [put(procedure('p3', { meta: { tag } })), put(encounter('e1')), gone];
  await door.send('POST', '', bundle('history', entries));
  for (const fate of ['taken', 'repeat', 'refused', 'echo', 'type', 'deleted']) {
    expect([fate, await records('posted', fate)]).toEqual([fate, 1]);
  }
});

test('records that a notification brings are counted for their source', async () => {
  ehr.has(patient('1'));
  ehr.has(procedure('p1', { subject: { reference: 'Patient/1' }, meta: version(1) }));
  ehr.happened.set(1, 'Procedure/p1');
  await door.send('POST', 'notifications/ehr', ehr.notification('handshake', [], 'empty', 0));
  await door.send('POST', 'notifications/ehr', ehr.notification('event-notification', [1]));
  await door.send('POST', 'notifications/ehr', ehr.notification('event-notification', [1]));
  expect([await records('ehr', 'taken'), await records('ehr', 'repeat')]).toEqual([1, 1]);
  expect(await figure('ilium_fhir_missing_events', 'source="ehr"')).toBe(0);
});

test('a gap is shown, and makes health say so when no search fills it', async () => {
  const check = async () => (await door.health.report()).checks['fhir gaps'];
  await door.state.begin('ehr', 'sub-1', 2);
  await door.state.hear('ehr', 5);
  expect(await figure('ilium_fhir_missing_events', 'source="ehr"')).toBe(3);
  expect(await check()).toEqual({ status: 'up' });
  now += 24 * 60 * 60_000;
  expect(await check()).toMatchObject({ status: 'down' });
  await door.state.take('ehr', 4);
  expect(await check()).toEqual({ status: 'up' });
  now += 24 * 60 * 60_000;
  expect(await check()).toMatchObject({ status: 'down' });
  await door.state.take('ehr', 5);
  expect(await check()).toEqual({ status: 'up' });
});
