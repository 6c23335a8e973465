import { beforeEach, describe, expect, it } from '@jest/globals';
import { Lease } from '../../desired/lease.js';
import type { Settlement } from '../../desired/settlement.js';
import type { Identity } from '../../identity/identity.js';
import { RightPatient } from '../../identity/right-patient.js';
import { differencesOf } from '../../read-back/differences-of.js';
import { parsedRecord } from '../../read-back/parsed-record.js';
import type { SentRecord } from '../../read-back/read-backs.repository.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import { Slots } from '../../reconcile/slots.js';
import { claimedRecord, noPatience } from '../../testing/claimed-record.js';
import { CreatingServer, invalid, notOffered, timeOut } from '../../testing/creating-server.js';
import { desired } from '../../testing/records.js';
import { CreateOnlyDelivery } from './create-only-delivery.js';
import { digestOf } from './content.js';
import { likenessOf } from './likeness.js';

let server: CreatingServer;
let settled: Settlement[];
/** What is told of what was sent, once it is settled. */
const told: SentRecord[] = [];
let intents: Map<string, string>;
let isOurs: boolean;
let inTheChart: Identity;
let updates: boolean;
let hasTwin: boolean;
let othersChanges: 'ours-wins' | 'theirs-wins';
const failures: string[] = [];
const encounter = { waitMs: 60_000, mendForMs: 0, again: { firstMs: 10, longestMs: 10 } };

beforeEach(() => {
  server = new CreatingServer();
  [settled, intents, isOurs, updates, hasTwin] = [[], new Map(), true, false, false];
  othersChanges = 'ours-wins';
  failures.length = 0;
  inTheChart = jane;
  told.length = 0;
});

/** Longer than any server takes to apply what it was sent. */
const long = 3_600_000;
const jane = { birthDate: '1961-07-04', gender: 'female', families: ['Example'] };
const source = { said: jane, isOverlaid: false };

const injection = { code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] } };
const morning = { performedDateTime: '2026-03-12T10:05:00-05:00' };

function claimed(key: string, more: Partial<ClaimedRecord> & { readonly resource?: object } = {}): ClaimedRecord {
  const { resource, ...rest } = more;
  const body = JSON.stringify({ ...desired(key).resource, ...injection, ...morning, ...resource });
  return claimedRecord(key, { body, lane: 'create-only', intentAgeMs: long, ...rest });
}

async function deliver(records: readonly ClaimedRecord[], present: ReadonlyMap<string, string | null> = new Map()) {
  const patient = { kind: 'found', reference: 'Patient/pat-1', identity: inTheChart } as const;
  const patients = new RightPatient(new Map([['Patient?urn:oid:1.2.3|1', source]]), 'compared');
  const parts = {
    records: {
      settle: async (_lease: Lease, some: readonly Settlement[]) => void settled.push(...some),
      renew: async (_lease: Lease, keys: readonly string[]) => new Set(isOurs ? keys : []),
      intend: async (_lease: Lease, key: string, digest: string) => {
        if (isOurs) intents.set(key, digest);
        return isOurs;
      },
      takenPlaces: async () => new Set<string>(),
      hasTwin: async () => hasTwin,
    },
    target: server,
    searches: server,
    places: { find: async () => new Map([['Patient?urn:oid:1.2.3|1', patient]]), forget: () => undefined },
    offers: { takes: async () => updates },
    watch: {
      gate: () => ({ state: 'closed' as const }),
      failed: async ({ name }: { readonly name: string }) => failures.push(name) > 0,
      succeeded: () => undefined,
    },
    patience: { ...noPatience, encounter },
    othersChanges,
    timeoutMs: 500,
    slots: new Slots(1),
    count: () => undefined,
    afterDelivery: async (sent: readonly SentRecord[]) => void told.push(...sent),
  };
  await new CreateOnlyDelivery(parts, new Lease('l', 60_000), present, patients).deliver([records]);
  return settled.splice(0);
}

/** As it is claimed next time. */
function after(record: ClaimedRecord, [last]: readonly Settlement[]): ClaimedRecord {
  const sentDigest = last?.sentDigest ?? intents.get(record.key) ?? null;
  return { ...record, sentDigest, isIntended: last?.isIntended ?? false, serverId: last?.serverId ?? null, doubtMs: 0 };
}

