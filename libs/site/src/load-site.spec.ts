import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultRules } from '@ilium/clinical';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadSite } from './load-site.js';
import { readPolicy } from './policy-file.js';

const root = resolve(import.meta.dirname, '../../..');

describe('loading a site', () => {
  let folder: string;
  const write = (file: string, text: string) => {
    writeFileSync(join(folder, file), text);
    return join(folder, file);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ilium-site-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const policy = [
    'name: Example',
    'payer: Nobody',
    'effectiveFrom: 2026-01-01',
    'source: nowhere',
    'types: [si-joint-injection]',
    'countBy: session',
    'rules: { mostTherapeutic: { count: 4, within: { months: 12 } } }',
    '',
  ].join('\n');

  test('reads the policies beside it; one that nobody has verified as well', () => {
    write('policy.yaml', policy);
    const { rules } = loadSite(write('site.yaml', 'name: a\npolicies: [policy.yaml]'));
    expect(rules.policies).toMatchObject([{ name: 'Example', effectiveFrom: '2026-01-01' }]);
    expect(rules.policies[0]?.verifiedBy).toBeUndefined();
  });

  test('sees files and folders that it names from its own folder, wherever a service runs', () => {
    const tls = 'tls: { certificate: tls/a.pem, key: /keys/a.key }';
    const text = `name: a\nlisteners: [{ name: a, port: 1, ${tls} }]\nfiles: { watch: [{ folder: in }] }`;
    const { listeners, files } = loadSite(write('site.yaml', text)).incoming;
    expect(listeners[0]?.tls).toEqual({ certificate: join(folder, 'tls/a.pem'), key: '/keys/a.key' });
    expect(files.watch[0]?.folder).toBe(join(folder, 'in'));
  });

  test('names the file that is wrong: the policy, not the site', () => {
    write('policy.yaml', policy.replace('2026-01-01', '2026-02-30'));
    const site = write('site.yaml', 'name: a\npolicies: [policy.yaml]');
    expect(() => loadSite(site)).toThrow(/policy\.yaml:3:1 effectiveFrom: Invalid ISO date/);
    write('policy.yaml', `${policy}effectiveTo: 2025-01-01\n`);
    expect(() => loadSite(site)).toThrow(/policy\.yaml:8:1 effectiveTo: a day before effectiveFrom/);
    write('policy.yaml', policy.replace('{ months: 12 }', '{}'));
    expect(() => loadSite(site)).toThrow(/policy\.yaml:7:39 rules\.mostTherapeutic\.within: months or weeks expected/);
    const missing = write('site.yaml', 'name: a\npolicies: [none.yaml]');
    expect(() => loadSite(missing)).toThrow(/none\.yaml can't be read \(ENOENT\); name a file that is there/);
  });
});

describe('the site files of this repository', () => {
  test('example.yaml shows every key with its default', () => {
    const { name, rules } = loadSite(join(root, 'config/sites/example.yaml'));
    const privacy = { ...defaultRules.privacy, sites: ['example'] };
    expect({ name, rules }).toEqual({ name: 'example', rules: { ...defaultRules, privacy } });
  });

  test.each(readdirSync(join(root, 'config/policies')))('policies/%s can be read, and is not active', (file) => {
    const path = join(root, 'config/policies', file);
    const policy = readPolicy({ path, text: readFileSync(path, 'utf8') });
    expect(policy.notChecked.length).toBeGreaterThan(0);
    expect([policy.verifiedBy, policy.verifiedOn]).toEqual([undefined, undefined]);
  });

  test('riverside-outcomes.yaml differs from riverside.yaml in what is asked for, and in nothing else', () => {
    const [usual, followed] = ['riverside', 'riverside-outcomes'].map((name) =>
      loadSite(join(root, 'config/sites', `${name}.yaml`)),
    );
    expect({ ...followed, rules: { ...followed?.rules, expectedMeasures: usual?.rules.expectedMeasures } }).toEqual(
      usual,
    );
    expect(followed?.rules.expectedMeasures.usual.map(({ measure }) => measure)).toEqual([
      'nrs',
      'odi',
      'promis-physical-health',
      'stated-relief',
    ]);
  });

  test('riverside.yaml is the simulated hospital', () => {
    expect(loadSite(join(root, 'config/sites/riverside.yaml'))).toMatchObject({
      name: 'riverside',
      rules: { timeZone: 'America/New_York' },
    });
  });
});
