import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProfileName } from '../apps/hospital/src/fhir/profiles/profiles.js';
import { elsewhere, singleFaultRows, type FaultRow } from '../dev/src/fhir-faults/fault-rows.js';
import type { Load } from './delivery/cell-records.js';
import { CourseRecords } from './delivery/course-records.js';
import { MatrixBed, type FoundRecord } from './delivery/matrix-bed.js';
import { tellMatrix, type CellResult } from './delivery/matrix.js';

/**
 * The lane document through faults, with and without fhir-sync being killed in the middle: servers in the manner of Epic and
 * of athenahealth, which take nothing of it but new documents. At the end each session and each follow-up has one document
 * that nothing replaces, it says what is newest, and each record is delivered.
 */

let bed: MatrixBed;
const results: CellResult[] = [];

beforeAll(async () => {
  bed = await MatrixBed.openFor('  - { name: ehr, url: http://127.0.0.1/fhir, lanes: { usual: document } }');
}, 120_000);

afterAll(async () => {
  await bed.close();
  process.stdout.write(`\nlane document\n${tellMatrix(results, elsewhere)}\n`);
}, 120_000);

const loads: readonly Load[] = ['single', 'batch', 'load'];

interface Cell {
  readonly profile: ProfileName;
  readonly row: FaultRow;
  readonly isKilled: boolean;
}

async function run({ profile, row, isKilled }: Cell, number: number): Promise<CellResult[]> {
  const all = loads.map((load) => new CourseRecords(`d${number}${load}`, load));
  await bed.goThrough({ profile, row, isKilled }, all);
  const cells: CellResult[] = [];
  for (const records of all) cells.push({ row: row.name, load: records.load, isKilled, ...(await judge(records)) });
  return cells;
}

interface Status {
  readonly state: string;
  readonly reason: string | null;
  readonly deliveredRevision: number | null;
}

async function judge(records: CourseRecords) {
  const wrong: string[] = [];
  for (const key of records.keys) {
    const record = (await bed.system.read('fhir-sync', `/v1/records/${key}`)) as Status;
    const isDelivered = record.state === 'delivered' && record.deliveredRevision === 2;
    if (!isDelivered) wrong.push(`${key} is ${record.state}: ${record.reason}, revision ${record.deliveredRevision}`);
  }
  for (const patient of records.patients) {
    const there = (await bed.ofPatient('DocumentReference', patient)) as readonly FoundDocument[];
    const standing = standingOf(there);
    const titles = standing.map(({ description }) => description).toSorted();
    const expected = records.documents(2);
    if (
      titles.join() !==
      expected
        .map(([title]) => title)
        .toSorted()
        .join()
    )
      wrong.push(`there is: ${titles.join()}`);
    for (const [title, said] of expected) {
      const document = standing.find(({ description }) => description === title);
      if (!textOf(document).includes(said)) wrong.push(`${title} does not say ${said} ${textOf(document)}`);
    }
  }
  return { delivered: records.keys.length, refused: 0, wrong };
}

interface FoundDocument extends FoundRecord {
  readonly status: string;
  readonly description: string;
  readonly relatesTo?: readonly { readonly target: { readonly reference: string } }[];
  readonly content: readonly { readonly attachment: { readonly data: string } }[];
}

function standingOf(documents: readonly FoundDocument[]): readonly FoundDocument[] {
  const replaced = new Set(documents.flatMap(({ relatesTo = [] }) => relatesTo.map(({ target }) => target.reference)));
  return documents.filter(({ id, status }) => status === 'current' && !replaced.has(`DocumentReference/${id}`));
}

function textOf(document: FoundDocument | undefined): string {
  return Buffer.from(document?.content[0]?.attachment.data ?? '', 'base64').toString();
}

/** A few for each way to fail; the lane beneath, create-only, is held to all of them. */
const rowsOf: Partial<Record<ProfileName, readonly string[]>> = {
  epic: ['answers too late', '429, Retry-After in seconds', '503 for as long as it lasts', 'reset after it is applied'],
  athena: ['reset after it is applied', 'applied, answered 504'],
};

const profiles = ['epic', 'athena'] as const;
const cells = profiles.flatMap((profile) =>
  singleFaultRows
    .filter(({ name }) => rowsOf[profile]?.includes(name))
    .flatMap((row) => [false, true].map((isKilled): Cell => ({ profile, row, isKilled }))),
);

describe('the matrix of faults, where records end as documents', () => {
  it.each(
    cells.map(
      (cell, number) => [cell.profile, cell.row.name, cell.isKilled ? 'killed' : 'alive', cell, number] as const,
    ),
  )(
    '%s, %s, %s',
    async (_, __, ___, cell, number) => {
      const found = await run(cell, number);
      results.push(...found);
      expect(found.flatMap(({ wrong }) => wrong)).toEqual([]);
    },
    90_000,
  );

  it('has a cell for each row that it names', () => {
    expect(cells).toHaveLength(2 * Object.values(rowsOf).flat().length);
  });
});
