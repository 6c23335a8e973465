import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ledger, recordsStatus, topicName } from '@ilium/contracts';
import { openProducer, type RecordProducer } from '@ilium/messaging';
import { faultRows, leafKey, type FaultRow } from '../dev/src/fhir-faults/fault-rows.js';
import { until } from '../dev/src/test-environment.js';
import { CellRecords, loads, type Load } from './delivery/cell-records.js';
import { tellMatrix, type CellResult } from './delivery/matrix.js';
import { RunningSystem } from './running-system.js';

/**
 * Every fault of a FHIR server, at every load, with and without fhir-sync being killed in the middle: at the end every
 * record is on the server once, in its latest revision, or it is refused and says why.
 */

let system: RunningSystem;
let producer: RecordProducer;
const results: CellResult[] = [];
let sent = 0;

beforeAll(async () => {
  system = await RunningSystem.prepare({ courses: 0, feedStart: 'manual', fhirTimeoutMs: 500 });
  await system.start('hospital', 'fhir-sync');
  producer = await openProducer({ brokers: system.brokers });
}, 120_000);

afterAll(async () => {
  await producer.close();
  await system.close();
  const elsewhere = new Map(
    faultRows.flatMap((row) => (row.elsewhere === undefined ? [] : [[row.name, row.elsewhere]])),
  );
  process.stdout.write(`\n${tellMatrix(results, elsewhere)}\n`);
}, 120_000);

async function admin(method: 'GET' | 'PUT', path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${system.url('hospital')}/admin/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the hospital answers ${response.status} to ${path}`);
  return response.json();
}

function follow(row: FaultRow | undefined, all: readonly CellRecords[]): Promise<unknown> {
  const keys = all.map((records) => JSON.stringify(records.leafKey)).join();
  const plan = JSON.stringify({ rules: row?.rules ?? [] }).replaceAll(JSON.stringify(leafKey), keys);
  return admin('PUT', 'faults/plan', JSON.parse(plan));
}

async function publish(records: CellRecords, revision: number): Promise<void> {
  const bundles = records.bundles(revision);
  await producer.send(topicName(system.around.topicPrefix, 'fhir-bundles'), bundles);
  sent += bundles.length;
}

async function isTakenIn(): Promise<boolean> {
  const { topics } = ledger.parse(await system.read('fhir-sync', '/v1/ledger'));
  return topics.reduce((sum, { received }) => sum + received, 0) >= sent;
}

async function isSettled(): Promise<boolean> {
  if (!(await isTakenIn())) return false;
  const { byState } = recordsStatus.parse(await system.read('fhir-sync', '/v1/records'));
  return (byState.pending ?? 0) + (byState.waiting ?? 0) === 0;
}

const settledWithin = { timeoutMs: 60_000, intervalMs: 25 };
const settled = () => until('every record to have its fate', isSettled, settledWithin);

async function faultIsMet(): Promise<boolean> {
  const { rules } = (await admin('GET', 'faults/plan')) as { rules: readonly { used: number }[] };
  return rules.some(({ used }) => used > 0);
}

/** What a clinician would do in the chart: nothing that we write is kept by chance. */
async function changeThere(records: CellRecords): Promise<void> {
  for (const key of records.keys) {
    const found = await readThere(key);
    const response = await fetch(`${system.url('hospital')}/fhir/${key}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ ...found, note: [{ text: 'changed in the chart' }] }),
    });
    if (!response.ok) throw new Error(`the hospital answers ${response.status} to its own clinician`);
  }
}

interface Found {
  readonly note?: readonly { readonly text: string }[];
}

async function readThere(key: string): Promise<Found | undefined> {
  const response = await fetch(`${system.url('hospital')}/fhir/${key}`);
  return response.ok ? ((await response.json()) as Found) : undefined;
}

async function countThere(patient: string): Promise<number> {
  const counts = ['Procedure', 'Observation'].map(async (type) => {
    const response = await fetch(`${system.url('hospital')}/fhir/${type}?patient=Patient/${patient}&_count=100`);
    const { entry = [] } = (await response.json()) as { entry?: readonly object[] };
    return entry.length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** The records of some loads, all at once, through one fault. */
async function run(row: FaultRow, names: readonly Load[], isKilled: boolean, number: number): Promise<CellResult[]> {
  const all = names.map((load) => new CellRecords(`c${number}${load}`, load));
  await follow(undefined, all);
  for (const { charts } of all) await system.writeCharts(charts);
  if (row.isChangedThere) {
    for (const records of all) await publish(records, 1);
    await settled();
    for (const records of all) await changeThere(records);
  }
  await follow(row, all);
  for (const records of all) {
    for (let revision = 1; revision <= records.lastRevision; revision += 1) await publish(records, revision);
  }
  if ((isKilled && !row.isLearned) || row.isOutage) await until('the fault to be met', faultIsMet, settledWithin);
  if (isKilled) {
    await system.kill('fhir-sync');
    await system.start('fhir-sync');
  }
  if (row.isOutage) await until('all to be taken in', isTakenIn, settledWithin);
  if (row.isOutage) await follow(undefined, all);
  await settled();
  // Where the fault is over by now, it was waited for above.
  const isMet = row.isOutage || row.isLearned || (await faultIsMet());
  await follow(undefined, all);
  const cells: CellResult[] = [];
  for (const records of all) {
    cells.push({ row: row.name, load: records.load, isKilled, ...(await judge(row, records)) });
  }
  if (!isMet) throw new Error('the fault was never met: the cell shows nothing');
  return cells;
}

async function judge({ refuses }: FaultRow, records: CellRecords) {
  const wrong: string[] = [];
  let [delivered, refused] = [0, 0];
  for (const key of records.keys) {
    const status = (await system.read('fhir-sync', `/v1/records/${key}`)) as { state: string; reason: string | null };
    const isRefused = refuses !== undefined && (refuses.records === 'all' || key === records.leafKey);
    const there = await readThere(key);
    if (isRefused) {
      refused += 1;
      if (status.state !== 'refused' || status.reason !== refuses.reason)
        wrong.push(`${key}: ${JSON.stringify(status)}`);
      if (there !== undefined) wrong.push(`${key}: refused, and there`);
    } else {
      delivered += 1;
      if (status.state !== 'delivered') wrong.push(`${key}: ${JSON.stringify(status)}`);
      if (there?.note?.[0]?.text !== `r${records.lastRevision}`) wrong.push(`${key}: ${there?.note?.[0]?.text}`);
    }
  }
  for (const { id } of records.charts) {
    const expected = records.keys.length / records.charts.length;
    const count = await countThere(id);
    if (refuses === undefined && count !== expected) wrong.push(`${count} records of a patient instead of ${expected}`);
  }
  return { delivered, refused, wrong };
}

const loadNames = Object.keys(loads) as Load[];
/** A start takes longer than all the rest: so the loads are killed together. */
const cells = faultRows.flatMap((row) => [
  ...loadNames.map((load) => ({ row, names: [load], isKilled: false })),
  { row, names: loadNames, isKilled: true },
]);

describe('the matrix of faults', () => {
  it.each(
    cells.map((cell, number) => {
      const told = `${cell.names.join(', ')}, ${cell.isKilled ? 'killed' : 'alive'}`;
      return [cell.row.name, told, cell, number] as const;
    }),
  )(
    '%s, %s',
    async (_, __, { row, names, isKilled }, number) => {
      const found = await run(row, names, isKilled, number);
      results.push(...found);
      expect(found.flatMap(({ wrong }) => wrong)).toEqual([]);
    },
    90_000,
  );
});
