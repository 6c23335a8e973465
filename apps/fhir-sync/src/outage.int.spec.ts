import { done, type DesiredRecord, type Fate } from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../dev/src/test-environment.js';
import { targetDefaults } from './target-config.js';
import { deliverySettings } from './settings.js';
import { DeliveryBed } from './testing/delivery-bed.js';
import { atSpeed } from './testing/fast-clock.js';
import type { Instance } from './testing/instance.js';
import { reachableBytes } from './testing/reachable-bytes.js';
import { desired, patientIdentifier } from './testing/records.js';

/** Half a minute stands for an hour: all that fhir-sync waits for (`atSpeed`) is as much shorter. */
const speed = 120;
const hourMs = 3_600_000 / speed;
const settings = atSpeed(speed, deliverySettings({ ...targetDefaults, FHIR_BASE_URL: 'http://localhost/fhir' }));

const patients = Array.from({ length: 600 }, (_, index) => `p${index}`);
const scoresOfPatient = 4;
const patientsAtOnce = 120;
const corrections = 10;
/** Of half of the patients the server has the records before the outage, at this revision; the others are new in it. */
const knownBefore = patients.slice(0, patients.length / 2);
const firstRevision = 1;
const lastRevision = firstRevision + 1 + corrections;

function recordsOf(patient: string, revision: number): readonly DesiredRecord[] {
  const procedure = `Procedure/${patient}`;
  const scores = Array.from({ length: scoresOfPatient }, (_, index) => `Observation/${patient}s${index}`);
  // As they may come: what refers first.
  return [
    ...scores.map((key) => desired(key, { revision, patient, refersTo: [procedure] })),
    desired(procedure, { revision, patient }),
  ];
}

const keysOf = (some: readonly string[]) => some.flatMap((patient) => recordsOf(patient, 1).map(({ key }) => key));

/** What was seen of the outage and after it. */
interface Seen {
  readonly fates: readonly Fate[];
  /** After each revision of all records. */
  readonly memory: readonly number[];
  readonly atItsEnd: Awaited<ReturnType<Instance['status']['summary']>>['all'];
  readonly wasReachable: boolean;
  readonly transactionsTried: number;
  readonly probes: number;
  /** Keys in the order in which the server got them afterwards. */
  readonly written: readonly string[];
}

let bed: DeliveryBed;
let seen: Seen;
beforeAll(async () => {
  bed = await DeliveryBed.open();
  await bed.begin();
  for (const patient of patients) bed.server.places.set(patientIdentifier(patient), `at-${patient}`);
  const instance = await bed.start(settings);
  await instance.receive(...knownBefore.map((patient) => recordsOf(patient, firstRevision)));
  await untilAllDelivered(instance, keysOf(knownBefore).length);
  seen = await outage(instance);
}, 180_000);
afterAll(async () => {
  await bed.end();
  await bed.close();
}, 60_000);

async function outage(instance: Instance): Promise<Seen> {
  await bed.server.stop();
  const before = { sent: await requests(instance, 'transaction'), probes: await requests(instance, 'probe') };
  const arrived = bed.server.transactions.length;
  const fates: Fate[] = [];
  const memory: number[] = [];
  const since = performance.now();
  for (let revision = firstRevision + 1; revision <= lastRevision; revision += 1) {
    fates.push(...(await receiveInTime(instance, revision, since)));
    memory.push(reachableBytes());
  }
  await until('the end of the hour', () => performance.now() - since >= hourMs);
  const during = {
    atItsEnd: (await instance.status.summary()).all,
    wasReachable: instance.target.reachable,
    transactionsTried: (await requests(instance, 'transaction')) - before.sent,
    probes: (await requests(instance, 'probe')) - before.probes,
  };
  await bed.server.start();
  await untilAllDelivered(instance, keysOf(patients).length);
  return { fates, memory, ...during, written: bed.server.transactions.slice(arrived).flat() };
}

/** A revision of every record, in batches as the topic hands them out, each when its part of the hour begins. */
async function receiveInTime(instance: Instance, revision: number, since: number): Promise<readonly Fate[]> {
  const fates: Fate[] = [];
  const batches = Math.ceil(patients.length / patientsAtOnce);
  for (let batch = 0; batch < batches; batch += 1) {
    const turn = (revision - firstRevision - 1) * batches + batch;
    const dueAt = since + (hourMs * turn) / (batches * (corrections + 1));
    await until('the time of the next batch', () => performance.now() >= dueAt);
    const some = patients.slice(batch * patientsAtOnce, (batch + 1) * patientsAtOnce);
    fates.push(...(await instance.receive(...some.map((patient) => recordsOf(patient, revision)))));
  }
  return fates;
}

/** Requests to the FHIR server so far, answered or not. */
async function requests(instance: Instance, operation: 'transaction' | 'probe'): Promise<number> {
  const line = new RegExp(`^ilium_fhir_request_seconds_count\\{.*operation="${operation}".*\\} (\\d+)$`, 'gm');
  return [...(await instance.metrics()).matchAll(line)].reduce((sum, [, count]) => sum + Number(count), 0);
}

function untilAllDelivered(instance: Instance, records: number): Promise<unknown> {
  return until('every record to be delivered', async () => (await instance.status.summary()).all, {
    accept: ({ byState }) => byState.delivered === records,
    timeoutMs: 60_000,
  });
}

describe('an outage of an hour, with ten corrections of every record in it', () => {
  it('is consumed through: all is taken in, and waits for the server without losing an attempt', () => {
    expect(seen.fates).toEqual(Array.from({ length: patients.length * (corrections + 1) }, () => done()));
    const records = keysOf(patients).length;
    expect(seen.atItsEnd).toMatchObject({ total: records, byState: { pending: records, delivered: 0, refused: 0 } });
    expect(seen.wasReachable).toBe(false);
  });

  it('takes no more memory in its last third than in its first', () => {
    const third = Math.floor(seen.memory.length / 3);
    const growth = Math.min(...seen.memory.slice(-third)) - Math.min(...seen.memory.slice(0, third));
    // To remember what came meanwhile, the bodies alone, would take twice as much.
    expect(growth).toBeLessThan(3_000_000);
  });

  it('sends nothing but the cheap question, at the pauses of the breaker', () => {
    // Those that were due when it began.
    expect(seen.transactionsTried).toBeLessThanOrEqual(settings.concurrency);
    const shortestPauseMs = settings.breaker.longestMs / 2;
    const whilePausesGrow = 10;
    expect(seen.probes).toBeGreaterThan(0);
    expect(seen.probes).toBeLessThanOrEqual(hourMs / shortestPauseMs + whilePausesGrow);
  });

  it('is followed by exactly one write of each record, in its newest revision', () => {
    expect(seen.written.toSorted()).toEqual(keysOf(patients).toSorted());
    const wasKnown = new Set(keysOf(knownBefore));
    const newest = { note: [{ text: `r${lastRevision}` }] };
    for (const key of seen.written)
      expect(bed.server.stored.get(key)).toMatchObject({ version: wasKnown.has(key) ? 2 : 1, resource: newest });
  });

  it('is followed by referred records before those that refer to them', () => {
    const place = new Map(seen.written.map((key, index) => [key, index]));
    const late = patients.filter((patient) => {
      const [procedure = Infinity, ...scores] = recordsOf(patient, lastRevision)
        .map(({ key }) => place.get(key) ?? -1)
        .toReversed();
      return scores.length !== scoresOfPatient || scores.some((score) => score < procedure);
    });
    expect(late).toEqual([]);
  });
});
