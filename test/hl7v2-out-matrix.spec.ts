import { binaryModeHeaders, fhirBundleType, type DesiredRecord } from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { painScore } from '../apps/fhir-sync/src/testing/hl7-records.js';
import { ScriptedMllpReceiver, type Deed } from '../apps/fhir-sync/src/testing/scripted-mllp-receiver.js';
import type { Load } from './delivery/cell-records.js';
import { MatrixBed } from './delivery/matrix-bed.js';
import { tellMatrix, type CellResult } from './delivery/matrix.js';

/**
 * The lane hl7v2-out through every fault of a receiver, at every load, with and without fhir-sync being killed in the middle:
 * at the end the receiver has taken each result once, in its latest value, and every record is delivered; or refused, and
 * says why.
 */

let bed: MatrixBed;
const receiver = new ScriptedMllpReceiver();
const results: CellResult[] = [];

beforeAll(async () => {
  await receiver.start();
  const settings = {
    HL7_OUT_HOST: '127.0.0.1',
    HL7_OUT_PORT: String(receiver.port),
    HL7_OUT_KEY: 'a key of the test, long enough to be one',
    HL7_OUT_ASSIGNERS: '{"urn:oid:1.2.3":{"namespace":"RIVERSIDE","type":"MR"}}',
    HL7_OUT_TIMEOUT_MS: '500',
    HL7_OUT_WINDOW: '4',
  };
  const target = '  - { name: engine, lanes: { Observation: hl7v2-out, usual: none } }';
  bed = await MatrixBed.openFor(target, { settings: { 'fhir-sync': settings } });
}, 120_000);

afterAll(async () => {
  await bed.close();
  await receiver.stop();
  process.stdout.write(`\nlane hl7v2-out\n${tellMatrix(results, new Map())}\n`);
}, 60_000);

const loads = {
  single: { patients: 1, scores: 1, faults: 1 },
  batch: { patients: 1, scores: 6, faults: 2 },
  load: { patients: 10, scores: 3, faults: 4 },
} as const;

interface Row {
  readonly name: string;
  /** What the receiver does to some arrivals; one at a time is one arrival. */
  readonly deed?: Deed;
  /** What it always does to one of the records. */
  readonly always?: Deed;
  /** How that one ends. */
  readonly refusal?: string;
  /** It is away until everything is taken in. */
  readonly isAway?: boolean;
  /** A message alone does not show it. */
  readonly wantsSeveral?: boolean;
}

/** HL7 v2 has no status that is none of MSA-1 (table 0008), no redirect and no limit of a bundle. */
const rows: readonly Row[] = [
  { name: 'late answers', deed: { delayMs: 700 } },
  { name: 'a slow drip', deed: { dripMs: 200 } },
  { name: 'a drip that is too slow', deed: { dripMs: 900 } },
  { name: 'silence, though it took them', deed: { isSilent: true } },
  { name: 'silence, and nothing taken', deed: { answers: [] } },
  { name: 'the connection cut before it takes', deed: { cut: 'before' } },
  { name: 'the connection cut after it took', deed: { cut: 'after' } },
  { name: 'an acknowledgement of another message', deed: { answers: [{ code: 'AA', of: 'OTHER' }] } },
  { name: 'an acknowledgement twice', deed: { answers: [{ code: 'AA' }, { code: 'AA' }] } },
  { name: 'answers in another order', deed: { isHeld: true }, wantsSeveral: true },
  { name: 'an answer that is no HL7 v2', deed: { instead: 'garbage' } },
  { name: 'an answer without a frame', deed: { instead: 'noise' } },
  { name: 'half of an answer', deed: { instead: 'half' } },
  { name: 'AE, which passes', deed: { answers: [{ code: 'AE', text: 'busy' }] } },
  { name: 'CE, which passes', deed: { answers: [{ code: 'CE', text: 'busy' }] } },
  { name: 'a code that MSA-1 does not have', deed: { answers: [{ code: 'OK' }] } },
  { name: 'AR of one', always: { answers: [{ code: 'AR', text: 'unknown' }] }, refusal: 'AR; unknown' },
  { name: 'CR of one', always: { answers: [{ code: 'CR', text: 'unknown' }] }, refusal: 'CR; unknown' },
  { name: 'the receiver away', isAway: true },
];

/** The records of one load of a cell; none are shared with another. */
class Scores {
  constructor(
    private readonly cell: string,
    readonly load: Load,
  ) {}

