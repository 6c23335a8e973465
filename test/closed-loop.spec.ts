import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { binaryModeHeaders, ledger, recordsStatus } from '@ilium/contracts';
import { projectRoot } from '../dev/src/project.js';
import { fhirBase } from '../dev/src/start/services.js';
import { until } from '../dev/src/test-environment.js';
import { RunningSystem } from './running-system.js';

/**
 * An EHR that feeds us and is our target: it keeps the originals of procedures and drugs, we add the scores. What is in the
 * chart once at the beginning is in it once at the end, however often it goes round.
 */

let system: RunningSystem;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ilium-closed-loop-'));
  const site = join(folder, 'site.yaml');
  system = await RunningSystem.prepare({ courses: 0, feedStart: 'manual', site });
  await writeFile(site, siteFile(fhirBase(system.ports)));
  await system.start('hospital');
  await system.writeCharts([{ resourceType: 'Patient', id: 'pat', identifier: [patientNumber] }]);
  await inTheChart('Procedure', 'theirs', {
    identifier: [{ system: 'urn:oid:2.999.7.9.4', value: 'ACT-1' }],
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] },
    performedDateTime: '2026-03-12T10:05:00-04:00',
    bodySite: [{ coding: [{ system: 'http://snomed.info/sct', code: '723980000' }], text: 'Left sacroiliac joint' }],
  });
  await inTheChart('MedicationAdministration', 'theirs', {
    identifier: [{ system: 'urn:oid:2.999.7.9.7', value: 'DOSE-1' }],
    partOf: [{ reference: 'Procedure/theirs' }],
    medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '10759' }] },
    effectiveDateTime: '2026-03-12T10:12:00-04:00',
  });
  await system.start('intake', 'mapper', 'fhir-sync');
}, 120_000);

afterAll(async () => {
  await system.close();
  await rm(folder, { recursive: true });
}, 60_000);

const patientNumber = { system: 'urn:oid:2.999.7.9.1', value: 'EXAMPLE-1' };

function siteFile(base: string): string {
  return `
name: example-clinic
fhir:
  sources:
    - { name: ehr, baseUrl: '${base}', catchUp: { strategy: search, from: '2026-01-01T00:00:00Z', everyMinutes: 1 } }
targets:
  - name: ehr
    url: '${base}'
    systemOfRecord: { Procedure: target, MedicationAdministration: target }
`;
}

async function inTheChart(type: string, id: string, elements: object): Promise<void> {
  const subject = { reference: 'Patient/pat', identifier: patientNumber };
  const response = await fetch(`${system.url('hospital')}/fhir/${type}/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: type, id, status: 'completed', subject, ...elements }),
  });
  if (!response.ok) throw new Error(`the hospital answers ${response.status} to ${type}`);
}

/** The scores of the example, from an application that the EHR knows nothing of. */
async function tellScores(): Promise<void> {
  const lines = (await readFile(join(projectRoot, 'examples', 'one-injection.ndjson'), 'utf8')).split('\n');
  const scores = lines.filter((line) => line.includes('ilium.score.reported.v1'));
  await system.send(
    scores.map((line, index) => {
      const { data, type } = JSON.parse(line) as { data: object; type: string };
      const attributes = { specversion: '1.0', id: String(index), source: 'urn:ilium:test:scores', type } as const;
      const headers = binaryModeHeaders({ ...attributes, contentType: 'application/json' });
      return { key: 'scores', value: JSON.stringify(data), headers };
    }),
  );
}

interface InChart {
  readonly id: string;
  readonly partOf?: readonly { readonly reference?: string }[];
  readonly focus?: readonly { readonly reference?: string }[];
}

async function inChart(type: string): Promise<readonly InChart[]> {
  const response = await fetch(`${system.url('hospital')}/fhir/${type}?patient=Patient/pat`);
  const { entry = [] } = (await response.json()) as { entry?: readonly { readonly resource: InChart }[] };
  return entry.map(({ resource }) => resource);
}

async function states(): Promise<Readonly<Record<string, number>>> {
  return recordsStatus.parse(await system.read('fhir-sync', '/v1/records')).byState;
}

async function echoes(): Promise<number> {
  const { topics } = ledger.parse(await system.read('intake', '/v1/ledger'));
  return topics.reduce((sum, { reasons }) => sum + (reasons['skipped:echo'] ?? 0), 0);
}

describe('an EHR that feeds us and is our target', () => {
  it('keeps its own procedure and drug, and has no second one from us', async () => {
    await until('both to be known as its own', states, { accept: ({ native = 0 }) => native === 2 });
    expect((await inChart('Procedure')).map(({ id }) => id)).toEqual(['theirs']);
    expect((await inChart('MedicationAdministration')).map(({ id }) => id)).toEqual(['theirs']);
  });

  it('gets the scores from us, which refer to its own procedure', async () => {
    await tellScores();
    await until('the scores', states, { accept: ({ delivered = 0, pending = 0 }) => delivered >= 2 && pending === 0 });
    const scores = await inChart('Observation');
    expect(scores.length).toBeGreaterThanOrEqual(2);
    const references = scores.flatMap(({ partOf = [], focus = [] }) => [...partOf, ...focus]);
    expect(new Set(references.map(({ reference }) => reference))).toEqual(new Set(['Procedure/theirs']));
  });

  it('tells us our scores, which we drop and count: nothing goes round', async () => {
    const before = await inChart('Observation');
    const entry = before.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `Observation/${resource.id}` },
    }));
    const told = await fetch(`${system.url('intake')}/fhir`, {
      method: 'POST',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
    });
    expect(told.status).toBe(200);
    await until('our own scores to be counted', echoes, { accept: (count) => count >= before.length });
    await until('all to be settled', states, { accept: ({ pending = 0, waiting = 0 }) => pending + waiting === 0 });
    expect(await inChart('Observation')).toEqual(before);
    expect(await inChart('Procedure')).toHaveLength(1);
  });
});
