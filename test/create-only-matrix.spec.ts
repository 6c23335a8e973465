import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elsewhere, singleFaultRows, type FaultRow } from '../dev/src/fhir-faults/fault-rows.js';
import { CellRecords, type Load } from './delivery/cell-records.js';
import { MatrixBed } from './delivery/matrix-bed.js';
import { tellMatrix, type CellResult } from './delivery/matrix.js';

/**
 * The lane create-only through every fault, with and without fhir-sync being killed in the middle: a server in the manner of
 * Oracle Millennium, which chooses ids itself, drops our identifiers without a word, and takes no correction of a Procedure.
 * At the end each record is there once; and it is the latest revision, or its correction waits for a person.
 */

let bed: MatrixBed;
const results: CellResult[] = [];

beforeAll(async () => {
  bed = await MatrixBed.openFor('  - { name: ehr, url: http://127.0.0.1/fhir, lanes: { usual: create-only } }');
}, 120_000);

afterAll(async () => {
  await bed.close();
  process.stdout.write(`\nlane create-only\n${tellMatrix(results, elsewhere)}\n`);
}, 120_000);

async function run(row: FaultRow, names: readonly Load[], isKilled: boolean, number: number): Promise<CellResult[]> {
  const all = names.map((load) => new CellRecords(`s${number}${load}`, load));
  await bed.goThrough({ profile: 'millennium', row, isKilled }, all);
  const cells: CellResult[] = [];
  for (const records of all) cells.push({ row: row.name, load: records.load, isKilled, ...(await judge(records)) });
  return cells;
}

interface Status {
  readonly state: string;
  readonly serverId: string | null;
}

async function judge(records: CellRecords) {
  const wrong: string[] = [];
  let [delivered, byHand] = [0, 0];
  for (const key of records.keys) {
    const { state, serverId } = (await bed.system.read('fhir-sync', `/v1/records/${key}`)) as Status;
    const text = (serverId === null ? undefined : await bed.readThere(serverId))?.note?.[0]?.text;
    const isExplained = state === 'by-hand' && key.startsWith('Procedure/') && text === 'r1';
    if (isExplained) byHand += 1;
    else if (state === 'delivered' && text === 'r2') delivered += 1;
    else wrong.push(`${key} is ${state}, and ${text} there`);
  }
  for (const { id } of records.charts) {
    const found = await Promise.all(['Procedure', 'Observation'].map((type) => bed.ofPatient(type, id)));
    const expected = records.keys.length / records.charts.length;
    if (found.flat().length !== expected)
      wrong.push(`${found.flat().length} records of a patient instead of ${expected}`);
  }
  return { delivered, refused: 0, byHand, wrong };
}

const cells = singleFaultRows.flatMap((row) => [
  { row, names: ['single', 'batch'] as const, isKilled: false },
  { row, names: ['load'] as const, isKilled: false },
  { row, names: ['single', 'batch', 'load'] as const, isKilled: true },
]);

describe('the matrix of faults, where records are created only', () => {
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
