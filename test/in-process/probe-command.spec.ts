import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../dev/src/project.js';
import type { ProfileName } from '../../apps/hospital/src/fhir/profiles/profiles.js';
import { ProbeBed, withPatient } from './probe-bed.js';

/** `npm run site -- probe` as a person meets it: what it prints, and how it ends. */

let bed: ProbeBed;
afterEach(() => bed.close());

async function standFor(profile: ProfileName): Promise<void> {
  bed = await ProbeBed.open(profile);
}

/** The command as it is typed, in a process of its own. */
async function typed(...args: readonly string[]) {
  const command = ['dev/bootstrap.mjs', 'site', 'probe', bed.siteFile(), ...args];
  const child = spawn(process.execPath, command, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const [said, told, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said: said.replaceAll(/ +/g, ' '), told, code };
}

describe('npm run site -- probe', () => {
  it.each([
    ['repository', [], 'repository'],
    ['epic', withPatient, 'document'],
    ['millennium', withPatient, 'none'],
  ] as const)('tells of a target in the manner of %s how it goes', async (profile, options, lane) => {
    await standFor(profile);
    const { said, told, code } = await typed(...options);
    expect(code).toBe(0);
    expect(said).toContain(`Procedure: ${lane} # seen`);
    expect(said).toContain('What will not work\n');
    expect(told.split('\n')).toContain('ehr: writing: Procedure');
    expect(told).not.toMatch(/\r/);
  });
});

describe('the command', () => {
  beforeEach(() => standFor('repository'));

  it('never shows the credentials of a target', async () => {
    const env = { FHIR_EHR_AUTH: 'bearer', FHIR_EHR_TOKEN: 'secret-canary', FHIR_HEADERS: '{"X-Key": "other-canary"}' };
    const { code, said, told } = await bed.probe([], { env });
    expect(code).toBe(0);
    expect(said).toContain('FHIR_AUTH=bearer');
    expect(`${said}${told}`).not.toContain('canary');
  });

  it('says which variables are wrong, and for which target', async () => {
    const { code, told } = await bed.probe([], { env: { FHIR_EHR_AUTH: 'bearer' } });
    expect(code).toBe(1);
    expect(told).toContain('Variables of target ehr begin with FHIR_EHR_, else with FHIR_.');
    expect(told).toContain('FHIR_TOKEN is not set');
  });

  it.each([
    ['an option that is not there', ['--everything']],
    ['a target that is not there', ['--target', 'registry']],
    ['a patient for all targets', ['--patient', 'p1']],
    ['no number', ['--burst', 'many']],
  ])('answers 2 to %s', async (_what, options) => {
    expect((await bed.probe(options)).code).toBe(2);
  });

  it('answers 1, with the reason and what to do, when the server does not let us in', async () => {
    bed.server.follow({ rules: [{ match: { path: '^Patient' }, fault: { kind: 'token-expiry' } }] });
    const { code, told } = await bed.probe([]);
    expect(code).toBe(1);
    expect(told).toContain('It does not let us in (401). The FHIR server wants to know who asks: set FHIR_AUTH');
  });

  it('answers 1 when there is no FHIR server, or none that can be reached', async () => {
    bed.server.follow({ rules: [{ fault: { kind: 'content-type', body: 'wrong' } }] });
    expect(await bed.probe([])).toMatchObject({
      code: 1,
      told: expect.stringContaining('not with a CapabilityStatement'),
    });
    await bed.server.close();
    const { code, told } = await bed.probe([]);
    expect(code).toBe(1);
    expect(told).toContain('the connection failed each time (ECONNREFUSED)');
    await standFor('repository');
  });
});
