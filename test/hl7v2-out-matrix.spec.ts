import { binaryModeHeaders, fhirBundleType, type DesiredRecord } from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { painScore } from '../apps/fhir-sync/src/testing/hl7-records.js';
import { ScriptedMllpReceiver, type Deed } from '../apps/fhir-sync/src/testing/scripted-mllp-receiver.js';
import { MatrixBed } from './delivery/matrix-bed.js';

/**
 * The lane hl7v2-out through every fault of a receiver, with and without fhir-sync being killed in the middle: at the end the
 * receiver has taken each result once, in its latest value, and every record is delivered.
 */

let bed: MatrixBed;
const receiver = new ScriptedMllpReceiver();

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
}, 60_000);

const patients = 10;
const scores = 3;

function recordsOf(cell: string, revision: number): readonly DesiredRecord[] {
  return Array.from({ length: patients * scores }, (_, index) =>
    painScore(`${cell}s${index}`, revision, { revision, of: `${cell}p${index % patients}` }),
  );
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

/** `record value` of each result that the receiver has taken, the last one of each record. */
function latest(cell: string): ReadonlyMap<string, string> {
  const told = [...receiver.taken.values()].flatMap((message) => {
    const field = (segment: string, place: number) =>
      message
        .split('\r')
        .find((line) => line.startsWith(`${segment}|`))
        ?.split('|')[place] ?? '';
    const record = field('OBR', 3).split('^')[0] ?? '';
    return record.startsWith(cell) ? [[record, field('OBX', 5)] as const] : [];
  });
  return new Map(told);
}

const rows: readonly (readonly [string, readonly Deed[]])[] = [
  ['late answers', Array.from({ length: 4 }, () => ({ delayMs: 700 }))],
  ['silence, though it took them', Array.from({ length: 4 }, () => ({ isSilent: true }))],
  ['the connection cut before it takes', Array.from({ length: 4 }, () => ({ cut: 'before' as const }))],
  ['the connection cut after it took', Array.from({ length: 4 }, () => ({ cut: 'after' as const }))],
  ['an acknowledgement of another message', [{ answers: [{ code: 'AA', of: 'OTHER' }] }]],
  ['a failure that passes', Array.from({ length: 3 }, () => ({ answers: [{ code: 'AE', text: 'busy' }] }))],
];

const cells = rows.flatMap(([name, script]) => [false, true].map((isKilled) => ({ name, script, isKilled })));

describe('the matrix of faults, where results go out as HL7 v2', () => {
  it.each(cells.map((cell, number) => [cell.name, cell.isKilled ? 'killed' : 'alive', cell, number] as const))(
    '%s, %s',
    async (_, __, { script, isKilled }, number) => {
      const cell = `m${number}`;
      receiver.script.push({}, ...script);
      await publish(recordsOf(cell, 1));
      await bed.takenIn();
      if (isKilled) await bed.killInTheMiddle();
      await publish(recordsOf(cell, 2));
      await bed.settled();
      const values = latest(cell);
      expect(values.size).toBe(patients * scores);
      expect(new Set(values.values())).toEqual(new Set(['2']));
      for (const { key } of recordsOf(cell, 2)) {
        expect(await bed.system.read('fhir-sync', `/v1/records/${key}`)).toMatchObject({ state: 'delivered' });
      }
      expect(receiver.script).toEqual([]);
    },
    90_000,
  );
});
