import 'reflect-metadata';
import { ACCESS } from '@ilium/security';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { runReconcile } from '../reconcile-command.js';
import { Reconciliations } from '../reconciliation/reconciliations.js';
import { ReconciliationsRepository } from '../reconciliation/reconciliations.repository.js';
import type { ReconciliationRequest, ReconciliationStatus, ShownFinding } from '../reconciliation/status.js';
import { ReconciliationsController } from './reconciliations.controller.js';

const token = 'a-token-of-tests-that-is-long-enough';
const id = '1b4e28ba-2fa1-4d1f-883f-0016d3cca427';
const begun: ReconciliationRequest[] = [];
/** What the run is, at each look. */
let looks: ReconciliationStatus[] = [];
let found: ShownFinding[] = [];
let isBusy = false;

const running: ReconciliationStatus = {
  id,
  target: 'ehr',
  from: '2026-03-01',
  to: '2026-03-31',
  repair: false,
  state: 'running',
  reason: null,
  phase: 'records',
  lookedAt: 0,
  total: 3,
  compared: 0,
  found: {},
  repaired: 0,
  notSearched: [],
  startedAt: '2026-04-01T00:00:00.000Z',
  endedAt: null,
};
const ended: ReconciliationStatus = { ...running, state: 'done', lookedAt: 3, compared: 2 };
const finding = (key: string, rest: Partial<ShownFinding> = {}): ShownFinding => ({
  key,
  kind: 'missing',
  changedBy: null,
  serverVersion: null,
  ourVersion: '1',
  source: null,
  differences: [],
  repaired: false,
  ...rest,
});

const runs = {
  begin: (request: ReconciliationRequest) => {
    begun.push(request);
    return Promise.resolve(isBusy ? undefined : id);
  },
  status: () => Promise.resolve([(looks.length > 1 ? looks.shift() : looks[0]) ?? ended]),
  findings: (_id: string, after: string, most: number) =>
    Promise.resolve(found.filter(({ key }) => key > after).slice(0, most)),
  cancel: () => Promise.resolve(true),
};

@Module({
  controllers: [ReconciliationsController],
  providers: [
    { provide: ReconciliationsRepository, useValue: runs },
    { provide: Reconciliations, useValue: { targets: ['ehr', 'registry'], wake: () => undefined } },
    { provide: ACCESS, useValue: { kind: 'token', token } },
  ],
})
class Api {}

let app: NestFastifyApplication;
let url: string;
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(Api, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
beforeEach(() => {
  begun.length = 0;
  [looks, found, isBusy] = [[ended], [], false];
});
afterAll(() => app.close());

const march = ['--from', '2026-03-01', '--to', '2026-03-31'];

async function command(args: readonly string[], variables: Record<string, string> = {}) {
  const [printed, said]: [string[], string[]] = [[], []];
  const environment: Record<string, string> = { FHIR_SYNC_URL: `${url}/`, FHIR_SYNC_TOKEN: token, ...variables };
  const code = await runReconcile(args, {
    print: (line) => printed.push(line),
    progress: (line) => said.push(line),
    variable: (name) => environment[name],
    everyMs: 1,
  });
  return { code, printed, said };
}

describe('the command', () => {
  test('begins a reconciliation, shows how far it is, and sums up', async () => {
    looks = [running, { ...running, lookedAt: 2, compared: 1, reason: 'http-503' }, ended];
    expect(await command([...march, '--target', 'ehr'])).toEqual({
      code: 0,
      said: [
        'ehr: looked at 0 of 3 records, compared 0, found 0',
        'ehr: looked at 2 of 3 records, compared 1, found 0; waits for the server (http-503)',
      ],
      printed: ['ehr, 2026-03-01 to 2026-03-31: 2 records compared\n  all of them as they were sent'],
    });
    expect(begun).toEqual([{ target: 'ehr', from: '2026-03-01', to: '2026-03-31', repair: false }]);
  });

  test('lists what differs, by record and element, and fails where a meaning does', async () => {
    looks = [{ ...ended, found: { missing: 1, meaning: 1 }, repaired: 1, notSearched: ['Procedure'] }];
    const differences = [{ element: 'bodySite[0].coding', kind: 'missing', weight: 'meaning' } as const];
    found = [
      finding('Procedure/a', { repaired: true }),
      finding('Procedure/b', { kind: 'meaning', changedBy: 'others', source: '#x', differences }),
    ];
    const { code, printed } = await command([...march, '--target', 'ehr', '--repair']);
    expect(code).toBe(1);
    expect(printed[0]).toMatch(/^not there +Procedure\/a +is sent again$/);
    expect(printed[1]).toMatch(
      /^means something else +Procedure\/b +bodySite\[0\]\.coding \(missing\) +by others, #x$/,
    );
    expect(printed[2]).toContain('1  not there');
    expect(printed[2]).toContain('could not be asked for: Procedure');
    expect(begun).toMatchObject([{ repair: true }]);
  });

  test('takes a detail for no failure', async () => {
    looks = [{ ...ended, found: { detail: 4 } }];
    expect((await command([...march, '--target', 'ehr'])).code).toBe(0);
  });

  test('writes JSON, a line for each finding, page by page', async () => {
    found = Array.from({ length: 1_200 }, (_, index) => finding(`Procedure/p${String(index).padStart(4, '0')}`));
    const { printed } = await command([...march, '--target', 'ehr', '--json']);
    expect(printed).toHaveLength(1_201);
    expect(JSON.parse(printed[700] ?? '')).toMatchObject({ target: 'ehr', key: 'Procedure/p0700', kind: 'missing' });
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ summary: { id, state: 'done' } });
  });

  test.each<[string, string[], Record<string, string>, string]>([
    ['no days', [], {}, '2026-03-01'],
    ['an unknown option', ['--froom', 'x'], {}, '--froom'],
    ['a file and a target', [...march, '--target', 'ehr', 'x.yaml'], {}, 'site files'],
    ['days that run backwards', ['--from', '2026-03-02', '--to', '2026-03-01', '--target', 'ehr'], {}, 'later day'],
    ['no target where there are several', march, {}, 'ehr, registry'],
    ['another token', march, { FHIR_SYNC_TOKEN: 'x' }, 'FHIR_SYNC_TOKEN'],
    ['no service', march, { FHIR_SYNC_URL: 'http://127.0.0.1:1' }, 'FHIR_SYNC_URL'],
  ])('says what to do about %s', async (_, args, variables, remedy) => {
    expect(await command(args, variables)).toMatchObject({
      code: 2,
      printed: [],
      said: [expect.stringContaining(remedy)],
    });
  });

  test('says that one is running', async () => {
    isBusy = true;
    expect((await command([...march, '--target', 'ehr'])).said[0]).toContain('One is running');
  });

  test('explains itself', async () => {
    expect((await command(['--help'])).printed[0]).toContain('Usage');
  });
});

describe('the API', () => {
  const headers = { authorization: `Bearer ${token}` };

  test('lists, shows and stops reconciliations for those who have the token', async () => {
    const list = await fetch(`${url}/v1/reconciliations`, { headers });
    expect(await list.json()).toMatchObject({ reconciliations: [{ id }] });
    const stopped = await fetch(`${url}/v1/reconciliations/${id}`, { method: 'DELETE', headers });
    expect(stopped.status).toBe(200);
    expect((await fetch(`${url}/v1/reconciliations`)).status).toBe(401);
    expect((await fetch(`${url}/v1/reconciliations/x`, { headers })).status).toBe(404);
  });
});