  get prefix(): string {
    return `${this.cell}${this.load}`;
  }

  get leaf(): string {
    return `${this.prefix}s0`;
  }

  ofRevision(revision: number): readonly DesiredRecord[] {
    const { patients, scores } = loads[this.load];
    return Array.from({ length: patients * scores }, (_, index) =>
      painScore(`${this.prefix}s${index}`, revision, { revision, of: `${this.prefix}p${index % patients}` }),
    );
  }
}

function publish(records: readonly DesiredRecord[]): Promise<void> {
  return bed.publish(
    records.map(({ key, revision, resource }) => {
      const value = {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [{ resource, request: { method: 'PUT', url: key } }],
      };
      const attributes = {
        specversion: '1.0',
        id: `${key}-${revision}`,
        source: 'urn:ilium:test',
        type: fhirBundleType,
      } as const;
      const headers = binaryModeHeaders({ ...attributes, contentType: 'application/fhir+json' });
      return { key, value: JSON.stringify(value), headers: { ...headers, ce_revisions: String(revision) } };
    }),
  );
}

function recordOf(message: string): string {
  return fieldOf(message, 'OBR', 3).split('^')[0] ?? '';
}

function fieldOf(message: string, segment: string, place: number): string {
  const line = message.split('\r').find((one) => one.startsWith(`${segment}|`));
  return line?.split('|')[place] ?? '';
}

/** What the receiver has taken of each record, in the order of its arrival. */
function taken({ prefix }: Scores): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const message of receiver.taken.values()) {
    const record = recordOf(message);
    if (record.startsWith(`${prefix}s`))
      values.set(record, [...(values.get(record) ?? []), fieldOf(message, 'OBX', 5)]);
  }
  return values;
}

async function run(row: Row, names: readonly Load[], isKilled: boolean, number: number): Promise<CellResult[]> {
  const all = names.map((load) => new Scores(`m${number}`, load));
  const leaves = new Set(all.map(({ leaf }) => leaf));
  const { deed, always } = row;
  receiver.always = (message) => (leaves.has(recordOf(message)) ? always : undefined);
  const faults = Math.max(...names.map((load) => loads[load].faults));
  if (deed !== undefined) receiver.script.push(...Array.from({ length: faults }, () => deed));
  if (row.isAway === true) await receiver.stop();
  for (const scores of all) await publish(scores.ofRevision(1));
  await bed.takenIn();
  if (isKilled) await bed.killInTheMiddle();
  for (const scores of all) await publish(scores.ofRevision(2));
  await bed.takenIn();
  if (row.isAway === true) await receiver.start();
  await bed.settled();
  const left = receiver.script.splice(0).length;
  const cells: CellResult[] = [];
  for (const scores of all) cells.push({ row: row.name, load: scores.load, isKilled, ...(await judge(scores, row)) });
  if (left > 0) throw new Error(`${left} faults were never met: the cell shows less than it says`);
  return cells;
}

async function judge(scores: Scores, { refusal }: Row) {
  const wrong: string[] = [];
  let [delivered, refused] = [0, 0];
  const values = taken(scores);
  for (const { key, resource } of scores.ofRevision(2)) {
    const { state, reason } = (await bed.system.read('fhir-sync', `/v1/records/${key}`)) as {
      readonly state: string;
      readonly reason: string | null;
    };
    const told = values.get(resource.id) ?? [];
    const isRefused = refusal !== undefined && resource.id === scores.leaf;
    if (isRefused) {
      refused += 1;
      if (state !== 'refused' || reason !== refusal || told.length > 0) wrong.push(`${key} is ${state}: ${reason}`);
    } else {
      delivered += 1;
      if (state !== 'delivered') wrong.push(`${key} is ${state}: ${reason}`);
      if (told.at(-1) !== '2' || new Set(told).size < told.length) wrong.push(`${key} was told as ${told.join()}`);
    }
  }
  return { delivered, refused, wrong };
}

const loadNames = ['single', 'batch', 'load'] as const satisfies readonly Load[];
const cells = rows.flatMap((row) => {
  const names = loadNames.filter((load) => load !== 'single' || row.wantsSeveral !== true);
  const small = names.filter((load) => load !== 'load');
  return [
    { row, names: small, isKilled: false },
    { row, names: ['load'] as const, isKilled: false },
    { row, names, isKilled: true },
  ];
});

describe('the matrix of faults, where results go out as HL7 v2', () => {
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