describe('a record of the lane create-only', () => {
  it('is created under an id of the server, which is kept, and carries ours as an identifier', async () => {
    expect(await deliver([claimed('Procedure/p1')])).toMatchObject([
      { state: 'delivered', serverId: 'Procedure/1', serverVersion: '1' },
    ]);
    expect(intents.get('Procedure/p1')).toBe(digestOf(claimed('Procedure/p1').body));
    expect(server.stored.get('Procedure/1')).toMatchObject({
      subject: { reference: 'Patient/pat-1' },
      identifier: [{ system: 'urn:ilium/NamingSystem/record', value: 'p1' }],
    });
    expect(server.stored.get('Procedure/1')).not.toHaveProperty('id');
  });

  it('that another refers to is named there by its place', async () => {
    const procedure = claimed('Procedure/p1');
    const score = claimed('Observation/o1', {
      refersTo: ['Procedure/p1', 'Procedure/kept'],
      resource: { partOf: [{ reference: 'Procedure/p1' }, { reference: 'Procedure/kept' }] },
    });
    await deliver([procedure, score], new Map([['Procedure/kept', null]]));
    expect(server.stored.get('Observation/2')).toMatchObject({
      partOf: [
        { reference: 'Procedure/1' },
        { type: 'Procedure', identifier: { system: 'urn:ilium/NamingSystem/record', value: 'kept' } },
      ],
    });
    expect(await deliver([score])).toMatchObject([{ state: 'waiting', reason: 'reference' }]);
  });

  it.each([
    ['by its identifier', []],
    ['by patient, code and time where the server drops identifiers', ['identifier']],
  ])('that was applied without an answer is found %s, and not created twice', async (_how, dropped) => {
    server.dropped = dropped;
    server.script.push({ fault: timeOut, applied: true });
    const record = claimed('Procedure/p1');
    const first = await deliver([record]);
    expect(first).toMatchObject([{ state: 'pending', reason: 'time-out', isIntended: true, doubtMs: 500 }]);
    expect(await deliver([after(record, first)])).toMatchObject([{ state: 'delivered', serverId: 'Procedure/1' }]);
    expect(server.creates).toBe(1);
  });

  it('is told of as it was sent when it is found, by whatever its references were named then', async () => {
    server.script.push({ fault: timeOut, applied: true });
    const score = claimed('Observation/o1', {
      refersTo: ['Procedure/p1'],
      resource: { partOf: [{ reference: 'Procedure/p1' }] },
    });
    const first = await deliver([score], new Map([['Procedure/p1', null]]));
    expect(told).toEqual([]);
    await deliver([after(score, first)], new Map([['Procedure/p1', 'Procedure/7']]));
    expect(told).toMatchObject([{ key: 'Observation/o1', revision: 1, place: 'Observation/1', serverVersion: null }]);
    const there = { ...server.stored.get('Observation/1'), resourceType: 'Observation' };
    expect(differencesOf(parsedRecord(told[0]?.sent ?? ''), there)).toEqual([]);
  });

  it('waits before it searches for as long as the server may yet apply it', async () => {
    const record = claimed('Procedure/p1', { isIntended: true, doubtMs: 300, reason: 'time-out' });
    expect(await deliver([record])).toMatchObject([
      { state: 'pending', reason: 'time-out', delayMs: 300, isIntended: true },
    ]);
    expect(server.creates).toBe(0);
  });

  it('waits for its encounter as long as the site says, then goes without it', async () => {
    const visit = { encounter: { type: 'Encounter', identifier: { system: 'urn:visit', value: 'V1' } } };
    const record = claimed('Procedure/p1', { resource: visit });
    expect(await deliver([record])).toMatchObject([{ state: 'waiting', reason: 'encounter' }]);
    expect(await deliver([{ ...record, ageMs: 60_000 }])).toMatchObject([{ state: 'delivered' }]);
    expect(server.stored.get('Procedure/1')).toMatchObject(visit);
  });

  it('that is not found is searched for again, until no server would apply it any more', async () => {
    const record = claimed('Procedure/p1', { isIntended: true, intentAgeMs: 5_000, reason: 'time-out' });
    expect(await deliver([record])).toMatchObject([{ state: 'pending', reason: 'time-out', isIntended: true }]);
    expect(server.creates).toBe(0);
    expect(await deliver([{ ...record, intentAgeMs: 6_000 }])).toMatchObject([{ state: 'delivered' }]);
  });

  it('that was not applied is created after the search', async () => {
    server.script.push({ fault: timeOut, applied: false });
    const record = claimed('Procedure/p1');
    const again = after(record, await deliver([record]));
    expect(await deliver([again])).toMatchObject([{ state: 'delivered', serverId: 'Procedure/1' }]);
    expect(server.stored.size).toBe(1);
  });

  it.each([
    ['the server can not be searched', () => void (server.searchesFail = true)],
    [
      'several are alike',
      async () => {
        server.dropped = ['identifier'];
        await deliver([claimed('Procedure/a'), claimed('Procedure/b')]);
      },
    ],
    [
      'another that looks the same is in doubt as well',
      async () => {
        server.dropped = ['identifier'];
        await deliver([claimed('Procedure/left')]);
        hasTwin = true;
      },
    ],
  ])('is left to a person when %s: never created blindly', async (_why, arrange) => {
    await arrange();
    const creates = server.creates;
    const record = claimed('Procedure/p1', { isIntended: true });
    expect(await deliver([record])).toMatchObject([{ state: 'outcome-unknown', reason: 'search-unclear' }]);
    expect(server.creates).toBe(creates);
  });

  it('that is another one of ours, by its identifier, is not taken for it', async () => {
    await deliver([claimed('Procedure/other')]);
    const record = claimed('Procedure/p1', { isIntended: true });
    expect(await deliver([record])).toMatchObject([{ state: 'delivered', serverId: 'Procedure/2' }]);
  });

  it('is searched for as it was sent, whatever a correction says since', async () => {
    server.dropped = ['identifier'];
    const meta = { tag: [{ system: 'https://ilium.example/CodeSystem/tag', code: 'ilium' }] };
    const sent = claimed('Procedure/p1', { resource: { meta } });
    await deliver([sent]);
    const likeness = likenessOf(JSON.stringify(server.stored.get('Procedure/1')));
    const corrected = claimed('Procedure/p1', {
      ...{ isIntended: true, sentDigest: digestOf(sent.body), intentLikeness: likeness, revision: 2 },
      resource: { meta, performedDateTime: '2026-03-13T10:05:00-05:00' },
    });
    expect(await deliver([corrected])).toMatchObject([{ state: 'pending', serverId: 'Procedure/1' }]);
    expect(server.creates).toBe(1);
  });

  it('that somebody has entered there by hand is corrected by hand, and never created', async () => {
    const entered = claimed('Procedure/p1', { isEnteredByHand: true, sentDigest: 'as it was entered' });
    expect(await deliver([entered, { ...entered, key: 'Procedure/p2', retracted: true }])).toMatchObject([
      { state: 'by-hand', reason: 'correction' },
      { state: 'by-hand', reason: 'retraction' },
    ]);
    expect(server.creates).toBe(0);
  });

  it('is not refused for what a proxy says', async () => {
    server.script.push({ fault: { remedy: 'retry', scope: 'target', name: 'http-404', status: 404 }, applied: false });
    expect(await deliver([claimed('Procedure/p1')])).toMatchObject([
      { state: 'pending', reason: 'http-404', isIntended: false },
    ]);
  });

  it('that turns out to be there in an older revision is corrected next', async () => {
    await deliver([claimed('Procedure/p1', { resource: { note: [{ text: 'older' }] } })]);
    const record = claimed('Procedure/p1', { isIntended: true, sentDigest: 'of the older one' });
    told.length = 0;
    expect(await deliver([record])).toMatchObject([{ state: 'pending', serverId: 'Procedure/1', isIntended: false }]);
    expect(told).toEqual([]);
  });

  it.each([
    ['a correction', false, 'correction'],
    ['a retraction', true, 'retraction'],
  ])('is to be changed by hand after %s that the server does not take', async (_what, retracted, reason) => {
    const there = claimed('Procedure/p1', { serverId: 'Procedure/1', sentDigest: 'old', retracted });
    expect(await deliver([there])).toMatchObject([{ state: 'by-hand', reason }]);
    updates = true;
    server.script.push({ fault: notOffered, applied: false });
    expect(await deliver([there])).toMatchObject([{ state: 'by-hand', reason }]);
  });

  it('is updated where the server offers that', async () => {
    updates = true;
    const there = claimed('Procedure/p1', { serverId: 'Procedure/7', sentDigest: 'old' });
    expect(await deliver([there])).toMatchObject([{ state: 'delivered', serverVersion: '2' }]);
    expect(server.stored.get('Procedure/7')).toMatchObject({ id: '7', resourceType: 'Procedure' });
  });

  it('is told of as it was sent and where it is, once it was created or updated', async () => {
    updates = true;
    const there = claimed('Procedure/p2', { serverId: 'Procedure/7', sentDigest: 'old' });
    const same = claimed('Procedure/p3', { serverId: 'Procedure/8' });
    await deliver([claimed('Procedure/p1'), there, { ...same, sentDigest: digestOf(same.body) }]);
    expect(told).toMatchObject([
      { key: 'Procedure/p1', revision: 1, place: 'Procedure/1', serverVersion: '1' },
      { key: 'Procedure/p2', revision: 1, place: 'Procedure/7', serverVersion: '2' },
    ]);
    expect(told.map(({ sent }) => JSON.parse(sent))).toMatchObject([...server.stored.values()]);
  });

  describe('that others worked on there', () => {
    const written = { resourceType: 'Procedure', status: 'completed', note: [{ text: 'r1' }] };
    const there = claimed('Procedure/p1', { serverId: 'Procedure/7', sentDigest: 'old', serverVersion: '1' });

    beforeEach(() => {
      updates = true;
      server.version = '3';
      server.firstVersions.set('Procedure/7', written);
    });

    it('keeps what they added when it is updated', async () => {
      server.stored.set('Procedure/7', { ...written, followUp: [{ text: 'theirs' }] });
      expect(await deliver([there])).toMatchObject([{ state: 'delivered' }]);
      expect(server.updated).toEqual(['3']);
      expect(server.stored.get('Procedure/7')).toMatchObject({ followUp: [{ text: 'theirs' }], status: 'completed' });
    });

    it('is left to a person where they changed what is ours and the site lets that stand', async () => {
      othersChanges = 'theirs-wins';
      server.stored.set('Procedure/7', { ...written, status: 'stopped' });
      expect(await deliver([there])).toMatchObject([{ state: 'by-hand', reason: 'changed-there' }]);
      expect(server.updated).toEqual([]);
      expect(await deliver([{ ...there, overruledVersion: '3' }])).toMatchObject([{ state: 'delivered' }]);
    });
  });

  it('needs nothing more when what is there says the same, or when it is taken back before anybody saw it', async () => {
    const same = claimed('Procedure/p1', { serverId: 'Procedure/7' });
    expect(
      await deliver([{ ...same, sentDigest: digestOf(same.body) }, claimed('Procedure/p2', { retracted: true })]),
    ).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }]);
    expect(server.creates).toBe(0);
  });

  it('is refused with what the server said, and its intent is over', async () => {
    server.script.push({ fault: { ...invalid, answer: { resourceType: 'OperationOutcome' } }, applied: false });
    expect(await deliver([claimed('Procedure/p1')])).toMatchObject([
      { state: 'refused', reason: 'http-422', isIntended: false },
    ]);
  });

  it('is refused where the server does not create such records: others are not held up', async () => {
    server.script.push({ fault: notOffered, applied: false });
    expect(await deliver([claimed('Procedure/p1'), claimed('Observation/o1')])).toMatchObject([
      { state: 'refused', reason: 'http-405' },
      { state: 'delivered' },
    ]);
    expect(failures).toEqual([]);
  });

  it('is not created by an instance that has lost it', async () => {
    isOurs = false;
    await deliver([claimed('Procedure/p1')]);
    expect(server.creates).toBe(0);
  });
});

