import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ScriptedEhr } from '../testing/fhir/scripted-ehr.js';
import { runSubscribe } from './subscribe.js';

const topic = 'https://ehr.example/SubscriptionTopic/procedures';
const door = 'https://intake.example';

let ehr: ScriptedEhr;
let folder: string;
let site: string;
let lines: string[];
beforeEach(async () => {
  ehr = await new ScriptedEhr().start();
  ehr.abilities = { subscriptions: true };
  ehr.topics.push(topic);
  folder = await mkdtemp(join(tmpdir(), 'ilium-'));
  site = join(folder, 'site.yaml');
  lines = [];
  await writeFile(site, siteFile(''));
});
afterEach(async () => {
  await ehr.stop();
  await rm(folder, { recursive: true });
});

const siteFile = (more: string) => `name: test-site
fhir:
  sources:
    - name: ehr
      baseUrl: ${ehr.base}/
      tokenVariable: EHR_TOKEN
      subscription: { topic: '${topic}', criteria: ['Procedure?code=27096'], tokenVariable: INTAKE_TOKEN }
    - { name: other, baseUrl: '${ehr.base}' }
${more}`;

const variables: Readonly<Record<string, string>> = { EHR_TOKEN: 'token-for-the-ehr', INTAKE_TOKEN: 'token-for-us' };

function run(...args: readonly string[]): Promise<number> {
  const parts = { write: (line: string) => lines.push(line), variable: (name: string) => variables[name] };
  return runSubscribe(['--site', site, '--source', 'ehr', '--door', door, ...args], parts);
}

const guide = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

test('creates the subscription as the guide has it, and renews it the next time', async () => {
  expect(await run()).toBe(0);
  expect(ehr.written[0]).toMatchObject({
    resourceType: 'Subscription',
    meta: { profile: [`${guide}/backport-subscription`] },
    status: 'requested',
    criteria: topic,
    _criteria: { extension: [{ url: `${guide}/backport-filter-criteria`, valueString: 'Procedure?code=27096' }] },
    channel: {
      type: 'rest-hook',
      endpoint: `${door}/fhir/notifications/ehr`,
      header: ['Authorization: Bearer token-for-us'],
      _payload: { extension: [{ url: `${guide}/backport-payload-content`, valueCode: 'id-only' }] },
    },
  });
  expect([...ehr.tokens]).toEqual(['Bearer token-for-the-ehr']);
  expect(await run()).toBe(0);
  expect(ehr.requests.filter((request) => request.startsWith('P'))).toEqual([
    'POST Subscription',
    'PUT Subscription/sub-1',
  ]);
  expect(lines.join('\n')).toContain('Renewed: Subscription/sub-1');
  expect(lines.join('\n')).not.toContain('token-for');
});

test('only shows it, without its token, when it is asked to', async () => {
  expect(await run('--dry-run')).toBe(0);
  expect(ehr.requests).toEqual([]);
  expect(lines.join('\n')).toContain(`${door}/fhir/notifications/ehr`);
  expect(lines.join('\n')).not.toContain('token-for');
});

test.each([
  ['no Subscription at all', () => (ehr.abilities = {}), 'does not let clients create a Subscription'],
  ['none with topics', () => ehr.topics.splice(0), 'declares none with topics'],
  ['another topic', () => ehr.topics.splice(0, 1, 'urn:other'), 'urn:other'],
  ['nothing, since it is away', () => (ehr.isAway = true), 'does not answer (http-503)'],
])('a server that declares %s is not written to, and the text says why', async (_, change, text) => {
  change();
  expect(await run()).toBe(1);
  expect(lines.join('\n')).toContain(text);
  expect(ehr.written).toEqual([]);
});

test.each([
  ['a source that is not there', ['--source', 'nobody'], 1, 'no source of this name'],
  ['a source without a subscription', ['--source', 'other'], 1, 'no subscription'],
  ['a site file that is not there', ['--site', 'nowhere.yaml'], 1, "can't be read"],
  ['an address that is none', ['--door', 'intake'], 2, 'npm run site -- subscribe'],
  ['an option that is none', ['--sorce', 'ehr'], 2, 'npm run site -- subscribe'],
])('with %s it says so', async (_, args, code, text) => {
  expect(await run(...args)).toBe(code);
  expect(lines.join('\n')).toContain(text);
});
