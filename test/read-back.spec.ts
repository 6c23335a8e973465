import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { binaryModeHeaders, fhirBundleType } from '@ilium/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../dev/src/project.js';
import { until } from '../dev/src/test-environment.js';
import { MatrixBed } from './delivery/matrix-bed.js';

/** A server that answers 200 and drops the side, and one whose records are deleted and changed behind our back. */

const system = 'https://hospital.example/sid/mrn';
const tag = { system: 'https://ilium.example/fhir/CodeSystem/tag', code: 'ilium' };
const left = { coding: [{ system: 'http://snomed.info/sct', code: '39723000' }], text: 'Left sacroiliac joint' };

let bed: MatrixBed;

beforeAll(async () => {
  bed = await MatrixBed.openFor('  - { name: ehr, url: http://127.0.0.1/fhir, readBack: 1 }');
  await bed.system.writeCharts([
    { resourceType: 'Patient', id: 'canary', identifier: [{ system, value: 'canary' }], name: [{ family: 'Canary' }] },
  ]);
}, 120_000);

afterAll(async () => {
  await bed.close();
}, 60_000);

function procedure(id: string) {
  return {
    ...{ resourceType: 'Procedure', id, meta: { tag: [tag] }, status: 'completed' },
    subject: { type: 'Patient', identifier: { system, value: 'canary' } },
    code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }] },
    performedDateTime: '2026-03-12T10:05:00-05:00',
    bodySite: [left],
  };
}

async function publish(...ids: readonly string[]): Promise<void> {
  const entry = ids.map((id) => ({ resource: procedure(id), request: { method: 'PUT', url: `Procedure/${id}` } }));
  const about = { specversion: '1.0', source: 'urn:ilium:test', type: fhirBundleType } as const;
  const headers = binaryModeHeaders({ ...about, id: ids.join(), contentType: 'application/fhir+json' });
  const value = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  await bed.publish([{ key: 'canary', value, headers: { ...headers, ce_revisions: ids.map(() => 1).join() } }]);
}

const read = (path: string) => bed.system.read('fhir-sync', path);

function recordIs(id: string, state: string): Promise<unknown> {
  const status = async () => JSON.stringify(await read(`/v1/records/Procedure/${id}`));
  return until(`${id} to be ${state}`, status, { accept: (said) => said.includes(`"state":"${state}"`) });
}

/** Somebody else deletes or changes a record; the status of the answer. */
async function onServer(id: string, changed?: object): Promise<number> {
  const request =
    changed === undefined
      ? { method: 'DELETE' }
      : { method: 'PUT', body: JSON.stringify(changed), headers: { 'content-type': 'application/fhir+json' } };
  const { status } = await fetch(`${bed.system.url('hospital')}/fhir/Procedure/${id}`, request);
  return status;
}

/** `npm run site -- reconcile` as it is typed. */
async function reconcile(...args: readonly string[]) {
  const command = ['dev/bootstrap.mjs', 'site', 'reconcile', '--from', '2026-03-01', '--to', '2026-03-31', ...args];
  const env = { ...process.env, FHIR_SYNC_URL: bed.system.url('fhir-sync') };
  const child = spawn(process.execPath, command, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [said, , code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said: said.replaceAll(/ +/g, ' '), code };
}

describe('a record that the server took', () => {
  it('is refused where it silently lost the side, is listed, and goes again when that is mended', async () => {
    await bed.follow({ rules: [{ fault: { kind: 'dropped-elements', paths: ['Procedure.bodySite'] } }] });
    await publish('p1');
    await recordIs('p1', 'refused');
    expect(await read('/v1/work')).toMatchObject({ items: [{ key: 'Procedure/p1', reason: 'read-back:bodySite' }] });
    expect(await read('/v1/read-backs?weight=meaning')).toMatchObject({
      records: [{ target: 'ehr', key: 'Procedure/p1', differences: [{ element: 'bodySite', kind: 'missing' }] }],
    });
    const metrics = await (await fetch(`${bed.system.url('fhir-sync')}/metrics`)).text();
    expect(metrics).toMatch(/ilium_fhir_records_differing\{.*weight="meaning".*\} 1/);
    await bed.follow({ rules: [] });
    const settled = await fetch(`${bed.system.url('fhir-sync')}/v1/work/Procedure/p1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ revision: 1, by: 'A. Person', as: 'send-again' }),
    });
    expect(settled.status).toBe(204);
    await recordIs('p1', 'delivered');
    await until('the difference to be gone', () => read('/v1/read-backs'), {
      accept: (found) => JSON.stringify(found).includes('"records":[]'),
    });
  }, 60_000);

  it('is found by a reconciliation where it was deleted or changed there, and repaired', async () => {
    await publish('p2', 'p3');
    await recordIs('p2', 'delivered');
    await recordIs('p3', 'delivered');
    expect(await reconcile()).toMatchObject({ code: 0, said: expect.stringContaining('as they were sent') });
    expect(await onServer('p2')).toBe(204);
    const changed = { ...procedure('p3'), subject: { reference: 'Patient/canary' }, bodySite: [{ text: 'Right' }] };
    expect(await onServer('p3', changed)).toBe(200);
    const { said, code } = await reconcile();
    expect(code).toBe(1);
    expect(said).toMatch(/^not there Procedure\/p2$/m);
    expect(said).toMatch(/^means something else Procedure\/p3 bodySite\[0\]\.coding .* by others/m);
    expect(said).not.toMatch(/Right|canary/i);
    expect((await reconcile('--repair')).said).toMatch(/^not there Procedure\/p2 is sent again$/m);
    await recordIs('p2', 'delivered');
    await recordIs('p3', 'delivered');
    expect(await reconcile()).toMatchObject({ code: 0 });
  }, 60_000);
});