describe('a record of somebody whose Patient is another one', () => {
  it('waits, also when it is there already, and the elements that differ are named without their values', async () => {
    inTheChart = { ...jane, birthDate: '1999-01-02', families: ['Sample'] };
    const [fresh] = await deliver([claimed('Procedure/p1')]);
    const [there] = await deliver([claimed('Procedure/p2', { serverId: 'Procedure/7', sentDigest: 'older' })]);
    expect([fresh, there]).toMatchObject([
      { state: 'waiting', reason: 'identity-mismatch' },
      { state: 'waiting', reason: 'identity-mismatch' },
    ]);
    expect(server.creates).toBe(0);
    expect(fresh?.outcome).toContain('"expression":["Patient.birthDate","Patient.name.family"]');
    for (const value of ['1999', '1961', 'Sample', 'Example']) expect(fresh?.outcome).not.toContain(value);
  });

  it('of whom nothing is known there, is written', async () => {
    inTheChart = { families: [] };
    expect(await deliver([claimed('Procedure/p1')])).toMatchObject([{ state: 'delivered' }]);
  });

  it('keeps in mind that a create may have been applied', async () => {
    inTheChart = { ...jane, gender: 'male' };
    expect(await deliver([claimed('Procedure/p1', { isIntended: true })])).toMatchObject([
      { state: 'waiting', isIntended: true },
    ]);
  });
});
