import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordsStatus } from '@ilium/contracts';
import { faultRows, type FaultRow } from '../dev/src/fhir-faults/fault-rows.js';
import { until } from '../dev/src/test-environment.js';
import { CellRecords, type Load } from './delivery/cell-records.js';
import { MatrixBed } from './delivery/matrix-bed.js';
import { tellMatrix, type CellResult } from './delivery/matrix.js';

/**
 * A target that takes Provenance, through the faults that could double it or part it from its record, with and without
 * fhir-sync being killed in the middle: at the end each record has exactly one.
 */

let bed: MatrixBed;
const results: CellResult[] = [];

beforeAll(async () => {
  bed = await MatrixBed.openFor('  - { name: ehr, url: http://127.0.0.1/fhir, provenance: true }');
}, 120_000);

afterAll(async () => {
  await bed.close();
  process.stdout.write(`\nlane repository, with Provenance\n${tellMatrix(results, new Map())}\n`);
}, 120_000);

const partingFaults = [
  '500',
  'reset after it is applied',
  'applied, answered 504',
  'applied, half of the answer',
  'no transactions for a while',
  'a transaction run as a batch',
];
const rows = faultRows.filter(({ name }) => partingFaults.includes(name));

async function run(row: FaultRow, names: readonly Load[], isKilled: boolean, number: number): Promise<CellResult[]> {
  const all = names.map((load) => new CellRecords(`v${number}${load}`, load));
  await bed.goThrough({ profile: 'repository', row, isKilled }, all);
  const cells: CellResult[] = [];
  for (const records of all) cells.push({ row: row.name, load: records.load, isKilled, ...(await judge(records)) });
  return cells;
}

async function judge(records: CellRecords) {
  const wrong: string[] = [];
  for (const key of records.keys) {
    const there = await bed.readThere(key);
    if (there?.note?.[0]?.text !== 'r2') wrong.push(`${key} is ${there?.note?.[0]?.text} there`);
    // One that was owed follows its record.
    const told = await until(`the Provenance of ${key}`, () => bed.provenanceOf(key), {
      accept: ({ length }) => length > 0,
      timeoutMs: 30_000,
    });
    if (told.length !== 1) wrong.push(`${key} has ${told.length} Provenance`);
  }
  return { delivered: records.keys.length - wrong.length, refused: 0, wrong };
}

const cells = rows.flatMap((row) => [
  { row, names: ['single', 'load'] as const, isKilled: false },
  { row, names: ['single', 'batch', 'load'] as const, isKilled: true },
]);

describe('the matrix of faults, with Provenance', () => {
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

  it('ends with each record delivered, and none without its Provenance', async () => {
    const { total, byState } = recordsStatus.parse(await bed.system.read('fhir-sync', '/v1/records'));
    expect(byState.delivered).toBe(total);
  });
});
