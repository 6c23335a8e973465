import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elsewhere, faultRows, leafKey, type FaultRow } from '../dev/src/fhir-faults/fault-rows.js';
import { CellRecords, loads, type Load } from './delivery/cell-records.js';
import { MatrixBed } from './delivery/matrix-bed.js';
import { tellMatrix, type CellResult } from './delivery/matrix.js';

/**
 * Every fault of a FHIR server, at every load, with and without fhir-sync being killed in the middle: at the end every
 * record is on the server once, in its latest revision, or it is refused and says why.
 */

let bed: MatrixBed;
const results: CellResult[] = [];

beforeAll(async () => {
  bed = await MatrixBed.open();
}, 120_000);

afterAll(async () => {
  await bed.close();
  process.stdout.write(`\n${tellMatrix(results, elsewhere)}\n`);
}, 120_000);

function follow(row: FaultRow | undefined, all: readonly CellRecords[]): Promise<unknown> {
  const keys = all.map((records) => JSON.stringify(records.leafKey)).join();
  const plan = JSON.stringify({ rules: row?.rules ?? [] }).replaceAll(JSON.stringify(leafKey), keys);
  return bed.follow(JSON.parse(plan));
}

/** What a clinician would do in the chart: nothing that we write is kept by chance. */
async function changeThere(records: CellRecords): Promise<void> {
  for (const key of records.keys) {
    const found = await bed.readThere(key);
    const response = await fetch(`${bed.system.url('hospital')}/fhir/${key}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ ...found, note: [{ text: 'changed in the chart' }] }),
    });
    if (!response.ok) throw new Error(`the hospital answers ${response.status} to its own clinician`);
  }
}

/** The records of some loads, all at once, through one fault. */
async function run(row: FaultRow, names: readonly Load[], isKilled: boolean, number: number): Promise<CellResult[]> {
  const all = names.map((load) => new CellRecords(`c${number}${load}`, load));
  await follow(undefined, all);
  for (const { charts } of all) await bed.system.writeCharts(charts);
  if (row.isChangedThere) {
    for (const records of all) await bed.publish(records.bundles(1));
    await bed.settled();
    for (const records of all) await changeThere(records);
  }
  await follow(row, all);
  for (const records of all) {
    for (let revision = 1; revision <= records.lastRevision; revision += 1)
      await bed.publish(records.bundles(revision));
  }
  if ((isKilled && !row.isLearned) || row.isOutage) await bed.metFault();
  if (isKilled) await bed.killInTheMiddle();
  if (row.isOutage) await bed.takenIn();
  if (row.isOutage) await follow(undefined, all);
  await bed.settled();
  // Where the fault is over by now, it was waited for above.
  const isMet = row.isOutage || row.isLearned || (await bed.faultIsMet());
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
    const status = (await bed.system.read('fhir-sync', `/v1/records/${key}`)) as {
      state: string;
      reason: string | null;
    };
    const isRefused = refuses !== undefined && (refuses.records === 'all' || key === records.leafKey);
    const there = await bed.readThere(key);
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
    const found = await Promise.all(['Procedure', 'Observation'].map((type) => bed.ofPatient(type, id)));
    const count = found.flat().length;
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
