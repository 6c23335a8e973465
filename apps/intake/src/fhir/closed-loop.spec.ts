import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { derive, derivedKinds, factsFrom, joinAll, nothingKnown, toBundle, type Rules } from '@ilium/clinical';
import { parseProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import { builtInSite } from '@ilium/site';
import { expect, test } from '@jest/globals';
import type { EventDraft } from '../source-messages/source-message.js';
import { RunningDoor } from '../testing/fhir/running-door.js';
import { identify } from '../testing/fhir/sites.js';

/** What Ilium wrote comes back to it, and comes to another Ilium. */

const root = resolve(import.meta.dirname, '../../../..');
const ids = { identify, digest: (text: string) => identify([text]) };
const chart: Rules = { ...builtInSite.rules, derivedInChart: derivedKinds };
const asOf = '2026-12-31';

function examples(): readonly ProcedureEvent[] {
  const file = resolve(root, 'examples/one-injection.ndjson');
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const read = parseProcedureEvent(JSON.parse(line));
      if (!read.ok) throw new Error(read.detail);
      return read.event;
    });
}

function derived(events: readonly ProcedureEvent[], rules: Rules) {
  const facts = joinAll(
    nothingKnown,
    events.map((event) => factsFrom(event, ids)),
  );
  const patients = derive(facts, rules, asOf, ids);
  const records = patients.flatMap(({ resources }) => resources.map(({ resource }) => resource));
  const outcomes = patients.flatMap((one) => one.outcomes.map(({ observation }) => observation.content));
  return { records, outcomes };
}

function asEvent({ type, time, data }: EventDraft, index: number): ProcedureEvent {
  const read = parseProcedureEvent({ specversion: '1.0', id: String(index), source: 'urn:test', type, time, data });
  if (!read.ok) throw new Error(read.detail);
  return read.event;
}

test('closed loop: the Provenance of what we wrote is no news either, and counted', async () => {
  const door = await new RunningDoor().start({ ...builtInSite, rules: chart });
  try {
    const provenance = {
      resourceType: 'Provenance',
      id: 'v1',
      meta: { tag: [{ system: `${chart.base}/CodeSystem/tag`, code: 'ilium' }] },
      target: [{ reference: 'Procedure/x1' }],
      recorded: '2026-03-12T15:05:00Z',
      agent: [{ who: { identifier: { system: `${chart.base}/device`, value: 'ilium' } } }],
    };
    const request = { method: 'PUT', url: 'Provenance/v1' };
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: provenance, request }] };
    expect((await door.send('POST', '', bundle)).status).toBe(200);
    expect(door.store.messages).toEqual([]);
    expect(door.store.skipped).toEqual(['skipped type Provenance']);
  } finally {
    await door.stop();
  }
});

test('closed loop: what we wrote is dropped and counted when it comes back, every entry of it', async () => {
  const { records } = derived(examples(), chart);
  const door = await new RunningDoor().start({ ...builtInSite, rules: chart });
  try {
    const answer = await door.send('POST', '', toBundle(records, chart.base));
    expect(answer.status).toBe(200);
    expect(door.store.messages).toEqual([]);
    expect(new Set(door.store.skipped)).toEqual(
      new Set(records.map(({ resourceType }) => `skipped echo ${resourceType}`)),
    );
    expect(door.store.skipped).toHaveLength(records.length);
    expect(records.length).toBeGreaterThan(5);
  } finally {
    await door.stop();
  }
});

test('another Ilium reads the same procedure, drugs and scores out of our records, and comes to the same outcomes', async () => {
  const ours = derived(examples(), builtInSite.rules);
  const others: Rules = { ...builtInSite.rules, base: 'https://other.example/fhir' };
  const door = await new RunningDoor().start({ ...builtInSite, name: 'other', rules: others });
  try {
    const answer = await door.send('POST', '', toBundle(ours.records, builtInSite.rules.base));
    expect(answer.status).toBe(200);
    expect(door.store.work).toEqual([]);
    const theirs = derived(door.store.events.map(asEvent), others);
    const told = (records: typeof ours.records) =>
      records
        .map((record) => ({
          type: record.resourceType,
          status: 'status' in record ? record.status : undefined,
          side: 'bodySite' in record && Array.isArray(record.bodySite) ? record.bodySite[0]?.text : undefined,
          time: 'performedDateTime' in record ? record.performedDateTime : undefined,
          subject: 'subject' in record ? record.subject?.identifier?.value : undefined,
          person: record.resourceType === 'Patient' ? [record.name, record.gender, record.birthDate] : undefined,
          value: record.resourceType === 'Observation' ? record.valueQuantity?.value : undefined,
          dose: record.resourceType === 'MedicationAdministration' ? record.dosage?.dose?.value : undefined,
        }))
        .map((one) => JSON.stringify(one))
        .toSorted();
    expect(told(theirs.records)).toEqual(told(ours.records));
    expect(theirs.outcomes).toEqual(ours.outcomes);
  } finally {
    await door.stop();
  }
});

test.each([
  ['where the site names it', { sites: ['example-clinic'] }, ['example-clinic']],
  ['not where the site names others', { sites: ['hilltop'] }, [undefined]],
  ['not in profile safe-harbor', { sites: ['example-clinic'], profile: 'safe-harbor' as const }, [undefined]],
])('the site of a sender is told to the statistics %s', (_, privacy, expected) => {
  const rules = { ...builtInSite.rules, privacy: { ...builtInSite.rules.privacy, ...privacy } };
  const { outcomes } = derived(examples(), rules);
  expect([...new Set(outcomes.map(({ strata }) => strata?.site))]).toEqual(expected);
});

const golden = globSync('libs/clinical/src/golden/*.fhir.json', { cwd: root });

test('no record that Ilium writes is refused by another Ilium, and each is an echo to the one that wrote it', async () => {
  const other = await new RunningDoor().start({
    ...builtInSite,
    rules: { ...builtInSite.rules, base: 'https://other.example/fhir' },
  });
  const own = await new RunningDoor().start(builtInSite);
  try {
    for (const file of golden) {
      const text = readFileSync(resolve(root, file), 'utf8');
      expect([file, (await other.send('POST', '', text)).status]).toEqual([file, 200]);
      expect([file, (await own.send('POST', '', text)).status]).toEqual([file, 200]);
    }
    expect(other.store.events.length).toBeGreaterThan(golden.length);
    expect(own.store.messages).toEqual([]);
  } finally {
    await other.stop();
    await own.stop();
  }
});
